"""What the web server calls."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("HOMEWARD_PURPOSE", "web")  # known before the settings are read

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

"""The background beside the web server: `python -m tracker.worker` is `manage.py work_off` that ends with its launcher."""

import os
import sys

from django.core.management import execute_from_command_line

from tracker.launched import end_with_launcher

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    end_with_launcher()
    execute_from_command_line([sys.argv[0], "work_off"])

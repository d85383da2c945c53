"""What is no secret stays in a browser for good (R22)."""

import json

from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings
from whitenoise.middleware import WhiteNoiseMiddleware


def test_files_without_secrets_are_kept_by_a_browser_for_good(tmp_path):
    """Each carries the digest of its content in its name, so that it never changes (V14.2.2)."""
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES=storages, WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=False
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        paths = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
        named = [
            name for plain, name in paths.items() if "." in plain.rpartition("/")[2]
        ]  # a LICENSE no page loads
        serve = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
        answers = {name: serve(RequestFactory().get(f"/static/{name}")) for name in named}
    assert len(answers) > 20
    for name, answer in answers.items():
        assert answer.status_code == 200, name
        assert answer["Cache-Control"] == "max-age=315360000, public, immutable", name
        for close in answer._resource_closers:  # the file; the end of a request is no matter here
            close()

"""What a failure shows, what it says of itself in the log, and what every answer carries (R19, R22, R39, R47)."""

import io
import logging

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import Client

from cases.lib import log_line
from cases.middleware import HEADERS
from tests.failures import CANARY, WAYS
from tests.typed import main_form

pytestmark = pytest.mark.urls("tests.failures")

STATUS = {
    "fault": 500, "cast": 500, "twice": 500, "no-right": 403, "nonsense": 400, "nul": 400, "huge": 400, "half": 400,
}  # fmt: skip
SENTENCE = {
    "slow": "This took too long and was stopped", "taken": "Somebody else is writing here just now",
    "deadlock": "Somebody else is writing here just now", "full": "The disk of the server is full",
    "disk": "The disk of the server is full", "slots": "The database does not answer", "shut": "The database does not answer",
    "idle": "The database does not answer", "fault": "Something went wrong on our side",
    "nul": "This request could not be read", "huge": "This request could not be read", "half": "This request could not be read",
    "no-right": "Your account may not do this", "nonsense": "This request could not be read",
}  # fmt: skip


@pytest.fixture
def stranger(db):
    return Client(raise_request_exception=False)


@pytest.fixture
def log():
    """What the log says, in the format of the product."""
    lines, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(lines)
    handler.setFormatter(log_line.OneLine())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("way", WAYS)
def test_each_failure_has_its_page_and_its_line(stranger, log, way):
    answer = stranger.get(f"/fails/{way}/?q={CANARY}")
    text, status = answer.content.decode(), STATUS.get(way, 503)
    assert answer.status_code == status
    assert SENTENCE.get(way, "Something went wrong on our side") in text
    assert answer.has_header("Retry-After") == (status == 503)
    if status >= 500:
        assert f'<span class="mono">{answer["X-Request-Id"]}</span>' in text
        assert f"{answer['X-Request-Id']} {status} GET /fails/<str:way>/" in log.getvalue()
        assert "tests/failures.py" in log.getvalue()
    assert "Canary" not in text + log.getvalue()
    assert "Кенарь" not in text + log.getvalue()


@pytest.mark.parametrize("way", ["fault", "taken", "slow", "full", "shut"])
def test_what_was_sent_can_be_sent_again_from_the_page(stranger, way):
    sent = {"name": 'Anna "Anya" <b>', "note": "two\nlines", "pick": ["PCL-1", "PCL-2"], "form_key": "k"}
    form = main_form(stranger.post(f"/fails/{way}/?list=x&y=1", sent).content.decode())
    assert form.action == f"/fails/{way}/?list=x&y=1"
    assert form.data == sent


def test_a_password_and_a_file_are_never_put_into_a_page(stranger):
    secret = stranger.post("/fails/shut/", {"login": "anna", "password": "do not show this"})
    file = stranger.post("/fails/shut/", {"title": "Scan", "file": SimpleUploadedFile("scan.png", b"x")})
    for answer in (secret, file):
        assert answer.status_code == 503
        assert "<form" not in answer.content.decode()
        assert "go back, what you typed is still there" in answer.content.decode()
    assert "do not show this" not in secret.content.decode()


def test_a_failing_template_is_answered_in_bare_words(stranger, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "template_loaders", [])
    answer = stranger.get("/fails/fault/")
    assert answer.status_code == 500
    assert "<h1>Something went wrong on our side</h1>" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_more_than_a_form_can_hold_is_said_so(client_for):
    client = client_for("caseworker")
    much = client.post(
        "/agreements/add/", {"title": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}, content_type="text/x"
    )
    many = client.post(
        "/agreements/add/",
        {f"f{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
    )
    assert many.status_code == 413
    assert "This is too much for one form" in many.content.decode()
    assert much.status_code in {413, 422}


def test_a_form_without_its_token_is_explained(user_in):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_in("caseworker"))
    answer = client.post("/agreements/add/", {"title": "x"})
    assert answer.status_code == 403
    assert "This form is too old to be sent" in answer.content.decode()


def test_the_page_of_too_many_tries(rf):
    from tests.failures import handler429

    assert handler429 == "cases.failing.too_many_requests"
    from cases.failing import too_many_requests

    answer = too_many_requests(rf.get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/nowhere/", "/live", "/ready", "/static/css/homeward.css", "/static/none.css",
                "/admin/", "/logout", "/people/%00/", *(f"/fails/{way}/" for way in WAYS)],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post", "put", "head", "trace"])
def test_every_answer_carries_every_header(stranger, address, method):
    answer = getattr(stranger, method)(address)
    answer.close()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert {
        name for name in HEADERS if name != "Cache-Control" and answer.get(name) != HEADERS[name]
    } == set()
    static = address.startswith("/static/css/") and answer.status_code in {200, 405}
    assert "no-store" in answer.get("Cache-Control", "") or static
    assert answer["X-Request-Id"]


def test_a_host_that_is_not_ours_gets_the_headers_as_well(stranger):
    answer = stranger.get("/", HTTP_HOST="other.example")
    assert answer.status_code == 400
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("template", ["400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"])
def test_pages_of_failure_ask_for_nothing_and_have_nothing_inline(template, rf):
    """Without the fixture of the database, asking it fails here."""
    from cases.failing import page

    text = page(rf.get("/"), f"{template}.html", 200, trouble="away").content.decode()
    assert "<h1>" in text
    assert not any(word in text for word in ("<script", "<style", "style=", " onclick", "http-equiv"))


def test_the_style_sheet_of_these_pages_is_there():
    assert finders.find("css/homeward.css")

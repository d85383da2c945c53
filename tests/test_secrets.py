"""Secrets (R42, ASVS V13.3.1): none in the repository, and a key is changed without anybody being signed out."""

import re
from pathlib import Path

import pytest
from django.test import override_settings

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = {
    ".git",
    ".venv",
    ".data",
    "secrets",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
}
#: What looks like a secret of some service, wherever it stands.
ALWAYS = re.compile(
    r"AGE-SECRET-KEY-1[A-Z0-9]{20,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\bgh[pousr]_\w{30,}|\bgithub_pat_\w{30,}|\bglpat-[\w-]{20,}"
    r"|\bxox[abprs]-[\w-]{10,}|\bsk_live_\w{20,}|\bpypi-\w{50,}"
    r"|\beyJ[\w-]{15,}\.eyJ[\w-]{15,}"
)
#: A value given to something that is called a secret; in the product, not in its tests, which need passwords.
GIVEN = re.compile(
    r"""(?i)\b\w*(?:secret|password|passwd|api_?key|token)\w*["']?\s*[:=]\s*["'](?P<value>[^"'\s{}$<>%]{12,})["']"""
)
IN_ADDRESS = re.compile(r"[a-z]+://[^/\s:@\"']*:(?P<value>[^@\s/\"'$]{3,})@")
#: What is public, and why.
PUBLIC = {
    "only-for-training",  # the demonstration's, which serves this machine alone
    "20/h/ip,3/h/key",  # how often a password is reset
    "AGE-SECRET-KEY-",  # how the line of a key file begins
}


def files():
    for path in ROOT.rglob("*"):
        if (
            path.is_file()
            and not ELSEWHERE & set(path.relative_to(ROOT).parts)
            and path.stat().st_size < 1_000_000
        ):
            yield path


def found_in(text, *, given):
    found = [match[0] for match in ALWAYS.finditer(text)]
    if given:
        values = [match["value"] for rule in (GIVEN, IN_ADDRESS) for match in rule.finditer(text)]
        found += [value for value in values if value not in PUBLIC and looks_made(value)]
    return found


def looks_made(value):
    """Names, paths and addresses of settings are words; a secret has digits among its letters."""
    return bool(re.search(r"\d", value) and re.search(r"[A-Za-z]", value)) and not value.startswith(
        ("/", "http")
    )


def test_no_secret_is_in_the_repository():
    found = {}
    for path in files():
        product = path.relative_to(ROOT).parts[0] not in {"tests", "requirements", "docs"}
        try:
            if secrets := found_in(path.read_text(), given=product):
                found[str(path.relative_to(ROOT))] = secrets
        except UnicodeDecodeError:
            continue
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "AGE-SECRET-KEY-" + "1QQPQYZ7ELVGA5U4H3T2K9",
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        'SECRET_KEY = "' + 'k3j4h5k2j3h45kj2h34kj5h2"',
        "DATABASE_URL=postgres://homeward:" + "hunter2x@db/homeward",
        "'api_key': '" + "a1b2c3d4e5f6a7b8'",
    ],
)
def test_a_secret_would_be_found(text):
    assert found_in(text, given=True)


def test_the_key_is_changed_without_signing_anybody_out(client_for, caseworker):
    """A new SECRET_KEY with the old one in SECRET_KEY_FALLBACKS; when that goes, old sessions end."""
    with override_settings(SECRET_KEY="the-old-key-" * 5):
        client = client_for(caseworker)
        assert client.get("/").status_code == 200
    with override_settings(SECRET_KEY="the-new-key-" * 5, SECRET_KEY_FALLBACKS=["the-old-key-" * 5]):
        assert client.get("/").status_code == 200
    with override_settings(SECRET_KEY="the-new-key-" * 5, SECRET_KEY_FALLBACKS=[]):
        assert client.get("/").status_code == 200, "the session was signed anew with the new key"
        client.cookies.clear()

    with override_settings(SECRET_KEY="the-old-key-" * 5):
        client = client_for(caseworker)
        client.get("/")
    with override_settings(SECRET_KEY="the-new-key-" * 5, SECRET_KEY_FALLBACKS=[]):
        assert client.get("/").status_code == 302

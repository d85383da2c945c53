"""Chromium for the journeys: skipped where there is none, and watched for what nobody would see."""

import os
import shutil
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client

__all__ = ["chromium", "page", "server", "sign_in", "watched"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Milliseconds that a page may take on a machine with other work; only a failure waits for them.
PATIENCE = 30_000
HOW_TO = "No Chromium here: install it (Debian: apt-get install chromium) to run the browser journeys."
REPORT_VIOLATIONS = """
    document.addEventListener("securitypolicyviolation", event =>
        console.error("CSP: " + event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile));
"""


def failed(answer):
    return answer.status >= 500 or (answer.status >= 400 and "/static/" in answer.url)


@dataclass
class Watch:
    """What a page did behind the reader's back; all of it has to be empty at the end."""

    errors: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def on(self, page, origin):
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", lambda message: message.type == "error" and self.note(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", lambda answer: failed(answer) and self.failures.append(answer.url))
        page.on("request", lambda asked: asked.url.startswith(origin) or self.strangers.append(asked.url))

    def note(self, text):
        """A page that is refused (403, 404, 422) is what Chromium calls an error; a missing file is found by `failed`."""
        if "status of 4" not in text:
            self.errors.append(text)

    @property
    def found(self):
        outside = [url for url in self.strangers if not url.startswith(("data:", "about:"))]
        return self.errors + self.failures + outside


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all journeys; Playwright keeps an event loop in this thread, which Django refuses."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(HOW_TO)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def server(live_server):
    """The server that pages are asked from; its data goes after each test. The journeys keep one town for all of theirs."""
    return live_server


@pytest.fixture
def watched(chromium, server):
    """A fresh page and the watch on it."""
    context = chromium.new_context(base_url=server.url, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(PATIENCE)
    page, watch = context.new_page(), Watch()
    watch.on(page, server.url)
    yield page, watch
    context.close()


@pytest.fixture
def page(watched):
    """A fresh page; the test fails at its end if it met an error, a violation of the CSP or another host."""
    page, watch = watched
    yield page
    assert watch.found == []


@pytest.fixture
def sign_in(server):
    """Sign a user in on a page, without the form."""

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
        return page

    return sign_in


def axe_violations(page):
    """What axe finds on the page, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]

"""Every page, in Chromium: no violation of the Content-Security-Policy, nothing that axe finds, no sideways scroll."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from cases import models
from cases.admin import site
from cases.models.about import KINDS, model_of
from tests.browser import axe_violations

pytestmark = pytest.mark.browser
#: Answers that are no page: words for machines, files, and what is only sent to.
NOT_PAGES = {
    "live", "ready", "reading", "set_language", "account_logout", "javascript-catalog", "mail_months_csv", "scan_undo",
}  # fmt: skip


def addresses():
    """The address of every page: lists and forms by their names, and one record of each kind with all that is done to it."""
    found = [reverse(name) for name in _names() if _plain(name)]
    for kind in (*KINDS, "source", "statement"):
        model = (
            model_of(kind)
            if kind in KINDS
            else {"source": models.Source, "statement": models.Statement}[kind]
        )
        record = model.objects.order_by("pk").first()
        page = record.get_absolute_url().partition("#")[0]
        found += [page, *_below(page)]
        if kind in KINDS:
            found.append(reverse("record_event", args=[record.reference]))
    found.append(reverse("declare_wrong", args=[models.Event.objects.live().order_by("pk").first().pk]))
    found.append(
        reverse("assess", args=[models.Thread.objects.open().order_by("pk").first().claims.first().pk])
    )
    return list(dict.fromkeys(found))


def _names():
    return [name for name in get_resolver().reverse_dict if isinstance(name, str)]


def _below(page):
    """The addresses below the page of a record that need no more than its reference."""
    room, reference = page.strip("/").split("/")
    for name in _names():
        for possible, *_rest in get_resolver().reverse_dict.getlist(name):
            for route, needs in possible:
                if needs == ["reference"] and route.startswith(f"{room}/%(reference)s/"):
                    yield f"/{route % {'reference': reference}}"


def _plain(name):
    if name in NOT_PAGES or name.startswith("account_"):
        return False
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


def workshop():
    """The pages of the admin: each table's list, its empty form, and one row."""
    found = [reverse("admin:index")]
    for model in site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{base}_changelist"))
        row = model._default_manager.order_by("pk").first()
        if row:
            found.append(reverse(f"{base}_change", args=[row.pk]))
        found.append(reverse(f"{base}_add"))
    return found


def look_at(page, url):
    """What is wrong with one page, wide and at 360 px."""
    wrong = []
    page.set_viewport_size({"width": 1440, "height": 900})
    answer = page.goto(url)
    if answer.status in {403, 404, 405}:  # not for this role, or only sent to
        return wrong
    wrong += [f"{url}: {fault}" for fault in axe_violations(page)]
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{url}: scrolls sideways at {width} px")
    return wrong


def test_every_page_is_sound(page, sign_in, coordinator):
    sign_in(page, coordinator)
    assert [fault for url in addresses() for fault in look_at(page, url)] == []


def test_every_page_is_sound_in_the_dark(page, sign_in, coordinator):
    page.emulate_media(color_scheme="dark")
    sign_in(page, coordinator)
    some = [
        "/cases/",
        models.RepatriationCase.objects.contested().first().get_absolute_url(),
        "/cases/add/",
        "/consignments/",
    ]
    assert [fault for url in some for fault in look_at(page, url)] == []


def test_every_page_of_the_workshop_keeps_the_policy(page, sign_in, coordinator):
    """The admin is Django's own: its scripts and ours run under the same policy (the page fixture watches for violations)."""
    sign_in(page, coordinator)
    for url in workshop():
        assert page.goto(url).status in {200, 403, 404}, url


def test_the_sign_in_page_is_sound(page):
    assert look_at(page, "/accounts/login/") == []

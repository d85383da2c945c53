"""Entries of the audit in words: kinds and pages as people call them, never as the code does."""

from functools import cache
from urllib.parse import parse_qsl

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.generic.known import list_of
from cases.models import User
from cases.models.audit import HELD, OF_OWNER
from cases.protection.tables import EXCEPT

#: Pages that are neither a list nor the page of a record.
PAGES = {
    "today": gettext_lazy("Today"),
    "search": gettext_lazy("the search"),
    "lookup": gettext_lazy("suggestions while typing"),
    "admin:autocomplete": gettext_lazy("suggestions while typing"),
    "admin:index": gettext_lazy("the workshop"),
    "audit_unusual": gettext_lazy("unusual reading"),
    "audit_seals": gettext_lazy("seals"),
    "account": gettext_lazy("own account"),
    "account_change_password": gettext_lazy("own password"),
    "account_login": gettext_lazy("the sign-in page"),
    "account_logout": gettext_lazy("sign-out"),
    "account_reauthenticate": gettext_lazy("password asked again"),
    "approvals": gettext_lazy("approvals"),
    "mfa_activate_totp": gettext_lazy("setting up the second factor"),
    "mfa_authenticate": gettext_lazy("the page of the second factor"),
    "mail_report": gettext_lazy("mail in numbers"),
    "privacy_fields": gettext_lazy("what is kept, and how long"),
    "scan": gettext_lazy("the scan page"),
}

#: Pages on which an owner works on what they hold: told as the person's, else they would tell of a death.
OF_OWNERS_PAGES = ("death_", "hold_")


@cache
def _models():
    return {
        model._meta.label_lower.removeprefix("cases."): model
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model") and model._meta.db_table not in EXCEPT
    }


def kinds():
    """(subject, name) of everything under audit, for a choice."""
    named = [(subject, kind_words(subject)) for subject in _models() if subject not in OF_OWNER]
    return sorted([*named, (HELD, kind_words(HELD))], key=lambda each: each[1])


def kind_words(subject):
    if subject == HELD or subject in OF_OWNER:
        return _("Held by the office")
    model = _models().get(subject)
    if model is None:
        return subject.replace("_", " ")
    if model._meta.auto_created:
        return _("link of %(one)s and %(other)s") % {
            "one": model._meta.auto_created._meta.verbose_name,
            "other": " ".join(f.verbose_name for f in model._meta.fields[2:3]),
        }
    return capfirst(model._meta.verbose_name)


def page_words(page):
    """What a page is called, by the name of its address."""
    if page.startswith(OF_OWNERS_PAGES):
        page = "person"
    if page in PAGES:
        return str(PAGES[page])
    if page and (found := list_of(page.removesuffix("_export"))):
        return str(found.title)
    return page.rpartition(":")[2].replace("_", " ")


def facts_words(entry, user):
    """Why, and for whom it is: the filter or the words that were looked for."""
    facts, told = entry.facts or {}, []
    if facts.get("reason"):
        told.append(_("because: %(reason)s") % {"reason": facts["reason"]})
    if reads_words(entry, user) and (query := facts.get("query")):
        told.append(", ".join(f"{key}: {value}" for key, value in parse_qsl(query) if value))
    return "; ".join(told)


def reads_words(entry, user):
    """The words of a search are personal data: for the auditor and for whoever typed them (decision 0032)."""
    return user.role == User.Role.AUDITOR or entry.actor_id == user.pk

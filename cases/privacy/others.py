"""What is kept of people who are on record for somebody else's sake: relatives who ask for somebody, and staff."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Max, Min, Q
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.actions.releasing import NEEDS_CONSENT, TELLS
from cases.lib.dates import show
from cases.models import AuditEntry, Event, Invitation, RoleChange, SecondFactorReset
from cases.privacy.holdings import STAFF, THIRD, looks

#: What an enquirer said of themselves, and whom they look for. All else of a request is of the person looked for.
OF_THE_ENQUIRER = ("enquirer", "relationship", "enquirer_contact", "received_on", "name")
#: Events of a request that an enquirer may know: it was passed on as they consented, or they were told.
KNOWN = frozenset({*NEEDS_CONSENT, "search_begun", TELLS, "told_not_found", "request_withdrawn"})
_ACCOUNT = (
    "username",
    "first_name",
    "last_name",
    "email",
    "role",
    "office",
    "is_active",
    "date_joined",
    "last_login",
)
_SESSION = ("created_at", "last_seen_at", "ip", "user_agent")


def of_enquirer(request):
    """{sections, looks, more_looks} for the enquirer: nothing from which it can be told whether anybody was found."""
    events = Event.objects.about(request).live().filter(type__in=KNOWN).select_related("counterpart").order_by("sequence")  # fmt: skip
    sections = [
        _section(_("What you told us"), [[
            *(_cell(request, name) for name in OF_THE_ENQUIRER),
            {"label": _("Of the person whom you look for, besides the name"), "value": str(THIRD), "withheld": True},
        ]]),
        _section(_("What you consent to"), [
            [_cell(row, name) for name in ("scope", "answer", "answered_on", "how")]
            for row in request.consents.order_by("sequence")
        ]),
        _section(_("What was done with the request"), [
            [_said(_("What"), _(event.label)), _said(_("When"), event.occurred and show(event.occurred)),
             _said(_("To whom"), event.counterpart)]
            for event in events
        ]),
    ]  # fmt: skip
    return {"sections": [one for one in sections if one["rows"]]} | looks(Q(reference=request.reference))


def of_member(user):
    """{sections, looks, more_looks} for a member of staff; colleagues who asked or decided about them are not named."""
    done = (
        AuditEntry.objects.of(user)
        .order_by()
        .values("deed")
        .annotate(n=Count("pk"), first=Min("at"), last=Max("at"))
    )
    sections = [
        _section(_("Your account"), [[*(_cell(user, name) for name in _ACCOUNT),
                                      _said(_("Password"), _("kept as a digest that nobody can read back"))]]),
        _section(_("How you sign in besides"), [
            [_cell(row, name) for name in ("type", "created_at", "last_used_at")]
            for row in Authenticator.objects.filter(user=user).order_by("pk")
        ]),
        _section(_("Where you are signed in"), [
            [_cell(row, name) for name in _SESSION] for row in UserSession.objects.filter(user=user).order_by("pk")
        ]),
        _section(_("Your invitation"), [
            [*(_cell(row, name) for name in ("whom", "email", "role", "accepted_at")), _withheld(_("Why"), row.reason)]
            for row in Invitation.objects.filter(accepted_by=user)
        ]),
        _section(_("Resets of your second factor"), [
            [_cell(row, "asked_at"), _withheld(_("Why"), row.reason)]
            for row in SecondFactorReset.objects.filter(user=user).order_by("pk")
        ]),
        _section(_("Changes of your role"), [
            [*(_cell(row, name) for name in ("asked_at", "role")), _withheld(_("Why"), row.reason)]
            for row in RoleChange.objects.filter(user=user).order_by("pk")
        ]),
        _section(_("What the audit has of what you did"), [
            [_said(_("What"), AuditEntry.Deed(row["deed"]).label), _said(_("How often"), row["n"]),
             _said(_("First"), _at(row["first"])), _said(_("Last"), _at(row["last"]))]
            for row in done.order_by("deed")
        ]),
        _section(_("What your account was before"), [
            [_said(_("From"), _at(row.pgh_created_at)), *(_cell(row, name) for name in ("username", "email", "role", "is_active"))]
            for row in type(user).history.rel.related_model.objects.filter(pgh_obj=user).order_by("pgh_id")
        ]),
    ]  # fmt: skip
    return {"sections": [one for one in sections if one["rows"]]} | looks(Q(subject="user", row=user.pk))


def _section(title, rows):
    found = [[cell for cell in row if cell["value"]] for row in rows]
    return {"title": str(title), "rows": [row for row in found if row]}


def _said(label, value):
    return {"label": str(label), "value": "" if value is None else str(value), "withheld": False}


def _withheld(label, value):
    return {"label": str(label), "value": str(STAFF) if value else "", "withheld": True}


def _at(moment):
    return localtime(moment).strftime("%Y-%m-%d %H:%M")


def _cell(row, name):
    """A column in words."""
    field = row._meta.get_field(name)
    value = getattr(row, f"get_{name}_display")() if field.choices else getattr(row, name)
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    return _said(capfirst(field.verbose_name), _at(value) if value and hasattr(value, "hour") else value)

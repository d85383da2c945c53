"""Who joins an office: invited, where need be by two people, and let in by a link that works once (R18; safety.md §4)."""

import secrets

import pghistory
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, two_persons
from cases.models import Invitation, Office, SetupLink, User
from cases.models.setup_link import LIFE, digest_of

_ROLE = User.Role
#: Whom each role may invite; a coordinator only into the own office.
MAY_INVITE = {
    _ROLE.COORDINATOR: (_ROLE.VIEWER, _ROLE.CASEWORKER, _ROLE.COORDINATOR),
    _ROLE.ADMINISTRATOR: tuple(_ROLE),
}


class LinkGone(Refused):
    """A link that was used, ended or is too old; or none of ours."""


#: Roles that work with the records of one office.
OF_OFFICE = frozenset({_ROLE.VIEWER, _ROLE.CASEWORKER, _ROLE.COORDINATOR})


def second_people(office):
    """Who could be the second person for something of an office: administrators and its coordinators, if they can sign in."""
    staff = User.objects.filter(is_active=True)
    if not settings.DEMO:
        staff = staff.filter(synthetic=False)
    found = staff.filter(role=_ROLE.ADMINISTRATOR)
    return found | staff.filter(role=_ROLE.COORDINATOR, office=office) if office else found


@transaction.atomic
def invite(*, role, office, whom, reason, by, email="", form_key=None):
    """Invite somebody; the same form is one invitation (R46). A second person is needed where an administrator invites."""
    with pghistory.context(user=by.pk, reason=reason):
        if form_key and (again := Invitation.objects.filter(form_key=form_key, asked_by=by).first()):
            return again
        if role not in MAY_INVITE.get(by.role, ()):
            raise Refused(_("Your role may not invite to this one."), field="role")
        if by.role == _ROLE.COORDINATOR and (office is None or office.pk != by.office_id):
            raise Refused(_("You invite into your own office."), field="office")
        if office is None and role in OF_OFFICE:
            raise Refused(_("Choose the office whose records this person works with."), field="office")
        needs_second = by.role == _ROLE.ADMINISTRATOR and second_people(office).exclude(pk=by.pk).exists()
        return Invitation.objects.create(
            role=role, office=office, whom=whom, email=email, reason=reason, asked_by=by,
            needs_second=needs_second, form_key=form_key,
        )  # fmt: skip


@transaction.atomic
def decide(*, invitation, allowed, by, reason=""):
    """The second person's answer."""
    if not second_people(invitation.office).filter(pk=by.pk).exists():
        raise Refused(_("Another administrator or a coordinator of the office decides this."))
    if not invitation.needs_second or invitation.withdrawn_at:
        raise Refused(_("Nobody has to decide this any more."))
    return two_persons.decide(asked=invitation, allowed=allowed, by=by, reason=reason)


@transaction.atomic
def withdraw(*, invitation, by):
    """Take an invitation back; its links end."""
    with pghistory.context(user=by.pk):
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if row.accepted_at:
            raise Refused(_("It is accepted: close the account instead."))
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
            _end(SetupLink.objects.filter(invitation=row))
        return row


@transaction.atomic
def link_of_invitation(*, invitation, by):
    """A link to hand over, in place of any before it; who invited makes it. What is given back is stored nowhere."""
    with pghistory.context(user=by.pk):
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if row.asked_by_id != by.pk:
            raise Refused(_("Who invited makes the link and hands it over."))
        if not row.is_open:
            raise Refused(_("No link can be made for it now: see what became of it."))
        return make_link(SetupLink.Purpose.ACCOUNT, by=by, invitation=row)


def make_link(purpose, *, by, **whose):
    """The secret of a new link; others for the same end."""
    _end(SetupLink.objects.filter(purpose=purpose, **whose))
    token, now = secrets.token_urlsafe(32), timezone.now()
    SetupLink.objects.create(
        purpose=purpose, digest=digest_of(token), made_by=by, made_at=now, expires_at=now + LIFE, **whose
    )
    return token


def _end(links):
    links.live().update(ended_at=timezone.now())


def take(token, *purposes):
    """The link of a secret, locked until its deed is done."""
    rows = SetupLink.objects.live().of_token(token).filter(purpose__in=purposes)
    row = rows.select_for_update(of=("self",)).select_related("invitation__office", "user").first()
    if row is None:
        raise LinkGone(
            _("This link works no more: it was used, or is older than three days. Ask for another one.")
        )
    return row


@transaction.atomic
def accept(*, token, username, first_name, last_name, password, email=""):
    """Make the account that a link is for, in the role and office that were decided; the link is used."""
    link = take(token, SetupLink.Purpose.ACCOUNT, SetupLink.Purpose.FIRST)
    role: str = _ROLE.ADMINISTRATOR
    office: Office | None = None
    if link.invitation_id:
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=link.invitation_id)
        if not invitation.is_open:
            raise LinkGone(_("This invitation was withdrawn. Ask who invited you."))
        role, office = invitation.role, invitation.office
    elif administrators().exists():
        raise LinkGone(_("There is an administrator already: ask them for an invitation."))
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("Somebody has this username already: choose another."), field="username")
    user = User(
        username=username, first_name=first_name, last_name=last_name, email=email, role=role, office=office,
        is_staff=role != _ROLE.VIEWER,
    )  # fmt: skip
    user.set_password(password)
    user.save()
    with pghistory.context(user=user.pk):
        use(link)
        if link.invitation_id:
            invitation.accepted_by, invitation.accepted_at = user, timezone.now()
            invitation.save(update_fields=["accepted_by", "accepted_at"])
    return user


def use(link):
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])


def administrators():
    """Who can already let others in: real, open and with a password of their own."""
    rows = User.objects.filter(role=_ROLE.ADMINISTRATOR, is_active=True, synthetic=False)
    return rows.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


@transaction.atomic
def first_link():
    """The secret of the link with which the first administrator sets up; only while there is none (R18)."""
    list(Office.objects.select_for_update().order_by("pk"))  # two at once make one after the other
    if administrators().exists():
        raise Refused(_("There is an administrator already: they invite others."))
    return make_link(SetupLink.Purpose.FIRST, by=None)

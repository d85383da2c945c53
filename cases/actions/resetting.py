"""A new password or a new second factor for a colleague (R11, R17): by a link that only they use."""

import pghistory
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, two_persons
from cases.actions.inviting import make_link, second_people, take, use
from cases.actions.sessions import end_sessions
from cases.models import SecondFactorReset, SetupLink, User

_PURPOSE = SetupLink.Purpose


@transaction.atomic
def link_for_password(*, user, by):
    """A link for a new password, to hand over; the second factor stays, so that the link alone opens nothing."""
    with pghistory.context(user=by.pk):
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.pk == by.pk:
            raise Refused(_("You change your own password on the page of your account."))
        if not row.is_active:
            raise Refused(_("This account is closed: open it first."))
        if not (Authenticator.objects.filter(user=row).exists() or needs_link(row)):
            raise Refused(
                _(
                    "They have no second factor yet, so a new password alone would open the account: close it and invite them anew."
                )
            )
        return make_link(_PURPOSE.PASSWORD, by=by, user=row)


@transaction.atomic
def set_password(*, token, password):
    """Set the password that a link is for; every session of the account ends."""
    link = take(token, _PURPOSE.PASSWORD)
    user = User.objects.select_for_update().get(pk=link.user_id)
    with pghistory.context(user=user.pk):
        user.set_password(password)
        user.save(update_fields=["password"])
        use(link)
        end_sessions(of=user, by=user)
    return user


@transaction.atomic
def ask_for_reset(*, user, reason, by):
    """Ask for the reset of a lost second factor; asked twice it is one question."""
    with pghistory.context(user=by.pk, reason=reason):
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.pk == by.pk:
            raise Refused(
                _("You set up another app on the page of your account. If you lost yours, a colleague asks.")
            )
        if not second_people(row.office).exclude(pk__in=[by.pk, row.pk]).exists():
            raise Refused(
                _(
                    "It takes a second person, and there is none: invite another administrator or a coordinator of this office."
                )
            )
        waiting = SecondFactorReset.objects.waiting().filter(user=row).first()
        return waiting or SecondFactorReset.objects.create(
            user=row, office=row.office, reason=reason, asked_by=by
        )


@transaction.atomic
def decide_reset(*, reset, allowed, by, reason=""):
    """The second person's answer; allowed, the factor is gone and every session of the account ends."""
    if reset.user_id == by.pk:
        raise Refused(_("Nobody decides about their own second factor."))
    if not second_people(reset.office).filter(pk=by.pk).exists():
        raise Refused(_("Another administrator or a coordinator of the office decides this."))
    row = two_persons.decide(asked=reset, allowed=allowed, by=by, reason=reason)
    if row.allowed:
        with pghistory.context(user=by.pk, reason=reason):
            Authenticator.objects.filter(user=row.user_id).delete()
            end_sessions(of=row.user, by=by)
    return row


@transaction.atomic
def link_of_reset(*, reset, by):
    """The link by which the owner sets up the new factor; whoever asked makes it and hands it over."""
    with pghistory.context(user=by.pk):
        row = SecondFactorReset.objects.select_for_update(of=("self",)).get(pk=reset.pk)
        if row.asked_by_id != by.pk or not row.allowed:
            raise Refused(_("Who asked makes the link, once it is allowed."))
        if not needs_link(row.user):
            raise Refused(_("The new second factor is set up already."))
        return make_link(_PURPOSE.SECOND_FACTOR, by=by, user=row.user)


def needs_link(user):
    """Does setting up a second factor take a link, because the last one was reset? Else the password alone would do."""
    if Authenticator.objects.filter(user=user).exists():
        return False
    return SecondFactorReset.objects.allowed().filter(user=user).exists()


@transaction.atomic
def use_factor_link(*, token, by):
    """The factor is being set up: the link that was asked for is used."""
    link = take(token, _PURPOSE.SECOND_FACTOR)
    if link.user_id != by.pk:
        raise Refused(_("This link is for another account."))
    use(link)

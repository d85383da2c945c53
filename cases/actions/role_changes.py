"""Give a member of staff another role or another office: asked by an administrator, allowed by a second person (R05)."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, two_persons
from cases.actions.inviting import OF_OFFICE, second_people
from cases.actions.sessions import end_sessions
from cases.models import RoleChange, User


@transaction.atomic
def ask(*, user, role, office, reason, by, form_key=None):
    """Ask for it; the same form is one question. Raises `Refused`."""
    with pghistory.context(user=by.pk, reason=reason):
        if form_key and (again := RoleChange.objects.filter(form_key=form_key).first()):
            return again
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.pk == by.pk:
            raise Refused(_("Nobody gives themselves another role: a colleague asks for it."))
        if office is None and role in OF_OFFICE:
            raise Refused(_("Choose the office whose records this person works with."), field="office")
        if (row.role, row.office_id) == (role, office and office.pk):
            raise Refused(_("That is their role and office already."), field="role")
        if RoleChange.objects.waiting().filter(user=row).exists():
            raise Refused(
                _("Another change of this role waits for a second person: it is to be decided first.")
            )
        if not second_people(office).exclude(pk__in=[by.pk, row.pk]).exists():
            raise Refused(
                _(
                    "It takes a second person, and there is none: invite another administrator or a coordinator of this office."
                )
            )
        return RoleChange.objects.create(
            user=row, role=role, office=office, reason=reason, asked_by=by, form_key=form_key
        )


@transaction.atomic
def decide(*, change, allowed, by, reason=""):
    """The second person's answer; allowed, it holds at once, and whoever it is signs in anew."""
    if change.user_id == by.pk:
        raise Refused(_("Nobody decides about their own role."))
    if not second_people(change.office).filter(pk=by.pk).exists():
        raise Refused(_("Another administrator or a coordinator of the office decides this."))
    waited = change.waits
    row = two_persons.decide(asked=change, allowed=allowed, by=by, reason=reason)
    if row.allowed and waited:
        with pghistory.context(user=by.pk, reason=row.reason):
            user = User.objects.select_for_update().get(pk=row.user_id)
            user.role, user.office = row.role, row.office
            user.save(update_fields=["role", "office"])
            end_sessions(of=user, by=by)
    return row

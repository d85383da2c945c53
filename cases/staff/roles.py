"""Another role or office for a member of staff: asked for here, and decided by a second person."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from cases.access import Allowed
from cases.actions import Refused, role_changes
from cases.models import RoleChange
from cases.staff.decisions import Decision
from cases.staff.forms import RoleForm
from cases.staff.members import crumbs
from cases.staff.seen import member_of_staff


class AskRoleChange(Allowed, View):
    """Ask for another role or another office."""

    action = "change_staff"

    def get(self, request, pk):
        row = member_of_staff(request.user, pk)
        initial = {"role": row.role, "office": row.office_id}
        return self.show(row, RoleForm(user=request.user, initial=initial))

    def post(self, request, pk):
        row = member_of_staff(request.user, pk)
        form = RoleForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                return redirect(role_changes.ask(user=row, by=request.user, **form.cleaned_data))
            except Refused as refused:
                form.refuse(refused)
        return self.show(row, form, status=422)

    def show(self, row, form, status=200):
        back = reverse("member", args=[row.pk])
        context = {
            "form": form, "title": _("Another role for %(user)s") % {"user": row}, "cancel_url": back, "button": _("Ask for it"),
            "crumbs": crumbs({"label": str(row), "url": back}, {"label": _("Role"), "url": ""}),
        }  # fmt: skip
        return render(self.request, "staff/form.html", context, status=status)


class RoleChangePage(Decision):
    """A change of role that is asked for, allowed or refused."""

    model, template_name = RoleChange, "staff/role_change.html"

    def decide(self, allowed, reason):
        role_changes.decide(change=self.asked, allowed=allowed, by=self.request.user, reason=reason)

    def may_decide(self):
        return super().may_decide() and self.asked.user_id != self.request.user.pk

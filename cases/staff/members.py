"""A member of staff: where they are signed in, and what helps them back in."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from cases.access import Allowed, can, demand
from cases.actions import Refused, resetting
from cases.actions.sessions import end_sessions, live_sessions
from cases.models import RoleChange, SecondFactorReset
from cases.shown.devices import told
from cases.staff.decisions import Decision, link_page
from cases.staff.forms import ReasonForm
from cases.staff.seen import member_of_staff, seen


def crumbs(*last):
    return [{"label": _("Staff"), "url": reverse("admin:cases_user_changelist")}, *last]


@require_safe
def member(request, pk):
    """Whose account it is, how it is kept, where it is used."""
    demand(request.user, "see_staff")
    row = member_of_staff(request.user, pk)
    keeps = can(request.user, "change_staff")
    request.seen_record = row  # who looked at an account is told to its owner
    context = {
        "title": str(row),
        "member": row,
        "factor": Authenticator.objects.filter(user=row, type=Authenticator.Type.TOTP).first(),
        "sessions": told(live_sessions().filter(user=row), request.session.session_key),
        "resets": SecondFactorReset.objects.filter(user=row).select_related("asked_by")[:5],
        "changes": RoleChange.objects.visible_to(request.user)
        .filter(user=row)
        .select_related("asked_by", "office")[:5],
        "keeps": keeps,
        "oneself": row.pk == request.user.pk,
        "edit_url": reverse("admin:cases_user_change", args=[row.pk]) if keeps else "",
        "answer_url": reverse("member_answer", args=[row.pk]) if can(request.user, "answer_staff") else "",
        "crumbs": crumbs({"label": str(row), "url": ""}),
    }
    return render(request, "staff/member.html", context)


@require_POST
def end_all_sessions(request, pk):
    """Sign somebody out everywhere (R17)."""
    demand(request.user, "change_staff")
    row = member_of_staff(request.user, pk)
    number = end_sessions(of=row, by=request.user)
    text = ngettext("%(number)d session is ended.", "%(number)d sessions are ended.", number)
    messages.success(request, text % {"number": number})
    return redirect("member", pk)


@require_POST
def end_members_session(request, pk, session):
    demand(request.user, "change_staff")
    row = member_of_staff(request.user, pk)
    end_sessions(of=row, by=request.user, only=session)
    messages.success(request, _("That session is ended."))
    return redirect("member", pk)


@require_POST
def password_link(request, pk):
    """A link with which somebody sets a new password; nobody else ever knows that password."""
    demand(request.user, "change_staff")
    row = member_of_staff(request.user, pk)
    try:
        token = resetting.link_for_password(user=row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("member", pk)
    return link_page(request, token, whom=row, back=reverse("member", args=[pk]))[0]


class AskReset(Allowed, View):
    """Ask for the reset of a lost second factor."""

    action = "change_staff"

    def get(self, request, pk):
        return self.show(member_of_staff(request.user, pk), ReasonForm(user=request.user))

    def post(self, request, pk):
        row = member_of_staff(request.user, pk)
        form = ReasonForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                return redirect(
                    resetting.ask_for_reset(user=row, reason=form.cleaned_data["reason"], by=request.user)
                )
            except Refused as refused:
                form.refuse(refused)
        return self.show(row, form, status=422)

    def show(self, row, form, status=200):
        title = _("Reset the second factor of %(user)s") % {"user": row}
        back = reverse("member", args=[row.pk])
        context = {
            "form": form, "title": title, "cancel_url": back, "button": _("Ask for it"),
            "crumbs": crumbs({"label": str(row), "url": back}, {"label": _("Reset"), "url": ""}),
        }  # fmt: skip
        return render(self.request, "staff/form.html", context, status=status)


class ResetPage(Decision):
    """A reset that is asked for, allowed or refused."""

    model, template_name = SecondFactorReset, "staff/reset.html"

    def decide(self, allowed, reason):
        resetting.decide_reset(reset=self.asked, allowed=allowed, by=self.request.user, reason=reason)

    def may_decide(self):
        return super().may_decide() and self.asked.user_id != self.request.user.pk

    def extra(self):
        return {"needs_link": bool(self.asked.allowed) and resetting.needs_link(self.asked.user)}


@require_POST
def second_factor_link(request, pk):
    demand(request.user, "change_staff")
    row = seen(SecondFactorReset, request.user, pk)
    try:
        token = resetting.link_of_reset(reset=row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(row)
    return link_page(request, token, whom=row.user, back=row.get_absolute_url())[0]

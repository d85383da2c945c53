"""What we hold of somebody and who looked, as one file for them: made with a reason, and written down as an export."""

import json

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed
from cases.actions import holds
from cases.forms import ForUser
from cases.generic import printing
from cases.generic.visible import Visible
from cases.models import Person, TracingRequest, User
from cases.privacy import holdings, others


class AnswerForm(ForUser, forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("As"), widget=forms.RadioSelect, initial="html",
        choices=[("html", gettext_lazy("a page to read and print")), ("json", gettext_lazy("JSON, to be read by a machine"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Who asked for it, and how you know that it is they"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Such as: came to the office with her passport on 3 March."),
        error_messages={"required": gettext_lazy("Write who asked and how you know that it is they.")},
    )  # fmt: skip

    field_order = ["reason", "format"]


class _Answering(Allowed, View):
    """A GET asks for the reason, a POST gives the file. `record` is what is held, `whose` the name of who asks."""

    action = "answer_person"
    title = gettext_lazy("What we hold of this person")
    listed = gettext_lazy("What we hold of a person")

    def get(self, request, **kwargs):
        return self.show(AnswerForm(user=request.user))

    def post(self, request, **kwargs):
        form = AnswerForm(request.POST, user=request.user)
        if form.is_valid() and (refusal := self.refusal()):
            form.add_error(None, refusal)
        if form.errors:
            return self.show(form, status=422)
        request.seen_record = self.record
        answer = self.found() | {
            "whose": self.whose, "reference": self.reference, "office": self.record.office or "", "made_at": timezone.now(),
        }  # fmt: skip
        rows = sum(len(each["rows"]) for each in answer["sections"])
        printing.note(request, title=self.listed, about=self.record, rows=rows)
        return self.file(form.cleaned_data["format"], answer)

    def refusal(self):
        """Why there is no file now, in a sentence; or nothing."""
        return ""

    def found(self):
        """The sections and the looks, as in cases/privacy/holdings.py."""
        raise NotImplementedError

    def page(self):
        return self.record.get_absolute_url()

    @property
    def reference(self):
        return self.record.reference

    @property
    def whose(self):
        return str(self.record)

    def file(self, form, answer):
        if form == "json":
            plain = {
                "reference": answer["reference"], "office": str(answer["office"]), "made_at": answer["made_at"].isoformat(),
                "sections": answer["sections"],
                "looks": [look | {"at": look["at"].isoformat()} for look in answer["looks"]],
            }  # fmt: skip
            content, kind = json.dumps(plain, ensure_ascii=False, indent=1), "application/json"
        else:
            content, kind = (
                render_to_string("privacy/answer.html", answer, self.request),
                "text/html; charset=utf-8",
            )
        name = f"homeward-{answer['reference']}-{timezone.localdate()}.{form}"
        return HttpResponse(
            content,
            content_type=kind,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def warning(self):
        return _("The file is for the person alone: it has all that is kept of them, and who looked at it by role and day. What is of "
                 "other people, and who told us, is withheld and marked so. That it was made is kept with your name.")  # fmt: skip

    def show(self, form, status=200):
        page = self.page()
        context = {
            "form": form, "title": self.title, "record": self.record, "reference": self.reference, "cancel_url": page,
            "warning": self.warning(),
            "crumbs": [{"label": self.reference, "url": page}, {"label": self.title, "url": ""}],
        }  # fmt: skip
        return render(self.request, "privacy/deed.html", context, status=status)


class Answer(Visible, _Answering):
    """For a person on record."""

    model = Person

    def refusal(self):
        return holds.sentence(self.record)

    def found(self):
        return holdings.holdings(self.record)


class EnquirerAnswer(Visible, _Answering):
    """For the relative who asks to find somebody: never whether, where or how that person was found."""

    model = TracingRequest
    title = gettext_lazy("What we hold of the enquirer")
    listed = gettext_lazy("What we hold of an enquirer")

    @property
    def whose(self):
        return self.record.enquirer

    def found(self):
        return others.of_enquirer(self.record)

    def warning(self):
        return _("The file is for the enquirer alone: what they told of themselves, what they consent to, to whom the request was "
                 "passed on, and who looked. It does not tell whether anybody was found. That it was made is kept with your name.")  # fmt: skip


class MemberAnswer(_Answering):
    """For somebody who works here: their account, and what the audit has of them."""

    action = "answer_staff"
    title = gettext_lazy("What we hold of this member of staff")
    listed = gettext_lazy("What we hold of a member of staff")

    @cached_property
    def record(self):
        return get_object_or_404(User.objects.select_related("office"), pk=self.kwargs["pk"])

    def page(self):
        return reverse("member", args=[self.record.pk])

    @property
    def reference(self):
        return f"@{self.record.username}"

    @property
    def whose(self):
        return self.record.get_full_name()

    def refusal(self):
        if self.record.office or self.request.user.office:
            return ""
        return _(
            "Neither of you has an office yet, which keeps what left the house: give this account one first."
        )

    def found(self):
        return others.of_member(self.record)

    def warning(self):
        return _("The file is for that member of staff alone: the account and where it was used, what they did in numbers, and who "
                 "looked at the account. That it was made is kept with your name.")  # fmt: skip

"""What we hold of a person and who looked, as one file for that person: a coordinator makes it, with a reason, and it is written down as an export."""

import json

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed
from cases.actions import holds
from cases.forms import ForUser
from cases.generic import printing
from cases.generic.visible import Visible
from cases.models import Person
from cases.privacy.holdings import holdings


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


class Answer(Allowed, Visible, View):
    """A GET asks for the reason, a POST gives the file."""

    action = "answer_person"
    model = Person

    def get(self, request, reference):
        return self.show(AnswerForm(user=request.user))

    def post(self, request, reference):
        form = AnswerForm(request.POST, user=request.user)
        owner = holds.keeper(self.record)
        if form.is_valid() and owner:
            form.add_error(None, holds.sentence(owner))
        if form.errors:
            return self.show(form, status=422)
        request.seen_record = self.record
        answer = holdings(self.record) | {
            "record": self.record,
            "made_at": timezone.now(),
            "office": self.record.office,
        }
        printing.note(
            request, title=_("What we hold of a person"), about=self.record, rows=sum(len(each["rows"]) for each in answer["sections"])
        )  # fmt: skip
        return self.file(form.cleaned_data["format"], answer)

    def file(self, form, answer):
        if form == "json":
            plain = {
                "reference": answer["record"].reference, "office": str(answer["office"]), "made_at": answer["made_at"].isoformat(),
                "sections": answer["sections"],
                "looks": [look | {"at": look["at"].isoformat()} for look in answer["looks"]],
            }  # fmt: skip
            content, kind = json.dumps(plain, ensure_ascii=False, indent=1), "application/json"
        else:
            content, kind = (
                render_to_string("privacy/answer.html", answer, self.request),
                "text/html; charset=utf-8",
            )
        name = f"homeward-{answer['record'].reference}-{timezone.localdate()}.{form}"
        return HttpResponse(
            content,
            content_type=kind,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def show(self, form, status=200):
        page = self.record.get_absolute_url()
        title = _("What we hold of this person")
        context = {
            "form": form, "title": title, "record": self.record, "cancel_url": page, "warning": _(
                "The file is for the person alone: it has all that is kept of them, and who looked at it by role and day. What is of "
                "other people, and who told us, is withheld and marked so. That it was made is kept with your name."),
            "crumbs": [{"label": self.record.reference, "url": page}, {"label": title, "url": ""}],
        }  # fmt: skip
        return render(self.request, "privacy/deed.html", context, status=status)

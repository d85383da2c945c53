"""The forms of received lists: a list as it is pasted or uploaded, its particulars, and the judgement of one line."""

from django import forms
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from cases.forms import AsSeen, ForUser, Keyed, LookupField, RecordModelForm
from cases.lib import name_lists
from cases.models import CounterpartList, LineJudgement

LARGEST = 1024 * 1024  # bytes of text
Says, Verdict = CounterpartList.Says, LineJudgement.Verdict
_AS_TYPED = (
    "title", "sender", "received_on", "as_of", "says", "holding_party", "place", "group", "confidentiality", "owner",
)  # fmt: skip


class ListForm(RecordModelForm):
    """A list of names with where it came from; a file is read into the text, which is shown before it is recorded."""

    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("Plain text or CSV, up to 1 MB."),
        error_messages={"empty": _("This file is empty: choose the list again.")},
    )  # fmt: skip
    written = forms.CharField(
        label=_("Paste the list"), required=False, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_("One person on each line. The first line may name the columns, in English, Ukrainian or Russian, in any "
                    "order; else a line is the name and then, after a semicolon or a tab, the birth."),
    )  # fmt: skip

    field_order = ["written", "file", *_AS_TYPED]

    class Meta(RecordModelForm.Meta):
        model = CounterpartList
        fields = _AS_TYPED

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confidentiality"].initial = "restricted"
        for name in ("says", "holding_party", "confidentiality"):
            self.fields[name].widget.attrs["class"] = "w20"
        self.fields["says"].help_text = _(
            "A list of the dead is not recorded here: record each as news of a death."
        )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 1 MB: divide the list."))
        content = file.read()
        for encoding in (
            ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251")
        ):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text
        raise forms.ValidationError(
            _("This is no plain text: save the table as CSV in UTF-8 and choose that file.")
        )

    def clean(self):
        cleaned = super().clean()
        written = cleaned.get("file") or cleaned.get("written", "")
        if len(written.encode("utf-8", "replace")) > LARGEST:
            self.add_error("written", _("This is longer than 1 MB: divide the list."))
            written = ""
        elif not written.strip() and not {"file", "written"} & {*self._errors}:
            self.add_error("written", _("Paste the list, or choose a file."))
        self.read = name_lists.read(written) if written.strip() else None
        cleaned["written"] = "\n".join(written.splitlines()) if self.read else ""
        if cleaned.get("file"):  # the browser forgets a file, and the text stays
            self.data = self.data.copy()
            self.data[self.add_prefix("written")] = cleaned["written"]
        if self.read and not self.read.lines:
            self.add_error("written", _("No name can be read in this list."))
        if self.read and self.read.too_many:
            self.add_error(
                "written",
                gettext_now("The list has more than %(most)s lines: divide it.")
                % {"most": name_lists.MOST_LINES},
            )
        if (
            cleaned.get("says") == Says.HELD
            and not cleaned.get("holding_party")
            and "holding_party" not in self._errors
        ):
            self.add_error("holding_party", _("Say which power holds the people of the list."))
        return cleaned

    def facts(self):
        """The facts for `actions.lists.record_list`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class ListEditForm(RecordModelForm):
    """What may be changed of a list: not what was received."""

    class Meta(RecordModelForm.Meta):
        model = CounterpartList
        fields = ("title", "group", "confidentiality", "owner", "retention_until")
        labels = {"retention_until": _("Keep until")}


class LineForm(ForUser, Keyed, AsSeen):
    """What somebody judges of a line: who it is, and why."""

    answer = forms.ChoiceField(label=_("This line is"), widget=forms.RadioSelect(attrs={"class": "lines"}))
    person = LookupField(
        "person", required=False, label=_("Somebody else on record"), help_text=_("Name or reference.")
    )
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to take something back. It is shown beside the line, with your name."),
    )  # fmt: skip

    field_order = ["answer", "person", "reason", "seen", "form_key"]

    def __init__(self, *args, line, candidates, seen, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {f"is:{person.reference}": person for person in candidates}
        self.fields["answer"].choices = [
            *((key, f"{person} · {person.reference}") for key, person in self.known.items()),
            ("else", _("somebody else on record, named below")),
            (Verdict.NONE, _("none of ours")),
            (Verdict.UNSURE, Verdict.UNSURE.label),
            *(
                [(Verdict.UNDONE, _("to be decided again: take back what was judged"))]
                if line.state != "open"
                else []
            ),
        ]
        self.fields["seen"].initial = seen

    def clean(self):
        cleaned = super().clean()
        answer = cleaned.get("answer")
        if answer == "else" and not cleaned.get("person") and "person" not in self._errors:
            self.add_error("person", _("Say which person on record it is."))
        return cleaned

    def facts(self):
        """The facts for `actions.lists.judge`."""
        answer = self.cleaned_data["answer"]
        person = self.known.get(answer) or (self.cleaned_data["person"] if answer == "else" else None)
        return {
            "verdict": Verdict.IS if person else answer, "person": person, "reason": self.cleaned_data["reason"],
            "as_seen": self.cleaned_data["seen"] or 0, "form_key": self.cleaned_data["form_key"],
        }  # fmt: skip

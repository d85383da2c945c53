"""Sources and statements as they are typed: insert-only, never edited (D2)."""

import hashlib

from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from cases.forms import RecordModelForm, UncertainDateFormField
from cases.lib import media
from cases.models import Source, Statement, StoredCopy
from cases.models.fields import YearChoiceInput
from cases.recording import source_at

LONGEST_ADDRESS = 1000
LONGEST_TEXT = 20_000  # characters of our own words
LONGEST_QUOTE = 300


class DatesAsked(forms.Form):
    """A form that asks about dates which hardly go together, and keeps them if it is told to."""

    keep_dates = forms.BooleanField(
        label=_("Keep these dates: they are compared with the source"), required=False
    )
    asks_to_keep = False

    def ask(self, name, sentence):
        """Show the sentence at the field until the dates are meant."""
        if not self.cleaned_data.get("keep_dates"):
            self.asks_to_keep = True
            self.add_error(name, sentence)


def begins_after(one, other):
    """Does one uncertain date begin when the other is over? Unknown bounds are no reason to ask."""
    return bool(one and other and one.earliest and other.latest and one.earliest > other.latest)


def no_silent_cut(field):
    """Too much is refused with a sentence and kept: a browser's own limit would cut what is pasted without a word."""
    field.widget.attrs.pop("maxlength", None)


class SourceForm(RecordModelForm):
    """Where something was said. A stored copy is known by its content and its digest; a rating has its reason."""

    reliability_reason = forms.CharField(
        label=_("Why so reliable"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is shown on the page of the source."),
    )  # fmt: skip
    copy = forms.FileField(
        label=_("Stored copy"), required=False,
        help_text=_("PDF, HTML, PNG, JPEG, WebP or plain text, up to 10 MB."),
        error_messages={"empty": _("This file is empty: save the page again and choose the new file.")},
    )  # fmt: skip

    class Meta(RecordModelForm.Meta):
        model = Source
        fields = (
            "url", "title", "publisher", "type", "language", "published", "retrieved_on", "relayed_from",
            "reliability",
            "sha256", "confidentiality",
        )  # fmt: skip

    field_order = [
        "url", "title", "publisher", "type", "published", "language", "relayed_from", "retrieved_on", "reliability",
        "reliability_reason", "copy", "sha256", "confidentiality",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        address = self.fields["url"]
        address.label = _("Address (URL)")
        address.help_text = _("We never open it: paste it from the browser. Empty for a letter or a call.")
        address.error_messages |= {
            "invalid": _("This is no address of a page: it begins with http:// or https:// and has no spaces. "
                         "Copy it again from the browser."),
        }  # fmt: skip
        address.validators = [
            URLValidator(schemes=["http", "https"], message=address.error_messages["invalid"]),
            MaxLengthValidator(
                LONGEST_ADDRESS,
                _(
                    "An address has at most 1,000 characters: leave out what follows the question mark, if it opens without."
                ),
            ),
        ]
        no_silent_cut(address)
        publisher = self.fields["publisher"]
        publisher.required = False
        publisher.help_text = _("Empty: the site of the address.")
        self.fields["published"].widget.attrs |= {"data-output": f"id_{self.add_prefix('published')}_reading"}
        self.fields["relayed_from"].help_text = _("Five outlets quoting one agency are one origin.")
        self.fields["relayed_from"].label = _("Quotes (relayed from)")
        self.fields["type"].help_text = _("A page, an article, a letter, a call.")
        self.fields["published"].help_text = _("As it is printed: 13 Dec 2025.")
        self.fields["reliability"].help_text = _("By the HURIDOCS scale.")
        self.fields["retrieved_on"].help_text = _("The day on which it was opened or received.")
        self.fields["sha256"].help_text = _(
            "Of a copy kept elsewhere; of a file chosen here it is worked out."
        )
        for name in ("type", "reliability", "confidentiality"):
            self.fields[name].widget.attrs["class"] = "w20"
        for name in ("language", "sha256"):
            self.fields[name].widget.attrs["class"] = "w5" if name == "language" else "w20"

    def clean_url(self):
        url = self.cleaned_data["url"]
        source_at(url, self.user)
        return url

    def clean_copy(self):
        """The content as bytes, or None; what it is, the content says."""
        file = self.cleaned_data["copy"]
        if not file:
            return None
        if file.size > StoredCopy.LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 10 MB: save the page without pictures, or as a PDF.")
            )
        content = file.read()
        self.media_type = media.media_type_of(content)
        if not self.media_type:
            raise forms.ValidationError(
                _("By its content this is no PDF, HTML page, PNG, JPEG, WebP or plain text in UTF-8: save the page as "
                  "one of these.")
            )  # fmt: skip
        return content

    def clean_sha256(self):
        return self.cleaned_data["sha256"].lower()

    def clean(self):
        cleaned = super().clean()
        if (
            not cleaned.get("publisher")
            and not cleaned.get("url")
            and not {"publisher", "url"} & {*self._errors}
        ):
            self.add_error("publisher", _("Say who published, wrote or called."))
        if cleaned.get("copy") and cleaned.get("sha256"):
            digest = hashlib.sha256(cleaned["copy"]).hexdigest()
            if digest != cleaned["sha256"]:
                sentence = gettext_now(
                    "The file has another digest, %(digest)s: choose the right file, or leave this empty."
                )
                self.add_error("sha256", sentence % {"digest": digest})
        rated = cleaned.get("reliability") != Source.Reliability.UNKNOWN
        if rated and not cleaned.get("reliability_reason") and "reliability" in cleaned:
            self.add_error("reliability_reason", _("Write why, or leave the reliability unknown."))
        return cleaned

    @property
    def has_more(self):
        """Is something filled in, or to be put right, of what is seldom needed?"""
        usual = {"reliability": "unknown", "confidentiality": "ordinary"}
        names = self.field_order[self.field_order.index("relayed_from") :]
        return any(
            self[name].value() not in (None, "", usual.get(name)) or self[name].errors for name in names
        )

    @property
    def lost_its_file(self):
        """Was a file chosen that the browser now forgets, because the form comes back?"""
        return bool(self.files.get(self.add_prefix("copy"))) and "copy" not in self.errors

    def facts(self):
        """The facts for `actions.entry.new_source`."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data["copy"]:
            facts |= {"copy": self.cleaned_data["copy"], "media_type": self.media_type}
        return facts | {"reliability_reason": self.cleaned_data["reliability_reason"]}


class StatementForm(RecordModelForm, DatesAsked):
    """What somebody said in a source; words for a date take their year from the date of the source."""

    said = UncertainDateFormField(
        label=_("Said on"), required=False, widget=YearChoiceInput,
        help_text=_("As the source puts it: 11 Dec, late November."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What it says, in our own words"), max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write what was said."),
            "max_length": _("Our own words have at most 20,000 characters, and these are %(show_value)d: keep what matters here, "
                            "and the rest as a stored copy of the source."),
        },
    )  # fmt: skip
    quote = forms.CharField(
        label=_("The decisive words, verbatim"), required=False, max_length=LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Few words, as the source has them, in its own language."),
        error_messages={
            "max_length": _("The quotation has at most 300 characters, and this has %(show_value)d: keep the few decisive words.")
        },
    )  # fmt: skip

    class Meta(RecordModelForm.Meta):
        model = Statement
        fields = (
            "source",
            "speaker",
            "said",
            "modality",
            "text",
            "quote",
            "language",
            "parts",
            "confidentiality",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("text", "quote"):
            no_silent_cut(self.fields[name])
            self.fields[name].widget.attrs["dir"] = "auto"
        source = self.fields["source"]
        source.required = False
        source.label = _("A source on record")
        source.help_text = _("Title, address or reference; empty for a new one.")
        source.error_messages |= {
            "none": _(
                "No source on record is found by “%(words)s”: choose one, or leave this empty and describe a new one."
            )
        }
        self.fields["speaker"].help_text = _("Whose words these are, not who prints them.")
        self.fields["modality"].label = _("The speaker …")
        self.fields["modality"].help_text = _("Planned is not done; alleged is not own.")
        self.fields["language"].help_text = _("Of the verbatim words: en, uk, ru.")
        self.fields["modality"].widget.attrs["class"] = "w20"
        self.fields["confidentiality"].widget.attrs["class"] = "w20"
        self.fields["language"].widget.attrs["class"] = "w5"
        self.fields["parts"].label = _("Derived from")
        self.fields["said"].widget.attrs |= {
            "data-output": "id_said_reading", "data-with": "id_source id_source-published",
        }  # fmt: skip

    @property
    def has_more(self):
        """Is something filled in, or to be put right, of what is seldom needed?"""
        derived = self["modality"].value() == Statement.Modality.DERIVED
        return bool(derived or self["parts"].value() or self["parts"].errors)

    def facts(self):
        """The facts for `actions.evidence.record_statement`, without the source."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "source"}

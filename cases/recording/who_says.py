"""On what an event rests, asked in a form: our office, other evidence, or a speaker in a source."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import evidence
from cases.forms import ForUser, Keyed, LookupField
from cases.models import Actor, Event, Source, Statement

RECENT = 4
OTHER = "other"
OUR_OFFICE = Event.Evidence.OWN_OBSERVATION
MODALITIES = [
    ("asserted", _("states it")), ("planned", _("plans or announces it")), ("denied", _("denies it")),
    ("alleged", _("alleges it of another")),
]  # fmt: skip


def recent_sources(user):
    """The sources that this person used last, to be chosen with one key."""
    used = Event.objects.visible_to(user).filter(recorded_by=user, statement__isnull=False)
    ids = used.order_by("-sequence").values_list("statement__source_id", flat=True)[:40]
    wanted = list(dict.fromkeys(ids))[:RECENT]
    found = Source.objects.visible_to(user).select_related("publisher").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def source_at(url, user):
    """The source on record that has an address, or None; one that this person may not see makes no second one."""
    found = Source.objects.filter(office=user.office, url=url) if url else Source.objects.none()
    known = found.visible_to(user).first()
    if known is None and found.exists():
        raise forms.ValidationError(
            _("This address is recorded on a level that you may not see: ask a coordinator.")
        )
    return known


class WhoSaysSo(ForUser, Keyed):
    """On what an event rests: our office, other evidence, or a speaker in a source, which may be a pasted address."""

    who_says_so = forms.ChoiceField(label=_("Who says so"), widget=forms.RadioSelect)
    source = LookupField(
        "source", required=False, label=_("Source"),
        help_text=_("Title or reference, or paste the address of a page."), max_length=1000,
    )  # fmt: skip
    speaker = LookupField(
        "actor", required=False, label=_("Speaker"), help_text=_("Whose words these are; else the publisher.")
    )
    modality = forms.ChoiceField(
        label=_("The speaker"),
        choices=MODALITIES,
        widget=forms.RadioSelect,
        required=False,
        initial="asserted",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.recent = {f"source:{source.reference}": source for source in recent_sources(self.user)}
        self.fields["who_says_so"].choices = [
            (OUR_OFFICE, _("our office, by its own observation or act")),
            *[(key, f"{source.publisher.short}: {source.title[:60]}") for key, source in self.recent.items()],
            (OTHER, _("another source, named below")),
            *[
                (value, label)
                for value, label in Event.Evidence.choices
                if value not in {OUR_OFFICE, "party_statement"}
            ],
        ]

    def clean_source(self):
        """The source, also one known only by its address; its date gives the year to words without one."""
        source = self.recent.get(self.cleaned_data.get("who_says_so"), self.cleaned_data.get("source"))
        if isinstance(source, Source):
            for name in ("occurred", "due"):
                if name in self.fields:
                    self.fields[name].published = source.published
        return source

    def _clean_fields(self):
        pasted = (self.data.get(self.add_prefix("source")) or "").strip() if self.is_bound else ""
        self.pasted = pasted if urlsplit(pasted[:20]).scheme in {"http", "https"} else ""
        if self.pasted:
            self.fields["source"].clean = lambda value: source_at(self.pasted, self.user) or self.pasted
        super()._clean_fields()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who_says_so") == OTHER and not cleaned.get("source") and "source" not in self.errors:
            self.add_error(
                "source",
                _("Name the source, or paste its address. If our office saw it, choose “our office”."),
            )
        if self.pasted and isinstance(cleaned.get("source"), str):
            try:
                forms.URLField(max_length=1000, assume_scheme="https").clean(self.pasted)
            except forms.ValidationError:
                self.add_error(
                    "source", _("This is not an address that can be opened: copy it again from the browser.")
                )
        return cleaned

    @property
    def rests_on_source(self):
        return self.cleaned_data["who_says_so"] == OTHER or self.cleaned_data["who_says_so"] in self.recent

    def basis(self, words):
        """`statement` or `evidence` for the event; makes the source and the statement where they are new."""
        if not self.rests_on_source:
            return {"evidence": self.cleaned_data["who_says_so"]}
        source = self.cleaned_data["source"]
        if isinstance(source, str):
            source = self._new_source(source)
        statement = evidence.record_statement(
            source=source,
            speaker=self.cleaned_data.get("speaker") or source.publisher,
            said=source.published,
            modality=self.cleaned_data.get("modality") or Statement.Modality.ASSERTED,
            text=words,
            by=self.user,
        )
        return {"statement": statement}

    def _new_source(self, url):
        host = urlsplit(url).hostname or url[:100]
        publisher, _made = Actor.objects.get_or_create(name=host, defaults={"kind": Actor.Kind.MEDIA})
        return evidence.record_source(
            office=self.user.office,
            publisher=publisher,
            title=url[:300],
            url=url,
            type=Source.Kind.WEB_PAGE,
            by=self.user,
        )

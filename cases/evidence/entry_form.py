"""The form of a statement in one pass: its source, who said what, and its claims, each a form of its own inside."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.actions import entry
from cases.evidence.claim_form import ClaimForm, stands_as
from cases.evidence.forms import LONGEST_ADDRESS, SourceForm, StatementForm, begins_after
from cases.lib import text
from cases.models import Aspect, Source, Statement

MOST = 20  # claims in one pass
MINUTES = 15


class OfClaim:
    """A field of one claim among several, named so that the list of errors tells them apart."""

    def __init__(self, field, number):
        self.field = field
        self.label = _("Claim %(number)s, %(label)s") % {"number": number, "label": field.label}

    def __getattr__(self, name):
        return getattr(self.field, name)


class EntryForm(StatementForm):
    """The statement, with the form of a new source and those of its claims inside.

    A source on record, named or found by its address, is used as it is; what was typed about a new one is then left
    aside. Each row of claims has a number in a hidden field `claim`; a row in which nothing is typed is no claim.
    """

    def __init__(self, data=None, files=None, *, user, initial=None, source=None, claims=({},)):
        super().__init__(data, files, user=user, initial=initial)
        self.new_source = SourceForm(data, files, prefix="source", user=user, initial=source)
        rows = dict.fromkeys(_numbers(data), None) if data is not None else dict(enumerate(claims))
        self.too_many = len(rows) > MOST
        self.claims = []
        for at in list(rows)[:MOST]:
            claim = ClaimForm(data, prefix=f"claims-{at}", user=user, initial=rows[at])
            claim.at = at
            self.claims.append(claim)
        self.file_forgotten = self.row_removed = False
        if data is None:
            self.fields["said"].published = self.published
            self._tell_claims()

    # --- The source ---

    @cached_property
    def known(self):
        """The source on record that is named, or that has the address; None for a new one."""
        words = self._words(self, "source")
        if words:
            found = lookup.resolve("source", words, self.user)
            return found[0] if len(found) == 1 else None
        url = self._words(self.new_source, "url")
        rows = Source.objects.visible_to(self.user).filter(office_id=self.user.office_id)
        return rows.filter(url=url).first() if url else None

    @staticmethod
    def _words(form, name):
        """What stands in a field so far, fit to be looked up."""
        return text.clean((form[name].value() or "")[:LONGEST_ADDRESS])

    @property
    def describes_new(self):
        return not self.known and not self._words(self, "source")

    @property
    def leaves_aside(self):
        """Is something typed about a new source, although one on record is used?"""
        typed = ("title", "publisher", "type", "language", "published", "retrieved_on", "relayed_from", "sha256",
                 "reliability_reason")  # fmt: skip
        return bool(self.known) and any(self.new_source[name].value() for name in typed)

    @property
    def published(self):
        """The date of the source as far as it is known."""
        if self.known:
            return self.known.published
        words = self.new_source["published"].value() if self.describes_new else None
        return self.new_source.fields["published"].read(words) if words else None

    # --- Cleaning: the source first, since its date gives the year, then the statement, then its claims ---

    def full_clean(self):
        if self.is_bound:
            if self.describes_new:
                self.new_source.full_clean()
                self.file_forgotten = self.new_source.lost_its_file
            self.fields["said"].published = self.published
        super().full_clean()
        if self.is_bound:
            self._tell_claims()
            for claim in self.filled:
                claim.full_clean()

    def clean(self):
        cleaned = super().clean()
        if begins_after(cleaned.get("said"), self.published):
            self.ask(
                "said",
                _(
                    "The speaker is said to have spoken after the source was published: check both dates, or tick to keep them."
                ),
            )
        if self.too_many:
            raise forms.ValidationError(
                _(
                    "One pass takes up to 20 claims: record these, and add the others on the page of the statement."
                )
            )
        if again := self._just_recorded(cleaned):
            raise forms.ValidationError(
                _("You recorded exactly this a moment ago, and it is saved as %(reference)s: more claims are added on its "
                  "page. If the speaker said it a second time, say so in our words."), params={"reference": again.reference},
            )  # fmt: skip
        return cleaned

    def _just_recorded(self, cleaned):
        """The back button sends the words again with a new key: what is exactly the same is asked about (R46)."""
        if not cleaned.get("speaker") or not cleaned.get("text"):
            return None
        rows = Statement.objects.just_recorded(self.user, MINUTES).filter(
            speaker=cleaned["speaker"], text=cleaned["text"]
        )
        new = {"source__title": self._words(self.new_source, "title")}
        rows = rows.filter(**({"source": self.known} if self.known else new))
        return rows.exclude(form_key=cleaned.get("form_key")).first()

    def _tell_claims(self):
        """Tell each claim what is known so far of the statement that it stands in."""
        said = self["said"].value()
        speakers = lookup.resolve("actor", self._words(self, "speaker"), self.user)
        draft = Statement(
            source=Source(published=self.published), said=self.fields["said"].read(said) if said else None,
            speaker=speakers[0] if len(speakers) == 1 else None, modality=self["modality"].value() or "",
        )  # fmt: skip
        for claim in self.claims:
            claim.statement = draft

    @property
    def filled(self):
        """The rows of claims in which something is typed."""
        return [claim for claim in self.claims if not claim.is_blank]

    # --- One form towards the page ---

    @property
    def parts_of_it(self):
        return [*([self.new_source] if self.describes_new else []), *self.filled]

    @property
    def errors(self):
        errors = super().errors
        if not self.is_bound:
            return errors
        together = forms.utils.ErrorDict(errors)
        for part in self.parts_of_it:
            together |= {part.add_prefix(name): found for name, found in part.errors.items()}
        return together

    def non_field_errors(self):
        found = super().non_field_errors()
        for part in self.parts_of_it if self.is_bound else ():
            found = found + part.non_field_errors()
        return found

    def __iter__(self):
        """All fields, as the list of errors names them; those of several claims with the number of their claim."""
        yield from super().__iter__()
        yield from self.new_source if self.describes_new else ()
        for number, claim in enumerate(self.filled, start=1):
            yield from (OfClaim(field, number) for field in claim) if len(self.filled) > 1 else claim

    def refuse(self, refused):
        if not isinstance(refused, entry.EntryRefused):
            return super().refuse(refused)
        for number, refusal in refused.claims.items():
            self.filled[number].refuse(refusal)
        return None

    # --- Where it goes on ---

    def reopened(self, *, show=None, add=False, remove=""):
        """The form with all that is typed, not judged yet, and one row of claims more or less."""
        rows = [claim.typed() for claim in self.claims if str(claim.at) != remove]
        if add and len(rows) < MOST:
            rows.append({"about": rows[-1]["about"]} if rows else {})
        again = EntryForm(user=self.user, initial=self.typed(), source=self.new_source.typed(), claims=rows)
        again.file_forgotten = bool(self.files)
        again.row_removed = bool(remove)
        shown = [claim for claim, old in zip(again.claims, self.claims, strict=False) if old.prefix == show]
        for claim in again.claims[-1:] if add else shown:
            claim.begin_here()
        return again

    def entry(self):
        """All that is recorded, for `actions.entry.record_entry`."""
        return {
            "source": self.known or self.new_source.facts(), "statement": self.facts(),
            "claims": [claim.facts() for claim in self.filled],
        }  # fmt: skip

    def standings(self):
        """Which positions will not be their party's own, in words."""
        for claim in self.filled:
            facts = claim.facts()
            if facts["aspect"] == Aspect.POSITION:
                yield stands_as(claim.statement, facts.get("party"), facts.get("actor"))


def _numbers(data):
    """The numbers of the rows of claims that were sent; what is none is left out."""
    sent = data.getlist("claim")[: MOST + 1]
    return [int(number) for number in sent if number.isascii() and number.isdecimal() and len(number) < 4]

"""The forms of an operation: who is on its list, its steps, what became of everybody."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.actions.operation_steps import ON_CASE
from cases.actions.travellers import Traveller
from cases.forms import ForUser, LookupField, LookupsField, UncertainDateFormField
from cases.lib.workflows import allowed
from cases.models import RepatriationCase, RepatriationPart
from cases.models.fields import YearChoiceInput
from cases.recording import WhoSaysSo

Direction = RepatriationPart.Direction
HOW_MANY = {"inputmode": "numeric", "class": "w5"}


def way_choices(operation):
    """The two ways of an exchange, as its parties are called."""
    return [(direction, f"{start} → {end}") for direction, start, end in operation.directions]


class AddPeopleForm(ForUser, forms.Form):
    """Who is to travel: a case, several cases, a person without one, or a number of a group without one."""

    case = LookupField(
        "repatriation_case", required=False, label=_("A case"),
        help_text=_("Its person is put on the list; of a case of a group you choose who on the next page."),
    )  # fmt: skip
    references = forms.CharField(
        required=False, label=_("Several cases"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4, "class": "mono"}),
        help_text=_("References of cases of persons, pasted from a list: one on each line, or apart by spaces or commas."),
    )  # fmt: skip
    person = LookupField("person", required=False, label=_("A person without a case"))
    group = LookupField("group", required=False, label=_("Some of a group without a case"))
    count = forms.IntegerField(
        required=False, min_value=1, max_value=1_000_000, label=_("How many of the group"), widget=forms.TextInput(attrs=HOW_MANY),
        error_messages={"invalid": _("Write a whole number.")},
    )  # fmt: skip
    direction = forms.ChoiceField(
        label=_("Which way"), required=False, help_text=_("For somebody without a case; a case says it itself."),
    )  # fmt: skip

    def __init__(self, *args, operation, **kwargs):
        super().__init__(*args, **kwargs)
        self.operation = operation
        if operation.is_exchange:
            self.fields["direction"].choices = way_choices(operation)
        else:
            del self.fields["direction"]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if bool(cleaned["group"]) != bool(cleaned["count"]):
            name = "count" if cleaned["group"] else "group"
            self.add_error(name, _("Give the group and how many of it, both."))
        elif not any(cleaned[name] for name in ("case", "references", "person", "group")):
            self.add_error("case", _("Choose a case, paste references, or choose a person or a group."))
        return cleaned

    def travellers(self):
        """Those who are named by themselves; pasted references are read by `pasted`."""
        cleaned, found = self.cleaned_data, []
        way = cleaned.get("direction", "")
        if (case := cleaned["case"]) and case.person_id:
            found.append(Traveller(person=case.person, case=case))
        if cleaned["person"]:
            found.append(Traveller(person=cleaned["person"], direction=way))
        if cleaned["group"]:
            found.append(Traveller(group=cleaned["group"], count=cleaned["count"], direction=way))
        return found

    def pasted(self):
        """(Travellers, [(word, why not)]) of the pasted references; a case of a group is chosen from by itself."""
        words = self.cleaned_data["references"].replace(",", " ").replace(";", " ").split()
        found, exceptions = {}, []
        for word in words[:1000]:
            case = lookup.any_record(self.user, word)
            if not isinstance(case, RepatriationCase):
                exceptions.append(
                    (word, gettext("There is no case with this reference: compare it with the list."))
                )
            elif case.group_id:
                exceptions.append(
                    (word, gettext("A case of a group: enter it under “A case”, and choose who of them."))
                )
            else:
                found[case.pk] = Traveller(person=case.person, case=case)
        return list(found.values()), exceptions


class ChooseFromGroupForm(ForUser, forms.Form):
    """Who of the group of a case is to travel: persons by name, and how many besides."""

    people = forms.MultipleChoiceField(
        required=False, label=_("By name"), widget=forms.CheckboxSelectMultiple
    )
    count = forms.IntegerField(
        required=False, min_value=1, max_value=1_000_000, label=_("Besides, how many who are not named"),
        widget=forms.TextInput(attrs=HOW_MANY), error_messages={"invalid": _("Write a whole number, or nothing.")},
    )  # fmt: skip

    def __init__(self, *args, case, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.members = case, {member.reference: member for member in members}
        self.fields["people"].choices = [(key, f"{member} · {key}") for key, member in self.members.items()]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["people"] and not cleaned["count"]:
            self.add_error("count", _("Choose somebody by name, or write how many."))
        return cleaned

    def travellers(self):
        cleaned = self.cleaned_data
        found = [Traveller(person=self.members[key], case=self.case) for key in cleaned["people"]]
        if cleaned["count"]:
            found.append(Traveller(group=self.case.group, count=cleaned["count"], case=self.case))
        return found


class ReadinessForm(ForUser, forms.Form):
    """Papers, fitness, guardian and with whom, of one line of the list."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    papers_ready = forms.BooleanField(required=False, label=_("Papers ready"))
    medical_ready = forms.BooleanField(required=False, label=_("Fit to travel"))
    guardian = forms.CharField(required=False, max_length=200, label=_("Guardian, or who travels in charge"))
    companion = LookupField("person", required=False, label=_("Must travel with"))
    travels_with = forms.CharField(required=False, max_length=200, label=_("or, in words"))

    def __init__(self, *args, line, **kwargs):
        self.line, ready = line, line.readiness
        initial = {name: getattr(ready, name) for name in ("papers_ready", "medical_ready", "travels_with")}
        initial |= {"companion": line.companion, "guardian": line.guardian}
        super().__init__(
            *args, initial=initial | {"version": line.versions}, prefix=f"line-{line.pk}", **kwargs
        )
        if line.is_own_case and line.case.guardian:
            self.fields["guardian"].help_text = _("On the case: %(who)s") % {"who": line.case.guardian}
        if line.group_id:
            del self.fields["companion"]

    def facts(self):
        """What to write, and which version of the line was seen."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return facts | {"versions": self.cleaned_data["version"]}


class MoveForm(WhoSaysSo):
    """A step of an operation that its cases take with it."""

    type = forms.ChoiceField(label=_("What happened"))
    occurred = UncertainDateFormField(
        required=False, label=_("When"), widget=YearChoiceInput, help_text=_("When it was said or decided.")
    )
    due = UncertainDateFormField(
        required=False, label=_("Planned for"), ahead=True, widget=YearChoiceInput,
        help_text=_("The day planned, or to which it is postponed, if one is given."),
    )  # fmt: skip
    note = forms.CharField(
        required=False, label=_("Reason or note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where it did not take place or is called off, the reason: also that none was given."),
    )  # fmt: skip
    leave_out = forms.BooleanField(
        required=False, label=_("Leave out cases that cannot take this step, and record it for the others")
    )

    field_order = [
        "type",
        "due",
        "who_says_so",
        "source",
        "speaker",
        "modality",
        "occurred",
        "note",
        "leave_out",
        "form_key",
    ]

    def __init__(self, *args, operation, **kwargs):
        super().__init__(*args, **kwargs)
        steps = [step for step in allowed(operation.workflow, operation.status) if step.type in ON_CASE]
        self.fields["type"].choices = [
            ("", _("Choose …")),
            *[(step.type, gettext(step.label)) for step in steps],
        ]
        self.labels = {step.type: gettext(step.label) for step in steps}

    def facts(self):
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in ("occurred", "due", "note") if cleaned[name]}
        return facts | self.basis(f"{self.labels[cleaned['type']]}. {cleaned['note']}".strip())


class ComersField(LookupsField):
    """People who came without being expected: a person or a case on each line."""

    def clean(self, value):
        words = forms.CharField.clean(self, value)
        return [self._one(line.strip()) for line in words.splitlines() if line.strip()]

    def _one(self, line):
        code = line.rpartition("·")[2].strip()
        record = lookup.any_record(self.user, code)
        if isinstance(record, RepatriationCase):
            if record.person_id is None:
                raise forms.ValidationError(
                    _("%(case)s is of a group: name the person who came."), params={"case": record.reference}
                )
            return Traveller(person=record.person, case=record)
        return Traveller(person=LookupField.clean(self, line))


class ArrivalsForm(WhoSaysSo):
    """The arrival list as a whole: when, on whose word, what holds of those not marked, and who came besides."""

    occurred = UncertainDateFormField(
        required=False,
        label=_("When they arrived"),
        widget=YearChoiceInput,
        help_text=_("As the source puts it."),
    )
    rest = forms.ChoiceField(
        label=_("Everybody who is not marked below"), required=False, widget=forms.RadioSelect,
        choices=[("", _("is still to be marked")), ("came", _("came")), ("did_not_come", _("did not come"))],
    )  # fmt: skip
    along = ComersField("person", required=False, label=_("Came without being on the list"))
    against = ComersField("person", required=False)
    note = forms.CharField(
        required=False, label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands also with everybody who did not come or declined: write why, if somebody said."),
    )  # fmt: skip
    lines = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = [
        "occurred",
        "who_says_so",
        "source",
        "speaker",
        "modality",
        "rest",
        "along",
        "against",
        "note",
        "form_key",
    ]

    def __init__(self, *args, operation, **kwargs):
        super().__init__(*args, **kwargs)
        self.operation = operation
        help_text = _("A person or a case on each line: name or reference.")
        for direction, start, end in operation.directions:
            field = self.fields[direction]
            field.help_text = help_text
            if operation.is_exchange:
                words = {"start": start, "end": end}
                field.label = gettext("Came without being on the list, %(start)s → %(end)s") % words
        if not operation.is_exchange:
            del self.fields["against"]

    def clean(self):
        """What is planned is not done (principle 2)."""
        cleaned = super().clean()
        if (
            cleaned.get("who_says_so")
            and self.rests_on_source
            and cleaned.get("modality") in {"planned", "denied"}
        ):
            self.add_error(
                "modality",
                _(
                    "An arrival list says who came: record an announcement as a plan, and a denial as a statement."
                ),
            )
        return cleaned

    def unlisted(self):
        """Who came besides, by the way they came."""
        return {way: self.cleaned_data.get(way) or [] for way, _start, _end in self.operation.directions}

    def facts(self):
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in ("occurred", "note") if cleaned[name]}
        return facts | self.basis(
            gettext("Arrival list of %(operation)s.") % {"operation": self.operation.reference}
        )

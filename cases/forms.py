"""Form fields and form manners of ours: a record found by what one types, versions, form keys."""

import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.actions import Refused
from cases.lib import text
from cases.models.fields import UncertainDateFormField
from cases.models.history import written_elsewhere
from cases.shown.meanwhile import changed_meanwhile

__all__ = ["ForUser", "Keyed", "LookupField", "RecordModelForm", "UncertainDateFormField", "Versioned"]


class LookupField(forms.CharField):
    """One record of a kind, found by its reference, its name, or a choice from the combobox.

    Without JavaScript it is a plain text field. The form gives it its `user`, whose records it looks among.
    """

    default_error_messages = {
        "none": _(
            "Nothing is found by “%(words)s”: type part of the name, or the reference, and choose from the list."
        ),
        "several": _("“%(words)s” can be more than one: choose from the list, or type the reference."),
        "nearly": _(
            "Nobody is called “%(words)s” letter for letter. If one of these is meant, choose it or type its reference: %(nearly)s."
        ),
    }

    def __init__(self, kind, **kwargs):
        kwargs.setdefault("max_length", 400)
        super().__init__(**kwargs)
        self.kind, self.user = kind, None
        self.widget.attrs |= {"data-lookup": f"/lookup/{kind}/", "class": "w20", "autocomplete": "off"}

    def prepare_value(self, value):
        if isinstance(value, int):
            value = lookup.KINDS[self.kind].model._default_manager.filter(pk=value).first()
        return value if value is None or isinstance(value, str) else lookup.value_of(value)

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        found = lookup.resolve(self.kind, words, self.user)
        if len(found) != 1:
            nearly = [] if found else lookup.nearly(self.kind, words, self.user)
            code = "several" if found else "nearly" if nearly else "none"
            params = {"words": words[:100], "nearly": "; ".join(nearly)}
            raise forms.ValidationError(self.error_messages[code], code=code, params=params)
        return found[0]

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "")


class LookupsField(LookupField):
    """Several records of a kind, one on each line."""

    widget = forms.Textarea

    def __init__(self, kind, **kwargs):
        kwargs.setdefault("max_length", 20_000)
        kwargs.setdefault("help_text", _("One on each line: name or reference."))
        super().__init__(kind, **kwargs)
        self.widget.attrs = {"rows": 2, "class": "w20"}

    def prepare_value(self, value):
        if not value or isinstance(value, str):
            return value
        return "\n".join(lookup.value_of(row) for row in value)

    def clean(self, value):
        words = forms.CharField.clean(self, value)
        return [LookupField.clean(self, line) for line in words.splitlines() if line.strip()]


class ForUser:
    """A form that knows who fills it in, and whose texts are cleaned of what no keyboard types."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, LookupField):
                field.user = user

    def _clean_fields(self):
        if self.is_bound:
            self.data = self.data.copy()
            for name in self.fields:
                key = self.add_prefix(name)
                if isinstance(self.data.get(key), str) and isinstance(self.fields[name], forms.CharField):
                    self.data[key] = text.clean(self.data[key], multiline=True)
        super()._clean_fields()

    def typed(self):
        """What is typed, as initial values of a form that shows it again without judging it."""
        return {
            name: field.widget.value_from_datadict(self.data, {}, self.add_prefix(name))
            for name, field in self.fields.items()
        }


class DecideForm(ForUser, forms.Form):
    """Allow or refuse what somebody else has asked for; `allowing` says what becomes of it then."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect,
        error_messages={"required": _("Allow it or refuse it.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for a refusal; who asked reads it."),
    )  # fmt: skip

    def __init__(self, *args, allowing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [("yes", allowing), ("no", _("Refuse"))]


class Keyed(forms.Form):
    """A form that makes something once, however often it is sent (R46)."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def refuse(self, refused: Refused):
        """Show an action's refusal at the field that is to blame."""
        self.add_error(refused.field if refused.field in self.fields else NON_FIELD_ERRORS, str(refused))


class AsSeen(forms.Form):
    """A form that judges something as its writer saw it: `seen` is the place in the ledger of the last that was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62)

    def show_again(self, seen):
        """What is sent after the warning is meant: it is judged as it stands now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen


class Versioned(forms.ModelForm):
    """A form that is refused when somebody else changed the record since it was opened; what was typed stays (R45).

    It then shows what changed (`meanwhile`), and takes over what is ticked there: `take` names fields whose value on
    record is meant, `seen` the version that the writer began from, however often the form is sent after that.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    user = None
    stale = False
    meanwhile: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else None

    @cached_property
    def taken(self):
        """Fields for which the value on record is meant."""
        posted = self.data.getlist(self.add_prefix("take")) if hasattr(self.data, "getlist") else []
        return [field for field in self._columns() if field.name in posted] if self.instance.pk else []

    @cached_property
    def seen(self):
        words = str(self.data.get(self.add_prefix("seen"), ""))
        number = int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None
        return number if number is not None else self.cleaned_data.get("version")

    @property
    def seen_name(self):
        return self.add_prefix("seen")

    @property
    def take_name(self):
        return self.add_prefix("take")

    def _columns(self):
        """The columns of the record that this form shows."""
        meta = self.instance._meta
        columns = (*meta.concrete_fields, *meta.many_to_many)
        return [field for field in columns if field.editable and field.name in self.fields]

    def _clean_fields(self):
        """What is taken over stands in the form from now on, as if it had been typed."""
        if self.taken:
            on_record = type(self.instance)._default_manager.get(pk=self.instance.pk)
            self.data = self.data.copy()
            values = {field.name: _value_of(on_record, field) for field in self.taken}
            for name, value in values.items():
                self._type(name, value)
        super()._clean_fields()
        for field in self.taken:
            self.cleaned_data[field.name] = values[field.name]
            self._errors.pop(field.name, None)

    def _type(self, name, value):
        key, words = self.add_prefix(name), self.fields[name].prepare_value(value)
        if isinstance(words, list):
            self.data.setlist(key, [str(word) for word in words])
        elif words is None or words is False:
            self.data.pop(key, None)
        else:
            self.data[key] = "on" if words is True else str(words)

    def _save_m2m(self):
        """Linked records are in tables of their own: a change of them is a new version as well."""
        super()._save_m2m()
        links = {column.name for column in self.instance._meta.many_to_many}
        if self.fields["version"].initial and links & set(self.changed_data):
            type(self.instance)._default_manager.filter(pk=self.instance.pk).update(
                version=models.F("version") + 1
            )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and "version" in self.cleaned_data:
            self._hold()
            if self.cleaned_data["version"] != self.instance.version:
                self._say_what_changed(self.instance.version)
        return cleaned

    def _hold(self):
        """Lock the row; what events wrote on it since it was read is kept as it stands now."""
        rows = type(self.instance)._default_manager.select_for_update()
        self.instance.refresh_from_db(fields=written_elsewhere(type(self.instance)), from_queryset=rows)

    def _say_what_changed(self, current):
        self.stale = True
        self.meanwhile = changed_meanwhile(
            record=type(self.instance)._default_manager.get(pk=self.instance.pk), fields=self._columns(),
            typed=self.cleaned_data, seen=self.seen, user=self.user,
        )  # fmt: skip
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = current  # sent again after this warning, it is meant
        words = (
            _("Somebody changed this record while you were writing. Nothing is saved and nothing you typed is lost: see "
              "what changed, choose, and save again.")
            if self.meanwhile else
            _("Somebody changed this record while you were writing, but nothing of what you see here. Nothing is saved "
              "yet: save again.")
        )  # fmt: skip
        raise forms.ValidationError(words, code="stale")


def _value_of(row, field):
    value = getattr(row, field.name)
    return list(value.all()) if field.many_to_many else value


_KIND_OF = {look.model: kind for kind, look in lookup.KINDS.items()}


def field_for(column, **kwargs):
    """The form field of a column: a record is looked up, never chosen from a list of all."""
    if column.is_relation and column.related_model in _KIND_OF:
        several = column.many_to_many
        made = (LookupsField if several else LookupField)(
            _KIND_OF[column.related_model],
            required=not column.blank,
            label=kwargs.get("label") or capfirst(column.verbose_name),
        )
        made.help_text = column.help_text or made.help_text
        return made
    if isinstance(column, models.URLField):
        kwargs["assume_scheme"] = "https"
    field = column.formfield(**kwargs)
    if type(column) is models.DateField:
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"})
        field.error_messages["invalid"] = _("Write the day as year, month and day, such as 2027-01-31.")
    elif isinstance(field, forms.ModelChoiceField):
        field.empty_label = _("not stated")
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(value, label if value else _("not stated")) for value, label in field.choices]
    return field


class RecordModelForm(ForUser, Keyed, Versioned):
    """The base of the forms that make and change a record. Nobody puts one on a level that hides it from themselves."""

    class Meta:
        formfield_callback = field_for

    #: Fields of several records that offer those which the user may see, and keep the others themselves.
    keeps_unseen: frozenset[str] = frozenset()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in [name for name, field in self.fields.items() if self._hides(name, field)]:
            del self.fields[name]
        levels, field = self.user.confidentiality_levels, self.fields.get("confidentiality")
        if field and levels is not None:
            field.choices = [(value, label) for value, label in field.choices if value in levels]

    def _hides(self, name, field):
        """Does the record point, in this field, to one that the user may not see? It is not named, and stays as it is (R02)."""
        if not self.instance.pk or not isinstance(field, LookupField) or field.kind not in lookup.KINDS:
            return False
        if name in self.keeps_unseen:
            return False
        look = lookup.KINDS[field.kind]
        if not look.scoped or name not in {column.name for column in self._meta.model._meta.get_fields()}:
            return False
        linked = self.initial.get(name)
        keys = {getattr(row, "pk", row) for row in (linked if isinstance(linked, list) else [linked]) if row}
        return bool(keys) and look.model._default_manager.visible_to(self.user).filter(
            pk__in=keys
        ).count() < len(keys)

"""The uncertain date as a column, and as the form field in which it is typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from cases.lib import dates
from cases.lib.dates import UncertainDate, YearBasis


class Yearless(str):
    """Words for a date from which no year is inferred: the proposal was declined (D4)."""

    __slots__ = ()


class YearChoiceInput(forms.TextInput):
    """The words of a date with a tick beside them that declines a year inferred from the source."""

    template_name = "django/forms/widgets/year_choice.html"

    def value_from_datadict(self, data, files, name):
        words = super().value_from_datadict(data, files, name)
        return Yearless(words) if words and data.get(f"{name}_yearless") else words

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["yearless"] = isinstance(value, Yearless)
        return context


class UncertainDateFormField(forms.CharField):
    """Free words for a date, read by `cases.lib.dates`; its clean value is an `UncertainDate` or None.

    `published` (the date of the source) gives the year to words without one, unless that is declined. Words that were
    not changed keep the reading that they had.
    """

    default_error_messages = {"required": _("Write when, as the source puts it.")}

    def __init__(self, *, published=None, ahead=False, **kwargs):
        kwargs.pop("empty_value", None)
        kwargs["max_length"] = 200
        super().__init__(**kwargs)
        self.published, self.ahead = published, ahead

    def prepare_value(self, value):
        if not isinstance(value, UncertainDate):
            return value
        words = value.words or value.edtf
        return Yearless(words) if value.basis == YearBasis.UNKNOWN else words

    def _clean_bound_field(self, bf):
        if (
            isinstance(bf.initial, UncertainDate)
            and self.prepare_value(bf.initial) == (bf.data or "").strip()
        ):
            return bf.initial
        return super()._clean_bound_field(bf)

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        try:
            infer = not isinstance(value, Yearless)
            return dates.parse(words, published=self.published, infer_year=infer, ahead=self.ahead)
        except dates.UnreadableDate as error:
            raise forms.ValidationError(str(error), code="unreadable") from error

    def read(self, value):
        """The date that stands in the field so far; None where there is none, or it cannot be read."""
        try:
            return self.clean(value)
        except forms.ValidationError:
            return None

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        return attrs | {"class": "w20", "data-date-reading": "/reading/", "autocomplete": "off"}


class _Companion:
    """A column that an `UncertainDateField` brings along; it keeps quiet when it is there already."""

    def contribute_to_class(self, cls, name, **kwargs):
        if all(field.name != name for field in cls._meta.local_fields):
            super().contribute_to_class(cls, name, **kwargs)


class DateWordsField(_Companion, models.CharField):
    """The words in which an uncertain date was given."""


class DateBoundField(_Companion, models.DateField):
    """The earliest or the latest day that an uncertain date can mean."""


class DateBasisField(_Companion, models.CharField):
    """Whether the year was stated, inferred from the source, or is unknown."""


class DateSortField(_Companion, models.BigIntegerField):
    """Earliest, then latest, in one never-null number: what lists are sorted by."""


class _UncertainDateAttribute(DeferredAttribute):
    """Reads the columns as one `UncertainDate` (or None) and writes one to all of them."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        edtf = super().__get__(instance, cls)
        if isinstance(edtf, UncertainDate) or not edtf:
            return edtf or None
        name = self.field.name
        return UncertainDate(
            edtf=edtf,
            words=getattr(instance, f"{name}_words"),
            earliest=getattr(instance, f"{name}_earliest"),
            latest=getattr(instance, f"{name}_latest"),
            basis=getattr(instance, f"{name}_basis"),
        )

    def __set__(self, instance, value):
        if value is None or isinstance(value, UncertainDate):
            self.field.spread(instance, value)
            value = value.edtf if value else ""
        instance.__dict__[self.field.attname] = value


class UncertainDateField(models.CharField):
    """A date as precise as its source and no more (EDTF, ISO 8601-2): five columns beside the expression.

    The attribute reads and takes a `cases.lib.dates.UncertainDate` or None. Beside the EDTF expression stand
    ``<name>_words``, ``_earliest``, ``_latest``, ``_basis`` and the never-null ``_sort``.
    """

    descriptor_class = _UncertainDateAttribute
    companions = ("words", "earliest", "latest", "basis", "sort")

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        columns = {
            "words": DateWordsField(max_length=200, blank=True, default="", editable=False),
            "earliest": DateBoundField(null=True, blank=True, editable=False),
            "latest": DateBoundField(null=True, blank=True, editable=False),
            "basis": DateBasisField(max_length=8, blank=True, default="", editable=False),
            "sort": DateSortField(default=0, editable=False),
        }
        for place, (suffix, column) in enumerate(columns.items()):
            # just before the expression: a new row gets their defaults first, then what the date says of them
            column.creation_counter = self.creation_counter - 0.9 + place / 10
            column.contribute_to_class(cls, f"{name}_{suffix}")

    def columns(self, value):
        """All six columns of an uncertain date, or of none, by their names: for `update` and `bulk_create`."""
        columns = (
            (value.edtf, value.words[:200], value.earliest, value.latest, str(value.basis), value.sort_key)
            if value
            else ("", "", None, None, "", 0)
        )
        names = (self.name, *(f"{self.name}_{suffix}" for suffix in self.companions))
        return dict(zip(names, columns, strict=True))

    def spread(self, instance, value):
        """Write an uncertain date, or none, to the columns beside the expression."""
        for name, column in self.columns(value).items():
            if name != self.name:
                setattr(instance, name, column)

    def pre_save(self, model_instance, add):
        """The expression as it stands on the row; its companions are columns of their own."""
        value = getattr(model_instance, self.attname)
        return value.edtf if isinstance(value, UncertainDate) else value or ""

    def get_db_prep_save(self, value, connection):
        if isinstance(value, UncertainDate):
            raise TypeError(f"Write {self.name} with all its columns: update(**field.columns(value)).")
        return super().get_db_prep_save(value, connection)

    def get_prep_value(self, value):
        return value.edtf if isinstance(value, UncertainDate) else super().get_prep_value(value or "")

    def to_python(self, value):
        return value if isinstance(value, UncertainDate) else super().to_python(value)

    def clean(self, value, model_instance):
        if isinstance(value, UncertainDate) or not value:
            return value or None
        try:
            return dates.from_edtf(value)
        except dates.UnreadableDate as error:
            raise ValidationError(str(error)) from error

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return value.edtf if value else ""

    def formfield(self, **kwargs):
        return models.Field.formfield(self, form_class=UncertainDateFormField, **kwargs)


def date_constraints(model_name, *names):
    """What must hold for each uncertain date: bounds in order (D3), none without a year (D4), nothing half-set."""
    constraints = []
    for name in names:
        earliest, latest = f"{name}_earliest", f"{name}_latest"
        constraints += [
            models.CheckConstraint(
                condition=Q(**{f"{earliest}__isnull": True})
                | Q(**{f"{latest}__isnull": True})
                | Q(**{f"{earliest}__lte": models.F(latest)}),
                name=f"{model_name}_{name}_in_order",
                violation_error_message=_(
                    "The earliest day is after the latest: write the dates the other way round."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(**{name: ""}) & Q(**{f"{name}_basis__in": ["stated", "inferred"]})
                | Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": True}),
                name=f"{model_name}_{name}_bounds_need_a_year",
                violation_error_message=_("A date without a year has no bounds."),
            ),
        ]
    return constraints

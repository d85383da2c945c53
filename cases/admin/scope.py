"""Who may do what, and with which rows: asked here and nowhere else in the workshop."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import can
from cases.admin.choosing import Chosen, SeveralChosen
from cases.admin.site import site
from cases.models import Confidentiality, User
from cases.models.glass import kept_people

#: How a row about one record leads to the person whom the record is of.
_ABOUT = ("person_id", "evacuee__person_id", "repatriation_case__person_id", "tracing_request__person_id")
#: Tables that say where somebody is held, health, or how to reach relatives: by which columns they name the person.
LIFE_CRITICAL = {
    "Person": ("pk",), "Consent": ("person_id",), "ConsentWithdrawal": ("consent__person_id",),
    **dict.fromkeys(("CustodyPeriod", "ChildCardItem", "ChildCardJudgement", "Evacuee", "RepatriationCase", "TracingRequest",
                     "DeathNotice"), ("person_id",)),
    **dict.fromkeys(("Event", "Claim", "FollowUp", "Document"), _ABOUT),
    "DeathReport": ("notice__person_id",), "DocumentFile": tuple(f"document__{column}" for column in _ABOUT),
    "FamilyCall": ("event__person_id", "event__repatriation_case__person_id"),
}  # fmt: skip


class Permitted:
    """The rights of pages and inlines: each names an action of `cases.access`, or None for nobody."""

    reads: str | None = "change"
    adds: str | None = "add"
    changes: str | None = "change"
    needs_office = True

    def _may(self, request, action):
        return can(request.user, action) and not (self.needs_office and request.user.office_id is None)

    def has_view_permission(self, request, obj=None):
        return self._may(request, self.reads)

    def has_add_permission(self, request, obj=None):
        return self._may(request, self.adds)

    def has_change_permission(self, request, obj=None):
        return self._may(request, self.changes)

    def has_delete_permission(self, request, obj=None):
        """Nothing is lost: mistakes are corrected, not deleted."""
        return False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def may_choose(self, request):
        """May this user choose one of these rows in a field of another record?"""
        return self.has_view_permission(request)


class Scoped:
    """Rows start from `visible_to`; one without an office is seen by whoever sees its `parents`."""

    parents: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.user)
        for name in self.parents:
            field = self.model._meta.get_field(name)
            seen = Q(**{f"{name}__in": visible(field.related_model, request).order_by().values("pk")})
            rows = rows.filter(seen | Q(**{name: None}) if field.null else seen)
        rows = self.open_to(request.user, rows)
        return rows.select_related(*self.related) if self.related else rows

    def open_to(self, user, rows):
        """The workshop shows whole rows: a caseworker finds none of people whose facts are kept, until the glass is broken."""
        if not user.is_authenticated or user.role != user.Role.CASEWORKER:
            return rows
        for column in LIFE_CRITICAL.get(self.model.__name__, ()):
            kept = kept_people(user, timezone.now()).filter(pk=OuterRef(column))
            rows = rows.filter(~Exists(kept.order_by()))
        return rows

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", visible(db_field.related_model, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Chosen(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", visible(db_field.related_model, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SeveralChosen(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Nobody puts a record on a level that hides it from themselves."""
        levels = request.user.confidentiality_levels
        if db_field.name == "confidentiality" and levels is not None:
            kwargs["choices"] = [(level.value, level.label) for level in Confidentiality if level in levels]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Related records are chosen, not made or changed in a second window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(field.widget, "can_add_related"):
            field.widget = field.widget.widget
        return field


def visible(model, request):
    """The rows of a table that this request may see: what its page in the workshop starts from."""
    return site.get_model_admin(model).get_queryset(request)


def hidden_from(request, obj, field):
    """Does `field` of `obj` point to a record that this user may not see?"""
    key = getattr(obj, field.attname)
    if key is None or not hasattr(field.related_model._default_manager, "visible_to"):
        return False
    return not visible(field.related_model, request).filter(pk=key).exists()


def kept_from_you(obj):
    """Stands in place of a related record that the reader may not see."""
    return _("restricted: not shown to you")


def withhold(request, rows, names):
    """Put `kept_from_you` in place of the related records in these columns that this user may not see: one query a column."""
    for name in names:
        keys = {getattr(row, f"{name}_id") for row in rows} - {None}
        model = rows[0]._meta.get_field(name).related_model if rows else None
        if not keys or model is User or not hasattr(model._default_manager, "visible_to"):
            continue
        seen = set(visible(model, request).filter(pk__in=keys).order_by().values_list("pk", flat=True))
        for row in rows:
            if getattr(row, f"{name}_id") in keys - seen:
                row._state.fields_cache[name] = kept_from_you(row)

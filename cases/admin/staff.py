"""Staff: users and offices, for the administrator only."""

from django.contrib.admin import register
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.access import can
from cases.admin.base import Page
from cases.admin.lists import yes
from cases.admin.site import site
from cases.forms import Versioned
from cases.models import Office, User


class StaffPage(Page):
    subject = "staff"
    reads = adds = changes = "change_staff"
    needs_office = False


@register(Office, site=site)
class OfficePage(StaffPage):
    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name", "id")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if self.has_view_permission(request) else rows.filter(pk=request.user.office_id)


class UserForm(Versioned):
    """A member of staff: refused when changed meanwhile."""

    request = refused = None


class NewUserForm(AdminUserCreationForm):
    """A new member of staff."""

    request = refused = None


@register(User, site=site)
class UserPage(StaffPage, UserAdmin):
    form, add_form = UserForm, NewUserForm
    list_display = ("username", "first_name", "last_name", "role", "office", yes("is_active", _("active")))
    list_filter = ("role", "is_active", "office", "synthetic")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    related = ("office",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "version")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Work"), {"fields": ("role", "office", "is_active")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "role", "office", "usable_password", "password1", "password2")}),
    )

    def links_of(self, row, request):
        return [(_("Set a new password"), reverse("admin:auth_user_password_change", args=[row.pk]))]

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        """Nobody grants anything to themselves."""
        own = ("role", "office", "is_active") if obj and obj.pk == request.user.pk else ()
        return ("last_login", "date_joined", *own)

    def get_queryset(self, request):
        """The administrator sees everybody, others may choose from their own office."""
        rows = super().get_queryset(request)
        if self.has_view_permission(request):
            return rows
        return rows.filter(office_id=request.user.office_id, office__isnull=False, is_active=True)

    def may_choose(self, request):
        return can(request.user, "change") or super().may_choose(request)

"""Staff: accounts and offices, kept by the administrator; a coordinator sees those of the own office."""

from allauth.mfa.models import Authenticator
from django.contrib.admin import register
from django.contrib.auth.admin import UserAdmin
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.access import can
from cases.actions.sessions import end_sessions, live_sessions
from cases.admin.base import Page
from cases.admin.ledger import CachePage
from cases.admin.lists import column, yes
from cases.admin.site import site
from cases.forms import Versioned
from cases.models import Invitation, Office, RoleChange, SecondFactorReset, SetupLink, User


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


def with_factor(rows):
    """With whether there is an app that gives codes, and how many sessions live; one query."""
    apps = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    live = live_sessions().filter(user=OuterRef("pk")).order_by().values("user").annotate(number=Count("pk"))
    return rows.annotate(has_factor=Exists(apps), sessions_now=Coalesce(Subquery(live.values("number")), 0))


@register(User, site=site)
class UserPage(StaffPage, UserAdmin):
    """Nobody is added here: they are invited, and choose a password that nobody else ever knows."""

    form = UserForm
    change_list_template = "admin/staff_list.html"
    reads, adds = "see_staff", None
    list_display = (
        "username", "first_name", "last_name", "role", "office", yes("is_active", _("active")), yes("has_factor", _("second factor")),
        "last_login", column("sessions_now", _("sessions"), lambda row: row.sessions_now),
    )  # fmt: skip
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

    def links_of(self, row, request):
        links = [(_("How they sign in, and where"), reverse("member", args=[row.pk]))]
        if can(request.user, "change_staff") and row.pk != request.user.pk:
            links.append((_("Another role or office"), reverse("ask_role_change", args=[row.pk])))
        return links

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets

    def get_urls(self):
        """Without the page where an administrator would set, and so know, another's password."""
        return [route for route in super().get_urls() if route.name != "auth_user_password_change"]

    def save_model(self, request, obj, form, change):
        """Whose account is closed is signed out at once (R05)."""
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            end_sessions(of=obj, by=request.user)

    def get_readonly_fields(self, request, obj=None):
        """Nobody grants anything to themselves; another role or office takes two people (`RoleChange`)."""
        own = ("is_active",) if obj and obj.pk == request.user.pk else ()
        return ("last_login", "date_joined", "role", "office", *own)

    def get_queryset(self, request):
        """The administrator sees everybody, others see and choose from their own office."""
        rows = with_factor(super().get_queryset(request))
        if can(request.user, "change_staff"):
            return rows
        return rows.filter(office_id=request.user.office_id, office__isnull=False, is_active=True)

    def may_choose(self, request):
        return can(request.user, "change") or super().may_choose(request)


class LinkPage(CachePage):
    """Read only: what is done with it is done on its own page."""

    subject = "staff"
    reads = "see_staff"
    needs_office = False
    ordering = ("-id",)


@register(Invitation, site=site)
class InvitationPage(LinkPage):
    list_display = ("whom", "role", "office", "asked_by", "asked_at", "accepted_by", "withdrawn_at")
    list_filter = ("role", "office")
    related = ("office", "asked_by", "accepted_by")


@register(SecondFactorReset, site=site)
class ResetPage(LinkPage):
    list_display = ("user", "office", "asked_by", "asked_at", "allowed", "decided_by")
    list_filter = ("allowed", "office")
    related = ("user", "office", "asked_by", "decided_by")


@register(RoleChange, site=site)
class RoleChangePage(LinkPage):
    list_display = ("user", "role", "office", "asked_by", "asked_at", "allowed", "decided_by")
    list_filter = ("allowed", "role", "office")
    related = ("user", "office", "asked_by", "decided_by")


@register(SetupLink, site=site)
class SetupLinkPage(LinkPage):
    exclude = ("digest",)
    list_display = (
        "purpose",
        "invitation",
        "user",
        "made_by",
        "made_at",
        "expires_at",
        "used_at",
        "ended_at",
    )
    list_filter = ("purpose",)
    related = ("invitation", "user", "made_by")

    def get_queryset(self, request):
        """The administrator's; a coordinator sees what they made themselves."""
        rows = super().get_queryset(request)
        return rows if can(request.user, "change_staff") else rows.filter(made_by=request.user)

"""The workshop's site: our door, our subjects, nothing that we did not register ourselves."""

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from cases.access import can
from cases.admin import weaknesses

SUBJECTS = {
    "people": _("People"),
    "mail": _("Mail"),
    "evacuations": _("Evacuations"),
    "repatriation": _("Repatriation"),
    "evidence": _("Evidence"),
    "work": _("Work"),
    "places": _("Places and parties"),
    "staff": _("Staff"),
    "audit": _("Audit"),
}


class Choices(AutocompleteJsonView):
    """What a field suggests: rows in the user's scope, also of tables whose pages the user may not open."""

    def has_perm(self, request, obj=None):
        return self.model_admin.may_choose(request)


class Workshop(AdminSite):
    """Who may enter is for `cases.access` to say; being staff or superuser opens nothing."""

    site_header = site_title = "Homeward"
    index_title = _("Workshop")

    def has_permission(self, request):
        return can(request.user, "enter_admin")

    def admin_view(self, view, cacheable=False):
        def careful(request, *args, **kwargs):
            if "\0" in request.path or any("\0" in text for pair in request.GET.items() for text in pair):
                raise BadRequest("A NUL character is in no name and no number.")
            return view(request, *args, **kwargs)

        return super().admin_view(careful, cacheable)

    def get_urls(self):
        """Without the shortcut by content type: it would tell the reference of records out of scope."""
        return [route for route in super().get_urls() if getattr(route, "name", "") != "view_on_site"]

    @method_decorator([never_cache, login_not_required])
    def login(self, request, extra_context=None):
        """The one door is the product's: the same throttle, the same second factor (R06)."""
        goal = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, require_https=request.is_secure()):
            goal = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(goal, reverse("account_login"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(goal)

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    password_change_done = password_change

    def index(self, request, extra_context=None):
        """The first page; who keeps the accounts reads there how old the newest question about packages is."""
        if can(request.user, "change_staff"):
            weaknesses.tell(request, timezone.localdate())
        return super().index(request, extra_context)

    def app_index(self, request, app_label, extra_context=None):
        return redirect("admin:index")

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """The tables by subject, not by Django's apps."""
        groups = {
            subject: {
                "name": name,
                "app_label": subject,
                "app_url": f"{reverse('admin:index')}#{subject}",
                "has_module_perms": True,
                "models": [],
            }
            for subject, name in SUBJECTS.items()
        }
        for app in self._build_app_dict(request).values():
            for entry in app["models"]:
                page = self._registry[entry["model"]]
                groups[page.subject]["models"].append(entry | ({"name": page.title} if page.title else {}))
        return [group for group in groups.values() if group["models"]]


site = Workshop()

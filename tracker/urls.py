"""The three doors: the product, the workshop, signing in."""

from django.urls import include, path

from cases.accounts.views import SignIn
from cases.admin import site

urlpatterns = [
    path("admin/", site.urls),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("", include("cases.urls")),
]

handler400 = "cases.failing.bad_request"
handler429 = "cases.failing.too_many_requests"  # allauth's name for it
handler500 = "cases.failing.server_error"

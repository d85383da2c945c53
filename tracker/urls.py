"""The three doors: the product, the workshop, signing in."""

from django.urls import include, path

from cases.admin import site

urlpatterns = [
    path("admin/", site.urls),
    path("", include("cases.accounts.urls")),
    path("", include("cases.urls")),
]

handler400 = "cases.failing.bad_request"
handler429 = "cases.failing.too_many_requests"  # allauth's name for it
handler500 = "cases.failing.server_error"

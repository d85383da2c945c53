"""The site map: one include for each room."""

from django.urls import include, path

from cases import views

urlpatterns = [
    path("live", views.live, name="live"),
    path("ready", views.ready, name="ready"),
    path("lookup/<str:kind>/", views.suggestions, name="lookup"),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("cases.today.urls")),
    path("", include("cases.repatriation.urls")),
    path("", include("cases.people.urls")),
    path("", include("cases.evacuations.urls")),
    path("", include("cases.wishes.urls")),
    path("", include("cases.mail.urls")),
    path("", include("cases.calls.urls")),
    path("", include("cases.exchange.urls")),
    path("", include("cases.visits.urls")),
    path("", include("cases.agreements.urls")),
    path("", include("cases.evidence.urls")),
    path("", include("cases.glass.urls")),
    path("", include("cases.events.urls")),
    path("", include("cases.work.urls")),
    path("", include("cases.documents.urls")),
    path("", include("cases.privacy.urls")),
    path("", include("cases.exports.urls")),
    path("", include("cases.approvals.urls")),
    path("", include("cases.search.urls")),
    path("", include("cases.audit.urls")),
    path("", include("cases.staff.urls")),
]

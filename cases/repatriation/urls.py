from django.urls import path

from cases.repatriation import views
from cases.repatriation.dossier import RepatriationCaseDossier

urlpatterns = [
    path("cases/", views.RepatriationCaseList.as_view(), name="repatriation_cases"),
    path("cases/export/", views.RepatriationCaseExport.as_view(), name="repatriation_cases_export"),
    path("cases/add/", views.RepatriationCaseAdd.as_view(), name="repatriation_case_add"),
    path("cases/<str:reference>/", views.RepatriationCasePage.as_view(), name="repatriation_case"),
    path(
        "cases/<str:reference>/dossier/", RepatriationCaseDossier.as_view(), name="repatriation_case_dossier"
    ),
    path("cases/<str:reference>/edit/", views.RepatriationCaseEdit.as_view(), name="repatriation_case_edit"),
    path("repatriation/", views.RepatriationEventList.as_view(), name="repatriation_events"),
    path("repatriation/export/", views.RepatriationEventExport.as_view(), name="repatriation_events_export"),
    path("repatriation/add/", views.RepatriationEventAdd.as_view(), name="repatriation_event_add"),
    path("repatriation/<str:reference>/", views.RepatriationEventPage.as_view(), name="repatriation_event"),
    path(
        "repatriation/<str:reference>/edit/",
        views.RepatriationEventEdit.as_view(),
        name="repatriation_event_edit",
    ),
]

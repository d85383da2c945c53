from django.urls import path

from cases.repatriation import arrivals, manifest, moving, operation, travelling, views
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
    path("repatriation/", operation.RepatriationEventList.as_view(), name="repatriation_events"),
    path(
        "repatriation/export/", operation.RepatriationEventExport.as_view(), name="repatriation_events_export"
    ),
    path("repatriation/add/", operation.RepatriationEventAdd.as_view(), name="repatriation_event_add"),
    path(
        "repatriation/<str:reference>/", operation.RepatriationEventPage.as_view(), name="repatriation_event"
    ),
    path(
        "repatriation/<str:reference>/edit/",
        operation.RepatriationEventEdit.as_view(),
        name="repatriation_event_edit",
    ),
    path(
        "repatriation/<str:reference>/people/", travelling.OperationPeople.as_view(), name="operation_people"
    ),
    path(
        "repatriation/<str:reference>/people/<int:pk>/take-off/",
        travelling.OperationTakeOff.as_view(),
        name="operation_take_off",
    ),
    path(
        "repatriation/<str:reference>/readiness/",
        travelling.OperationReadiness.as_view(),
        name="operation_readiness",
    ),
    path("repatriation/<str:reference>/plan/", moving.OperationMove.as_view(), name="operation_move"),
    path(
        "repatriation/<str:reference>/arrivals/",
        arrivals.OperationArrivals.as_view(),
        name="operation_arrivals",
    ),
    path(
        "repatriation/<str:reference>/manifest/",
        manifest.OperationManifest.as_view(),
        name="operation_manifest",
    ),
]

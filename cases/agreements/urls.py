from django.urls import path

from cases.agreements import views

urlpatterns = [
    path("agreements/", views.AgreementList.as_view(), name="agreements"),
    path("agreements/export/", views.AgreementExport.as_view(), name="agreements_export"),
    path("agreements/add/", views.AgreementAdd.as_view(), name="agreement_add"),
    path("agreements/<str:reference>/", views.AgreementPage.as_view(), name="agreement"),
    path("agreements/<str:reference>/edit/", views.AgreementEdit.as_view(), name="agreement_edit"),
    path(
        "agreements/<str:reference>/undertakings/add/", views.UndertakingAdd.as_view(), name="undertaking_add"
    ),
    path("undertakings/<str:reference>/edit/", views.UndertakingEdit.as_view(), name="undertaking_edit"),
]

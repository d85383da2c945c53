from django.urls import path

from cases.evacuations import accommodating, evacuees, opening, views

urlpatterns = [
    path("evacuations/", views.EvacuationList.as_view(), name="evacuations"),
    path("evacuations/export/", views.EvacuationExport.as_view(), name="evacuations_export"),
    path("evacuations/add/", views.EvacuationAdd.as_view(), name="evacuation_add"),
    path("evacuations/<str:reference>/", views.EvacuationPage.as_view(), name="evacuation"),
    path("evacuations/<str:reference>/edit/", views.EvacuationEdit.as_view(), name="evacuation_edit"),
    path(
        "evacuations/<str:reference>/accommodation/", accommodating.Accommodate.as_view(), name="accommodate"
    ),
    path("evacuees/", evacuees.EvacueeList.as_view(), name="evacuees"),
    path("evacuees/export/", evacuees.EvacueeExport.as_view(), name="evacuees_export"),
    path("evacuees/add/", evacuees.EvacueeAdd.as_view(), name="evacuee_add"),
    path("evacuees/<str:reference>/", evacuees.EvacueePage.as_view(), name="evacuee"),
    path("evacuees/<str:reference>/edit/", evacuees.EvacueeEdit.as_view(), name="evacuee_edit"),
    path("evacuees/<str:reference>/case/", opening.OpenCase.as_view(), name="evacuee_case"),
]

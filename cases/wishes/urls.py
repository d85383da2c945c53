from django.urls import path

from cases.wishes import survey, views

urlpatterns = [
    path("cases/<str:reference>/wish/", views.CaseWish.as_view(), name="repatriation_case_wish"),
    path("evacuees/<str:reference>/wish/", views.EvacueeWish.as_view(), name="evacuee_wish"),
    path("evacuations/<str:reference>/wishes/", survey.Survey.as_view(), name="evacuation_wishes"),
]

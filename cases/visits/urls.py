from django.urls import path

from cases.visits import compare, day, people, steps, views

urlpatterns = [
    path("visits/", views.VisitList.as_view(), name="visits"),
    path("visits/export/", views.VisitExport.as_view(), name="visits_export"),
    path("visits/add/", views.VisitAdd.as_view(), name="visit_add"),
    path("visits/compare/", compare.VisitCompare.as_view(), name="visits_compare"),
    path("visits/day/", day.VisitDay.as_view(), name="visits_day"),
    path("visits/<str:reference>/", views.VisitPage.as_view(), name="visit"),
    path("visits/<str:reference>/edit/", views.VisitEdit.as_view(), name="visit_edit"),
    path("visits/<str:reference>/people/", people.VisitPeople.as_view(), name="visit_people"),
    path("visits/<str:reference>/step/<str:type>/", steps.StepAdd.as_view(), name="visit_step"),
]

from django.urls import path

from cases.visits import views

urlpatterns = [
    path("visits/", views.VisitList.as_view(), name="visits"),
    path("visits/export/", views.VisitExport.as_view(), name="visits_export"),
    path("visits/add/", views.VisitAdd.as_view(), name="visit_add"),
    path("visits/<str:reference>/", views.VisitPage.as_view(), name="visit"),
    path("visits/<str:reference>/edit/", views.VisitEdit.as_view(), name="visit_edit"),
]

from django.urls import path

from cases.people import groups, views

urlpatterns = [
    path("people/", views.PersonList.as_view(), name="people"),
    path("people/export/", views.PersonExport.as_view(), name="people_export"),
    path("people/add/", views.PersonAdd.as_view(), name="person_add"),
    path("people/<str:reference>/", views.PersonPage.as_view(), name="person"),
    path("people/<str:reference>/edit/", views.PersonEdit.as_view(), name="person_edit"),
    path("groups/", groups.GroupList.as_view(), name="groups"),
    path("groups/export/", groups.GroupExport.as_view(), name="groups_export"),
    path("groups/add/", groups.GroupAdd.as_view(), name="group_add"),
    path("groups/<str:reference>/", groups.GroupPage.as_view(), name="group"),
    path("groups/<str:reference>/edit/", groups.GroupEdit.as_view(), name="group_edit"),
]

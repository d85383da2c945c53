from django.urls import path

from cases.events import many, views

urlpatterns = [
    path("record/<str:reference>/event/", views.record_event, name="record_event"),
    path("event/<int:pk>/declare-wrong/", views.declare_wrong, name="declare_wrong"),
    path("record-many/", many.RecordMany.as_view(), name="record_many"),
    path("reading/", views.reading, name="reading"),
]

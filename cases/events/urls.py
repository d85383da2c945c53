from django.urls import path

from cases.events import views

urlpatterns = [
    path("record/<str:reference>/event/", views.record_event, name="record_event"),
    path("event/<int:pk>/declare-wrong/", views.declare_wrong, name="declare_wrong"),
    path("reading/", views.reading, name="reading"),
]

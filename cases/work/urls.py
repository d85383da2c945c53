from django.urls import path

from cases.work import views

urlpatterns = [
    path("follow-ups/", views.FollowUpList.as_view(), name="follow_ups"),
    path("follow-ups/export/", views.FollowUpExport.as_view(), name="follow_ups_export"),
]

from django.urls import path

from cases.work import appeals, bulk, views, writing

urlpatterns = [
    path("follow-ups/", views.FollowUpList.as_view(), name="follow_ups"),
    path("follow-ups/export/", views.FollowUpExport.as_view(), name="follow_ups_export"),
    path("follow-ups/add/", writing.FollowUpAdd.as_view(), name="follow_up_add"),
    path("follow-ups/<str:reference>/finish/", writing.FollowUpFinish.as_view(), name="follow_up_finish"),
    path("follow-ups/<str:reference>/edit/", writing.FollowUpEdit.as_view(), name="follow_up_edit"),
    path("bulk/assign/", bulk.Assign.as_view(), name="bulk_assign"),
    path("bulk/follow-up/", bulk.FollowUps.as_view(), name="bulk_follow_up"),
    path("appeals/", appeals.AppealList.as_view(), name="appeals"),
    path("appeals/export/", appeals.AppealExport.as_view(), name="appeals_export"),
]

from django.urls import path

from cases.calls import adding, family, views

urlpatterns = [
    path("calls/", views.FamilyCallList.as_view(), name="calls"),
    path("calls/export/", views.FamilyCallExport.as_view(), name="calls_export"),
    path("calls/add/", adding.CallAdd.as_view(), name="call_add"),
    path("people/<str:reference>/family/", family.FamilyLog.as_view(), name="family_log"),
]

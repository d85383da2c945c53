from django.urls import path

from cases.evidence import pages, views, writing

urlpatterns = [
    path("sources/", views.SourceList.as_view(), name="sources"),
    path("sources/export/", views.SourceExport.as_view(), name="sources_export"),
    path("sources/add/", writing.SourceAdd.as_view(), name="source_add"),
    path("sources/<str:reference>/", pages.SourcePage.as_view(), name="source"),
    path("statements/", views.StatementList.as_view(), name="statements"),
    path("statements/export/", views.StatementExport.as_view(), name="statements_export"),
    path("statements/add/", writing.StatementAdd.as_view(), name="statement_add"),
    path("statements/<str:reference>/", pages.StatementPage.as_view(), name="statement"),
    path("statements/<str:reference>/claim/add/", writing.ClaimAdd.as_view(), name="claim_add"),
    path("claim/<int:pk>/assess/", writing.assess, name="assess"),
    path("events/", views.EventList.as_view(), name="events"),
    path("events/export/", views.EventExport.as_view(), name="events_export"),
]

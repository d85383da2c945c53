from django.urls import path

from cases.evidence import (
    conflicts,
    entry,
    judging,
    pages,
    searching,
    source_judging,
    sources,
    views,
    writing,
)

urlpatterns = [
    path("sources/", views.SourceList.as_view(), name="sources"),
    path("sources/export/", views.SourceExport.as_view(), name="sources_export"),
    path("sources/add/", writing.SourceAdd.as_view(), name="source_add"),
    path("sources/<str:reference>/", sources.SourcePage.as_view(), name="source"),
    path("sources/<str:reference>/copy/", sources.copy, name="source_copy"),
    path("sources/<str:reference>/judge/<str:kind>/", source_judging.judge, name="source_judge"),
    path("statements/", views.StatementList.as_view(), name="statements"),
    path("statements/export/", views.StatementExport.as_view(), name="statements_export"),
    path("statements/add/", entry.EntryAdd.as_view(), name="statement_add"),
    path("statements/<str:reference>/", pages.StatementPage.as_view(), name="statement"),
    path("statements/<str:reference>/claim/add/", writing.ClaimAdd.as_view(), name="claim_add"),
    path("claim/<int:pk>/assess/", judging.assess, name="assess"),
    path("record/<str:reference>/search/", searching.SearchAdd.as_view(), name="record_search"),
    path("conflicts/", conflicts.ConflictList.as_view(), name="conflicts"),
    path("conflicts/export/", conflicts.ConflictExport.as_view(), name="conflicts_export"),
    path("events/", views.EventList.as_view(), name="events"),
    path("events/export/", views.EventExport.as_view(), name="events_export"),
]

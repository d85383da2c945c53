from django.urls import path

from cases.audit import chain, unusual_page, views

urlpatterns = [
    path("audit/", views.AuditList.as_view(), name="audit"),
    path("audit/export/", views.AuditExport.as_view(), name="audit_export"),
    path("audit/unusual/", unusual_page.UnusualPage.as_view(), name="audit_unusual"),
    path("audit/seals/", chain.SealsPage.as_view(), name="audit_seals"),
]

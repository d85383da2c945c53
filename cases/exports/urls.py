from django.urls import path

from cases.exports import pages, views

urlpatterns = [
    path("exports/", views.ExportList.as_view(), name="exports"),
    path("exports/export/", views.ExportsAsFile.as_view(), name="exports_export"),
    path("exports/<str:reference>/", pages.export_page, name="export"),
    path("exports/<str:reference>/download/", pages.download, name="export_download"),
    path("exports/<str:reference>/decide/", pages.decide, name="export_decide"),
]

from django.urls import path

from cases.mail import consignment, labelling, labels, manifest, pages, report, scan, series, views

urlpatterns = [
    path("mail/", views.CorrespondenceList.as_view(), name="correspondence_list"),
    path("mail/export/", views.CorrespondenceExport.as_view(), name="correspondence_list_export"),
    path("mail/add/", views.CorrespondenceAdd.as_view(), name="correspondence_add"),
    path("mail/series/", series.letters, name="letter_series"),
    path("mail/report/", report.MailReport.as_view(), name="mail_report"),
    path("mail/report/months.csv", report.MonthsCsv.as_view(), name="mail_months_csv"),
    path("mail/<str:reference>/", pages.CorrespondencePage.as_view(), name="correspondence"),
    path("mail/<str:reference>/edit/", views.CorrespondenceEdit.as_view(), name="correspondence_edit"),
    path("parcels/", views.ParcelList.as_view(), name="parcels"),
    path("parcels/export/", views.ParcelExport.as_view(), name="parcels_export"),
    path("parcels/add/", views.ParcelAdd.as_view(), name="parcel_add"),
    path("parcels/<str:reference>/", pages.ParcelPage.as_view(), name="parcel"),
    path("parcels/<str:reference>/edit/", views.ParcelEdit.as_view(), name="parcel_edit"),
    path("labels/", labels.labels, name="labels"),
    path("bulk/labels/", labels.LabelsOfPicked.as_view(), name="bulk_labels"),
    path("scan/", scan.station, name="scan"),
    path("scan/undo/", scan.undo, name="scan_undo"),
    path("consignments/", views.ConsignmentList.as_view(), name="consignments"),
    path("consignments/export/", views.ConsignmentExport.as_view(), name="consignments_export"),
    path("consignments/add/", views.ConsignmentAdd.as_view(), name="consignment_add"),
    path("consignments/<str:reference>/", consignment.ConsignmentPage.as_view(), name="consignment"),
    path("consignments/<str:reference>/manifest/", manifest.Manifest.as_view(), name="consignment_manifest"),
    path("consignments/<str:reference>/label/", labelling.Label.as_view(), name="consignment_label"),
    path("consignments/<str:reference>/edit/", views.ConsignmentEdit.as_view(), name="consignment_edit"),
]

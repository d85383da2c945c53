from django.urls import path

from cases.exchange import deciding, pages, views

urlpatterns = [
    path("imports/", views.ImportList.as_view(), name="import_batches"),
    path("imports/export/", views.ImportExport.as_view(), name="import_batches_export"),
    path("imports/add/", views.add, name="import_batch_add"),
    path("imports/<str:reference>/", pages.batch_page, name="import_batch"),
    path("imports/<str:reference>/people/", deciding.people, name="import_batch_people"),
    path("imports/<str:reference>/record/", pages.record, name="import_batch_record"),
    path("imports/<str:reference>/put-in/", pages.put_in, name="import_batch_put_in"),
    path("imports/<str:reference>/undo/", pages.undo, name="import_batch_undo"),
    path("imports/<str:reference>/discard/", pages.discard, name="import_batch_discard"),
    path("imports/<str:reference>/problems/", pages.problems, name="import_batch_problems"),
]

from django.urls import path

from cases.today import lists, saving, views

urlpatterns = [
    path("", views.Today.as_view(), name="today"),
    path("views/", lists.SavedViewList.as_view(), name="saved_views"),
    path("views/export/", lists.SavedViewExport.as_view(), name="saved_views_export"),
    path("views/add/", saving.SavedViewAdd.as_view(), name="saved_view_add"),
    path("views/<str:reference>/edit/", saving.SavedViewEdit.as_view(), name="saved_view_edit"),
    path("views/<str:reference>/delete/", saving.delete, name="saved_view_delete"),
    path("views/<str:reference>/pin/", saving.pin, name="saved_view_pin"),
    path("views/<str:reference>/seen/", saving.seen, name="saved_view_seen"),
]

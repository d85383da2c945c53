from django.urls import path

from cases.documents import views

urlpatterns = [
    path("record/<str:reference>/documents/add/", views.add, name="document_add"),
    path("documents/<str:reference>/file/", views.file, name="document_file"),
    path("documents/<str:reference>/wrong/", views.wrong, name="document_wrong"),
]

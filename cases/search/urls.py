from django.urls import path

from cases.search import views

urlpatterns = [
    path("search/", views.SearchPage.as_view(), name="search"),
]

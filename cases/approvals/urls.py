from django.urls import path

from cases.approvals import views

urlpatterns = [path("approvals/", views.page, name="approvals")]

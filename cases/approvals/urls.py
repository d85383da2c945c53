from django.urls import path

from cases.approvals import steps, views

urlpatterns = [
    path("approvals/", views.page, name="approvals"),
    path("approvals/steps/<int:pk>/", steps.proposed_step, name="proposed_step"),
]

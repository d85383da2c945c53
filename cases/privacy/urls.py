from django.urls import path

from cases.privacy import fields

urlpatterns = [
    path("privacy/fields/", fields.Fields.as_view(), name="privacy_fields"),
]

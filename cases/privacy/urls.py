from django.urls import path

from cases.privacy import answering, deciding, fields, retention

urlpatterns = [
    path("privacy/fields/", fields.Fields.as_view(), name="privacy_fields"),
    path("privacy/retention/", retention.RetentionList.as_view(), name="retention"),
    path("privacy/retention/export/", retention.RetentionExport.as_view(), name="retention_export"),
    path("privacy/erasures/<int:pk>/", deciding.erasure, name="erasure"),
    path("privacy/redactions/<int:pk>/", deciding.redaction, name="redaction"),
    path("people/<str:reference>/answer/", answering.Answer.as_view(), name="person_answer"),
    path("tracing/<str:reference>/answer/", answering.EnquirerAnswer.as_view(), name="enquirer_answer"),
    path("staff/<int:pk>/answer/", answering.MemberAnswer.as_view(), name="member_answer"),
    path("record/<str:reference>/keep/", retention.extend, name="retention_extend"),
    path("record/<str:reference>/erase/", retention.propose, name="erasure_add"),
    path("record/<str:reference>/redact/", deciding.redact, name="redaction_add"),
]

"""Put a flag on a person."""

import pghistory
from django.db import transaction

from cases.models import PersonFlag


@transaction.atomic
def put_flag(*, person, by, form_key=None, **facts):
    """Tell everybody who handles a person what to do; the same form sent again is the same flag."""
    with pghistory.context(user=by.pk):
        if form_key and (again := PersonFlag.objects.filter(form_key=form_key).first()):
            return again
        return PersonFlag.objects.create(person=person, recorded_by=by, form_key=form_key, **facts)

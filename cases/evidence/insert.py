"""What the pages have in common on which something is only ever added."""

from cases.actions import Refused
from cases.generic import RecordAdd


class Insert(RecordAdd):
    """A form whose facts an action inserts; what it refuses is shown at the field that is to blame."""

    def save(self, form):
        try:
            return self.insert(form)
        except Refused as refused:
            form.refuse(refused)
            return None

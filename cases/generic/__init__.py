"""The base views that all rooms stand on: a list with its export, a record's page, and the forms that make and change one."""

from cases.generic.export import RecordExport
from cases.generic.forms import RecordAdd, RecordEdit, RecordForm
from cases.generic.lists import DEEDS, RecordList, Start
from cases.generic.page import RecordPage
from cases.generic.visible import Visible

__all__ = [
    "DEEDS",
    "RecordAdd",
    "RecordEdit",
    "RecordExport",
    "RecordForm",
    "RecordList",
    "RecordPage",
    "Start",
    "Visible",
]

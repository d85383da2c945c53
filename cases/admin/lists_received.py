"""Lists received from the other side or the Red Cross, their lines, and what was judged of them."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.actions import lists
from cases.admin.base import RecordPage
from cases.admin.ledger import CachePage, LedgerPage
from cases.admin.lists import dated, recorded
from cases.admin.site import site
from cases.admin.words import change_url, list_url
from cases.models import CounterpartLine, CounterpartList, LineCandidate, LineJudgement


@register(CounterpartList, site=site)
class CounterpartListPage(RecordPage):
    """Recorded on the page of lists, with its lines; what was received is not edited."""

    subject = "people"
    adds = None
    standing = ("sender", "received_on", "as_of", "says", "holding_party", "place", "line_count")
    list_display = ("title", "reference", "sender", "received_on", "says", "line_count")
    list_filter = ("says", "synthetic")
    search_fields = ("title",)
    ordering = ("-received_on", "-id")
    parents = ("group",)
    related = ("sender",)
    autocomplete_fields = ("group", "owner")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        lists.keep_level(obj)

    def links_of(self, row, request):
        return [(_("Lines"), list_url(CounterpartLine, list=row.pk))]


class OfLine(LedgerPage):
    """Rows of the ledger of received lists."""

    subject = "people"
    search_fields = ("line__list__reference__exact",)
    search_help_text = _("The reference of the list.")


@register(CounterpartLine, site=site)
class CounterpartLinePage(OfLine):
    adds = None
    parents = ("list",)
    related = ("list", "person")
    list_display = ("name", "list", "number", dated("born", _("born")), "state", "person")
    list_filter = ("state",)
    search_fields = ("list__reference__exact",)

    def links_of(self, row, request):
        return [
            (_("The list"), change_url(row.list)),
            (_("What was judged"), list_url(LineJudgement, line=row.pk)),
        ]


@register(LineCandidate, site=site)
class LineCandidatePage(CachePage):
    subject = "people"
    parents = ("line", "person")
    related = ("line__list", "person")
    list_display = ("line", "person", "score")
    search_fields = ("line__list__reference__exact",)
    search_help_text = _("The reference of the list.")


@register(LineJudgement, site=site)
class LineJudgementPage(OfLine):
    parents = ("line", "person")
    related = ("line__list", "person", "recorded_by")
    autocomplete_fields = ("line", "person")
    list_display = ("line", "verdict", "person", recorded, "recorded_by")
    list_filter = ("verdict",)

    def record(self, by, **facts):
        return lists.judge(by=by, **facts)

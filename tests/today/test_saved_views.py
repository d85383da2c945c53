"""Saved views: what can be saved, who sees them, and what is new in them."""

import pytest
from django.urls import reverse

from cases.actions import saved_views
from cases.models import Parcel, SavedView, SavedViewLook
from cases.models.saved_view import LONGEST_QUERY
from tests.factories import (
    OfficeFactory,
    ParcelFactory,
    PersonFactory,
    RepatriationCaseFactory,
    SavedViewFactory,
    UserFactory,
)
from tests.test_lists import LISTS, make

CONTESTED = "contested=no"


def add_url(query=CONTESTED, name="repatriation_cases"):
    return f"{reverse('saved_view_add')}?list={name}&query={query.replace('&', '%26').replace('=', '%3D')}"


def save(client, query=CONTESTED, **given):
    return client.post(add_url(query), {"name": "Quiet ones", "pinned": "on", **given})


def test_a_list_offers_to_save_what_it_shows(client_for):
    page = client_for("caseworker").get("/cases/?stalled=20&page=1&sort=-last&count=exact")
    form = client_for("caseworker").get(page.context["save_url"])
    assert form.context["form"].initial["name"] == "Stalled 20 days or more"
    assert "stalled 20 days or more" in form.content.decode()


def test_a_view_keeps_filter_and_sort_but_not_the_page(client_for, caseworker):
    client = client_for(caseworker)
    url = client.get("/cases/?stalled=20&page=1&sort=-last&count=exact").context["save_url"]
    client.post(url, {"name": "Stuck", "pinned": "on"})
    view = SavedView.objects.get()
    assert (view.list, view.query) == ("repatriation_cases", "stalled=20&sort=-last")
    assert (view.owner, view.office) == (caseworker, caseworker.office)
    assert view.looks.get().pinned


def test_the_saved_view_leads_to_its_list_with_a_bar(client_for):
    client = client_for("caseworker")
    page = client.get(save(client)["Location"])
    assert page.status_code == 200
    assert page.context["list_error"] == ""
    assert "Saved view" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    ["nonsense=1", "stalled=many", "sort=nothing", "status=lost-and-found", "planned_from=31 February 2025"],
)
def test_a_filter_that_cannot_be_read_cannot_be_saved(client_for, query):
    client = client_for("caseworker")
    assert client.get(add_url(query)).status_code == 422
    assert save(client, query).status_code == 422
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "name", ["nothing", "admin:index", "repatriation_case", "today", "repatriation_cases_export", "%00", ""]
)
def test_only_a_list_can_be_saved(client_for, name):
    assert client_for("caseworker").get(add_url(name=name)).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_saved_and_counted(client_for, office, name):
    make(LISTS[name].model, office, 2)
    client = client_for("coordinator")
    url = client.get(reverse(name)).context["save_url"]
    client.post(url, {"name": "All of it", "pinned": "on"})
    (one,) = client.get("/").context["views"]
    rows = client.get(one.view.get_absolute_url()).context["rows"]
    assert one.problem == ""
    assert rows
    opened = int(name == "audit")  # that the page of today was opened is an entry of its own
    assert len(rows) == len(one.ids) + opened


def test_a_search_for_people_can_be_saved(client_for, caseworker, office):
    PersonFactory(office=office, name="Шевчук Іван")
    client = client_for(caseworker)
    client.post(client.get("/people/?q=Shevchuk").context["save_url"], {"name": "Him", "pinned": "on"})
    assert len(client.get("/").context["views"][0].ids) == 1


def test_a_filter_too_long_to_keep_is_not_offered(client_for):
    client = client_for("caseworker")
    assert client.get("/cases/", {"q": "ї" * 90}).context["save_url"]
    assert (
        client.get(
            reverse("saved_view_add"), {"list": "parcels", "query": "x" * (LONGEST_QUERY + 1)}
        ).status_code
        == 404
    )


@pytest.mark.parametrize("name", ["\0", "", " ", "x" * 101, "\ud800"])
def test_a_name_that_is_none_is_refused_in_a_sentence(client_for, name):
    answer = save(client_for("caseworker"), name=name.encode("utf-8", "replace").decode())
    assert answer.status_code in {302, 422}
    assert SavedView.objects.count() == (answer.status_code == 302)


def test_a_second_view_by_the_same_name_is_refused_and_what_was_typed_stays(client_for):
    client = client_for("caseworker")
    save(client)
    answer = save(client, "contested=yes")
    assert answer.status_code == 422
    assert "choose another name" in answer.content.decode()
    assert answer.context["form"]["name"].value() == "Quiet ones"
    assert save(client_for("coordinator")).status_code == 302


def test_sent_twice_it_is_one_view(client_for):
    client = client_for("caseworker")
    key = client.get(add_url()).context["form"]["form_key"].value()
    for _time in range(2):
        assert save(client, form_key=key).status_code == 302
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(("role", "may"), [("viewer", True), ("auditor", False), ("administrator", False)])
def test_who_may_save(client_for, role, may):
    assert client_for(role).get(add_url()).status_code == (200 if may else 403)
    assert save(client_for(role)).status_code == (302 if may else 403)


def test_a_viewer_saves_for_themselves_alone(client_for):
    save(client_for("viewer"), shared="on")
    assert not SavedView.objects.get().shared


def test_others_see_what_is_shared_and_nothing_else(client_for, office, coordinator):
    for name, shared in (("Private", False), ("Shared", True)):
        SavedViewFactory(office=office, name=name, shared=shared)
    SavedViewFactory(name="Elsewhere")
    page = client_for(coordinator).get("/views/")
    assert [row.name for row in page.context["rows"]] == ["Shared"]


def test_a_shared_view_shows_each_what_they_may_see(client_for, office):
    for level in ("ordinary", "restricted", "strict"):
        RepatriationCaseFactory(office=office, confidentiality=level)
    view = SavedViewFactory(office=office, query=CONTESTED)
    found = [
        len(client_for(role).get(view.get_absolute_url()).context["rows"])
        for role in ("viewer", "caseworker", "coordinator")
    ]
    assert found == [1, 2, 3]


@pytest.mark.parametrize("page", ["edit", "delete"])
def test_only_its_owner_changes_or_deletes_a_view(client_for, office, caseworker, page):
    shared = SavedViewFactory(office=office)
    own = SavedViewFactory(office=office, owner=caseworker)
    client = client_for(caseworker)
    assert client.get(reverse(f"saved_view_{page}", args=[shared.reference])).status_code == 404
    assert client.post(reverse(f"saved_view_{page}", args=[shared.reference])).status_code == 404
    assert client.get(reverse(f"saved_view_{page}", args=[own.reference])).status_code == 200


def test_a_renamed_view_keeps_its_history_and_a_stale_form_is_refused(client_for, office, caseworker):
    view, client = SavedViewFactory(office=office, owner=caseworker, name="Before"), client_for(caseworker)
    url = reverse("saved_view_edit", args=[view.reference])
    version = client.get(url).context["form"]["version"].value()
    assert client.post(url, {"name": "After", "version": version}).status_code == 302
    assert client.post(url, {"name": "Later", "version": version}).status_code == 422
    view.refresh_from_db()
    assert (view.name, view.shared) == ("After", False)
    assert set(view.history.values_list("name", flat=True)) == {"Before", "After"}


def test_a_deleted_view_is_gone_for_all_and_its_history_stays(client_for, office, caseworker):
    view, client = SavedViewFactory(office=office, owner=caseworker), client_for(caseworker)
    saved_views.pin(view=view, pinned=True, by=UserFactory(office=office))
    url = reverse("saved_view_delete", args=[view.reference])
    assert "1 other person" in client.get(url).content.decode()
    client.post(url)
    assert not SavedView.objects.exists()
    assert SavedView.history.rel.related_model.objects.filter(id=view.pk, pgh_label="delete").exists()
    assert client.post(url).status_code == 404


def test_a_view_of_a_list_that_is_no_more_says_so_and_can_be_deleted(client_for, office, caseworker):
    view = SavedViewFactory(office=office, owner=caseworker, list="floppy_disks", query="size=3")
    saved_views.pin(view=view, pinned=True, by=caseworker)
    client = client_for(caseworker)
    for page in ("/", "/views/", reverse("saved_view_edit", args=[view.reference])):
        assert "no longer there" in client.get(page).content.decode()
    assert client.post(reverse("saved_view_seen", args=[view.reference])).status_code == 302
    assert client.post(reverse("saved_view_delete", args=[view.reference])).status_code == 302


def test_a_view_whose_filter_is_no_more_says_so(client_for, office, caseworker):
    view = SavedViewFactory(office=office, owner=caseworker, query="horoscope=leo")
    saved_views.pin(view=view, pinned=True, by=caseworker)
    client = client_for(caseworker)
    assert "can no longer be read" in client.get("/").content.decode()
    assert client.get(view.get_absolute_url()).context["rows"] == []


def test_a_shared_view_of_a_list_for_workers_tells_a_viewer_nothing(client_for, office):
    view = SavedViewFactory(office=office, list="calls", query="", name="Calls")
    viewer = client_for("viewer")
    viewer.post(reverse("saved_view_pin", args=[view.reference]), {"pin": "1"})
    (one,) = viewer.get("/").context["views"]
    assert (one.ids, bool(one.problem)) == ([], True)
    assert viewer.get(add_url("", "calls")).status_code == 404
    assert "calls/?" not in viewer.get("/views/").content.decode()


def test_pinning_is_each_persons_own(client_for, office, caseworker, coordinator):
    view = SavedViewFactory(office=office)
    pin = reverse("saved_view_pin", args=[view.reference])
    client_for(caseworker).post(pin, {"pin": "1"})
    assert [one.view for one in client_for(caseworker).get("/").context["views"]] == [view]
    assert client_for(coordinator).get("/").context["views"] == []
    client_for(caseworker).post(pin)
    assert client_for(caseworker).get("/").context["views"] == []
    assert client_for("viewer").get(pin).status_code == 405


def test_another_offices_view_is_not_found(client_for, office):
    view = SavedViewFactory(office=OfficeFactory())
    for name in ("edit", "delete", "pin", "seen"):
        assert (
            client_for("coordinator").post(reverse(f"saved_view_{name}", args=[view.reference])).status_code
            == 404
        )
    assert (
        client_for("coordinator").get(f"/cases/?contested=yes&view={view.reference}").context["view"] is None
    )


# --- What is new ------------------------------------------------------------------------------------------


@pytest.fixture
def looked(client_for, office, caseworker):
    """A view of packed parcels that the caseworker looked at when there was one; with the client."""
    ParcelFactory(office=office, status="packed")
    view = SavedViewFactory(office=office, owner=caseworker, list="parcels", query="status=packed")
    client = client_for(caseworker)
    client.post(reverse("saved_view_seen", args=[view.reference]))
    return view, client


def new_rows(view, client):
    page = client.get(view.get_absolute_url())
    return {row.pk for row in page.context["rows"] if getattr(row, "is_new", False)}


def test_whatever_comes_in_is_new_until_it_is_marked_as_seen(looked, office):
    view, client = looked
    assert new_rows(view, client) == set()
    added = ParcelFactory(office=office, status="packed")
    assert new_rows(view, client) == {added.pk}
    page = client.get(view.get_absolute_url())
    assert "<b>1</b> new since" in page.content.decode()
    client.post(reverse("saved_view_seen", args=[view.reference]), {"new": page.context["view"].new_text})
    assert new_rows(view, client) == set()


def test_a_row_that_enters_by_a_change_is_new_and_so_is_one_that_comes_back(looked, office):
    view, client = looked
    (first,) = client.get(view.get_absolute_url()).context["rows"]
    type(first).objects.filter(pk=first.pk).update(status="dispatched")
    client.post(reverse("saved_view_seen", args=[view.reference]), {"new": ""})
    type(first).objects.filter(pk=first.pk).update(status="packed")
    assert new_rows(view, client) == {first.pk}


def test_what_came_in_while_one_was_reading_stays_new(looked, office):
    view, client = looked
    shown = client.get(view.get_absolute_url()).context["view"].new_text
    late = ParcelFactory(office=office, status="packed")
    client.post(reverse("saved_view_seen", args=[view.reference]), {"new": shown})
    assert new_rows(view, client) == {late.pk}


def test_opening_a_view_is_not_looking(looked, office):
    view, client = looked
    ParcelFactory(office=office, status="packed")
    assert new_rows(view, client) == new_rows(view, client) != set()


@pytest.mark.parametrize("new", ["x", ",", "-1", "9" * 400, "1,2,3" * 500, "\0", "²"])
def test_no_bad_list_of_what_was_shown_breaks_it(looked, new):
    view, client = looked
    assert client.post(reverse("saved_view_seen", args=[view.reference]), {"new": new}).status_code == 302


def test_beyond_a_thousand_rows_new_ones_are_not_counted(looked, office):
    view, client = looked
    rows = [Parcel(office=office, reference=f"PCL-N{i:05}", status="packed") for i in range(1000)]
    Parcel.objects.bulk_create(rows)
    assert "new ones are not counted" in client.get(view.get_absolute_url()).content.decode()
    client.post(reverse("saved_view_seen", args=[view.reference]))
    look = SavedViewLook.objects.get()
    assert (look.beyond, look.seen) == (True, [])


def test_another_filter_than_the_views_has_no_bar(looked):
    view, client = looked
    assert client.get(f"/parcels/?status=lost&view={view.reference}").context["view"] is None
    assert client.get(f"/parcels/?status=packed&sort=-last&view={view.reference}").context["view"] is not None


@pytest.mark.parametrize("reference", ["", "x", "\0", "VEW-00000", "Ґ" * 300])
def test_a_view_that_is_none_changes_nothing_of_the_list(client_for, reference):
    page = client_for("caseworker").get("/parcels/", {"view": reference})
    assert (page.status_code, page.context["list_error"], page.context["view"]) == (200, "", None)

"""A source, a statement and its claims are recorded together, also when two people do it at the same moment."""

from uuid import uuid4

import pytest

from cases.actions.entry import EntryRefused, new_source, record_entry
from cases.models import Claim, Source, Statement
from tests import factories as make
from tests.actions.at_once import at_once, while_open
from tests.actions.proof import assert_threads

ADDRESS = "https://news.example/a"


def entering(office, source, *claims, form_key=None):
    speaker = make.ActorFactory()
    said = {"speaker": speaker, "text": "What was said", "modality": "asserted"}
    return lambda: record_entry(
        office=office, source=source, statement=said, claims=claims, by=None, form_key=form_key
    )


def size(group, number):
    return {"about": group, "aspect": "size", "number": number, "population": "people"}


def source_facts():
    return {"title": "A report", "url": ADDRESS, "type": "article", "publisher": make.ActorFactory()}


def test_a_refused_claim_takes_all_with_it(office):
    group, parcel = make.GroupFactory(office=office), make.ParcelFactory(office=office)
    with pytest.raises(EntryRefused) as refused:
        entering(office, source_facts(), size(group, 6), size(parcel, 6))()
    assert list(refused.value.claims) == [1]
    assert not Source.objects.exists()
    assert not Claim.objects.exists()


def test_of_two_who_record_the_same_new_address_one_makes_the_source(committed_db):
    office = make.OfficeFactory()
    facts = source_facts()
    first, second = while_open(entering(office, facts), entering(office, facts))
    assert first.source == second.source == Source.objects.get()


def test_a_form_sent_twice_at_once_is_one_statement(committed_db):
    office, key = make.OfficeFactory(), uuid4()
    source = make.SourceFactory(office=office)
    deed = entering(office, source, form_key=key)
    answers = at_once(deed, deed, deed)
    assert Statement.objects.get() in answers


def test_two_who_speak_of_the_same_records_in_opposite_order_do_not_block_each_other(committed_db):
    group = make.GroupFactory()
    other = make.GroupFactory(office=group.office)
    source = make.SourceFactory(office=group.office)
    deeds = [
        entering(group.office, source, *[size(each, number) for each in records])
        for number, records in enumerate([(group, other), (other, group)] * 3)
    ]
    assert all(isinstance(answer, Statement) for answer in at_once(*deeds))
    assert Claim.objects.count() == 12
    assert_threads(group)
    assert_threads(other)


def test_the_site_of_an_address_is_one_publisher(office):
    made = [
        new_source(office=office, by=None, title="A page", url=f"{ADDRESS}/{n}", type="web_page")
        for n in (1, 2)
    ]
    assert {source.publisher.name for source in made} == {"news.example"}

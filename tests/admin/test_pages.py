"""Every page of the workshop answers, within a bounded number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import models
from cases.admin import site
from cases.models import Office, User
from tests.admin.conftest import THE_AUDITORS, address, reader_of, records

pytestmark = pytest.mark.django_db

STAFF = (Office, User)
#: Caches; what is recorded elsewhere; and persons, who are looked for before they are recorded.
NOT_TYPED = (
    models.Thread, models.Lot, models.Position, models.IdentityLink, models.NewsSearch, models.FamilyCall, models.WishRecord, models.Consent, models.ConsentWithdrawal, models.StoredCopy, models.Person,
    models.ChildCardItem, models.ChildCardJudgement,
    models.DeathNotice, models.DeathReport, models.Handling, models.CounterpartList, models.CounterpartLine,
    models.LineCandidate, models.ImportBatch, models.ImportRow, models.SavedView, models.SavedViewLook, models.DocumentFile, models.ProposedStep,
    models.GlassBreak, *THE_AUDITORS,
)  # fmt: skip
RECORDS = [model for model in records() if model not in STAFF]
ids = [model.__name__ for model in RECORDS]


def get(client, url, at_most):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(url)
    assert answer.status_code == 200, url
    assert len(queries) <= at_most, "\n".join(q["sql"][:300] for q in queries)
    return answer.content.decode()


def test_every_model_is_in_the_workshop():
    assert [model.__name__ for model in records() if not site.is_registered(model)] == []


@pytest.mark.parametrize("model", RECORDS, ids=ids)
def test_a_list_does_not_ask_more_for_more_rows(model, row, coordinator, client_for):
    client = client_for(reader_of(model))
    one = row(model)
    client.get(address(model, "changelist"))
    with CaptureQueriesContext(connection) as queries:
        client.get(address(model, "changelist"))
    for _ in range(3):
        row(model)
    html = get(client, address(model, "changelist"), len(queries))
    assert f"/{model._meta.model_name}/{one.pk}/change/" in html


@pytest.mark.parametrize("model", RECORDS, ids=ids)
def test_the_page_of_a_row_and_its_history_open(model, row, coordinator, client_for):
    client, one = client_for(reader_of(model)), row(model)
    html = get(client, address(model, "change", one.pk), 45)
    assert "UncertainDate(" not in html
    get(client, address(model, "history", one.pk), 25)


@pytest.mark.parametrize("model", [m for m in RECORDS if m not in NOT_TYPED])
def test_a_new_row_can_be_typed(model, coordinator, client_for):
    html = get(client_for(coordinator), address(model, "add"), 30)
    assert "csrfmiddlewaretoken" in html


@pytest.mark.parametrize("model", STAFF)
def test_the_administrator_keeps_staff(model, row, administrator, client_for):
    client, one = client_for(administrator), row(model)
    for url in (address(model, "changelist"), address(model, "change", one.pk)):
        get(client, url, 20)
    get(client, address(model, "history", one.pk), 20)


def test_the_first_page_names_subjects_and_not_an_app(coordinator, client_for):
    html = get(client_for(coordinator), "/admin/", 12)
    assert "Places and parties" in html
    assert ">Cases<" not in html

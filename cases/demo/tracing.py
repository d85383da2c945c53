"""Tracing requests of relatives of those who are held, through the same deeds as in the office."""

from datetime import timedelta

from cases.actions import events, tracing
from cases.demo import paths
from cases.demo.batch import Batch
from cases.demo.spoken import plainly
from cases.models import Event, TracingConsent, TracingJudgement, TracingRequest
from cases.models.tracing import Answer

_FOUND = {"found_located", "found_no_contact"}
_SAYS = {
    "search_suspended": "Synthetic: waiting for a better description.",
    "not_found": "Synthetic: on no list that we hold.",
    "enquirer_told": "Synthetic: alive and in good health, as the person agreed.",
}


def make(world, count):
    """So many requests, in turn for people of either side."""
    batch, made = Batch(world), []
    for number in range(count):
        side = world.sides[number % 2]
        sought = [
            person for person in side.held[:200] if person.name and person.confidentiality == "ordinary"
        ]
        if sought:
            made.append((_request(world, batch, world.rng.choice(sought), number), world.deal(paths.TRACING)))
    batch.save()
    for (request, person), path in made:
        _work_on(world, request, person, path)


def _request(world, batch, person, number):
    since = world.ago(world.rng.randint(10, 200))
    request = batch.record(
        TracingRequest,
        since=since,
        received_on=since,
        enquirer=f"Synthetic relative {number + 1}",
        relationship=world.rng.choice([*TracingRequest.Relationship]),
        enquirer_contact="Synthetic: reached through this office only.",
        name=person.latin_name if number % 3 == 0 and person.latin_name else person.name,
        born=person.born,
        sex=person.sex,
        standing=TracingRequest.Standing.MILITARY if person.rank else "",
        last_seen=plainly(since - timedelta(days=world.rng.randint(5, 60))),
        circumstances="Synthetic: no word since then.",
        owner=world.owner(),
    )
    batch.tell(request, [])
    return request, person


def _work_on(world, request, person, path):
    by, types = world.rng.choice(world.staff), [type for type, _found in paths.steps(path)]
    for scope in (TracingConsent.Scope.RED_CROSS, TracingConsent.Scope.BUREAU) if types else ():
        tracing.record_consent(
            request=request, scope=scope, answer=Answer.GIVEN, answered_on=request.received_on,
            how="Synthetic: signed form.", by=by,
        )  # fmt: skip
    for type in types:
        if type in _FOUND:
            tracing.judge(
                request=request, person=person, verdict=TracingJudgement.Verdict.IS,
                reason="Synthetic: name, birth and father agree.", by=by,
            )  # fmt: skip
        if type == "enquirer_told":
            tracing.record_release_consent(
                request=request, answer=Answer.GIVEN, answered_on=world.ago(2), asked_by="Synthetic delegate",
                how="Synthetic: alone, in writing.", by=by,
            )  # fmt: skip
        events.record_event(
            about=request,
            type=type,
            by=by,
            occurred=plainly(world.ago(1)),
            counterpart=world.between[0] if type.startswith("given") else None,
            note=_SAYS.get(type, ""),
            evidence=Event.Evidence.OWN_OBSERVATION,
        )

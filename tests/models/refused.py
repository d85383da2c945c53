"""What the database refuses: for each named constraint of ours one way to break it."""

from datetime import date, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from cases.lib.dates import UncertainDate, parse
from cases.models import (
    Aspect,
    Event,
    EventError,
    FamilyCall,
    Handling,
    IdentityLink,
    NewsSearch,
    Thread,
    Wish,
    WishRecord,
)
from tests import factories as make

BACKWARDS = UncertainDate("2025-12-02/2025-12-01", "", date(2025, 12, 2), date(2025, 12, 1), "stated")
BOUNDS_OF_NO_YEAR = UncertainDate("XXXX-12-11", "", date(2025, 12, 11), date(2025, 12, 11), "unknown")

#: The name of a constraint, and what breaks it.
TABLE = {}


def breaks(name):
    def enter(function):
        TABLE[name] = function
        return function

    return enter


def changed(record, **columns):
    type(record).objects.filter(pk=record.pk).update(**columns)


def again(row, **columns):
    """Insert a copy of a row, past the actions, with other columns."""
    for name, value in {"pk": None, "id": None, "form_key": None, **columns}.items():
        setattr(row, name, value)
    if any(field.name == "reference" for field in row._meta.concrete_fields):
        row.reference = ""
    row.save(force_insert=True)


# --- About one record -------------------------------------------------------------------------------------


@breaks("event_about_one")
def an_event_about_two():
    again(make.EventFactory(), person=make.PersonFactory())


@breaks("thread_about_one")
def a_thread_about_two():
    changed(make.ThreadFactory(), person=make.PersonFactory())


@breaks("claim_about_one")
def a_claim_about_two():
    again(make.ClaimFactory(), person=make.PersonFactory())


@breaks("followup_about_one")
def a_follow_up_about_nothing():
    changed(make.FollowUpFactory(), parcel=None)


@breaks("document_about_one")
def a_document_about_two():
    changed(make.DocumentFactory(), person=make.PersonFactory())


# --- Events -----------------------------------------------------------------------------------------------


@breaks("event_rests_on_something")
def an_event_on_nobodys_word():
    again(make.EventFactory(), evidence="")


@breaks("event_declares_only_when_not_known")
def a_note_that_declares_a_state():
    again(make.EventFactory(), declared_status="lost")


@breaks("eventerror_has_reason")
def an_error_without_reason():
    EventError.objects.create(event=make.EventFactory(), kind="did_not_occur", reason="")


@breaks("eventerror_not_itself")
def an_event_that_corrects_itself():
    event = make.EventFactory()
    EventError.objects.create(event=event, kind="incorrect_data", reason="Typed wrongly.", correction=event)


# --- Claims -----------------------------------------------------------------------------------------------


@breaks("claim_value_fits_aspect")
def a_size_that_is_a_word():
    again(make.ClaimFactory(), number=None, outcome="delivered")


@breaks("claim_count_has_population")
def a_count_of_nothing():
    again(make.ClaimFactory(), population="")


@breaks("claim_position_is_somebodys")
def a_position_of_nobody():
    claim = make.ClaimFactory(about=make.RepatriationCaseFactory(), aspect="position", position="considering",
                              party=make.PartyFactory())  # fmt: skip
    again(claim, party=None)


@breaks("claim_own_is_own")
def an_own_position_in_the_words_of_another():
    case = make.RepatriationCaseFactory()
    claim = make.ClaimFactory(about=case, aspect="position", position="considering", party=case.holding_party)
    again(claim, own=True)


@breaks("thread_once")
def the_same_thread_twice():
    thread = make.ThreadFactory()
    Thread.objects.create(group=thread.group, aspect=thread.aspect, population=thread.population)


@breaks("thread_open_is_undecided")
def an_open_thread_that_agrees():
    changed(make.ThreadFactory(), open=True)


@breaks("assessment_has_reason")
def a_judgement_without_reason():
    again(make.AssessmentFactory(), reason="")


@breaks("statement_has_words")
def a_statement_of_nothing():
    again(make.StatementFactory(), text="")


@breaks("claim_aspect_fits_kind")
def an_event_count_of_a_group():
    again(make.ClaimFactory(), aspect="count_event")


@breaks("claim_planned_is_not_done")
def an_announced_number_as_done():
    announced = make.StatementFactory(modality="planned")
    again(make.ClaimFactory(aspect="count_planned", number=25, population="people", statement=announced),
          aspect="count_cumulative")  # fmt: skip


@breaks("newssearch_says_where")
def a_search_nowhere():
    event = make.EventFactory(about=make.RepatriationCaseFactory(), type="checked_for_news")
    NewsSearch.objects.create(event=event, languages="uk", looked_at="")


@breaks("newssearch_of_a_check")
def a_search_of_something_else():
    NewsSearch.objects.create(event=make.EventFactory(), languages="uk", looked_at="The register")


@breaks("familycall_of_a_call")
def a_call_of_something_else():
    FamilyCall.objects.create(event=make.EventFactory())


@breaks("familycall_one_caller")
def a_caller_on_record_and_in_words():
    call = make.FamilyCallFactory()
    again(call, caller=call.event.person)


@breaks("visited_once")
def somebody_twice_on_the_list_of_a_visit():
    again(make.VisitedFactory())


@breaks("handling_says_something")
def a_handling_of_nothing():
    Handling.objects.create(event=make.EventFactory())


@breaks("handling_fits_its_event")
def a_signature_under_a_note():
    Handling.objects.create(event=make.EventFactory(), signed_by="addressee")


@breaks("sourceassessment_has_reason")
def a_source_judged_without_a_reason():
    again(make.SourceAssessmentFactory(), reason="")


@breaks("sourceassessment_rating_is_a_rating")
def a_rating_that_says_nothing():
    again(make.SourceAssessmentFactory(), reliability="")


@breaks("documentfile_has_its_digest")
def a_file_with_another_digest():
    again(make.DocumentFileFactory(), document=make.DocumentFactory(), content=b"another")


@breaks("documentfile_is_not_empty")
def a_file_without_content():
    make.DocumentFileFactory(content=b"", size=0)


@breaks("document_wrong_has_reason")
def a_wrong_document_without_a_reason():
    changed(make.DocumentFactory(), wrong_at=Now(), wrong_by=make.UserFactory())


@breaks("storedcopy_has_its_digest")
def a_copy_with_another_digest():
    again(make.StoredCopyFactory(), source=make.SourceFactory(), content=b"another")


@breaks("source_url_once")
def the_same_address_twice():
    again(make.SourceFactory(url="https://example.org/1"))


@breaks("source_sha256_is_hexadecimal")
def a_digest_of_a_source_in_capitals():
    again(make.SourceFactory(), sha256="F" * 64)


@breaks("source_not_from_itself")
def a_source_that_quotes_itself():
    source = make.SourceFactory()
    source.reference = ""
    source.relayed_from_id = source.pk = source.pk + 1
    source.save(force_insert=True)


# --- People -----------------------------------------------------------------------------------------------


@breaks("party_code_is_iso")
def a_party_in_small_letters():
    changed(make.PartyFactory(), code="xa")


@breaks("actor_state_has_party")
def a_ministry_of_no_state():
    changed(make.StateBodyFactory(), party=None)


@breaks("person_name_or_label")
def a_person_without_name_or_label():
    changed(make.PersonFactory(), name="")


@breaks("personname_once")
def the_same_name_twice():
    again(make.PersonNameFactory())


@breaks("personidentifier_once")
def the_same_passport_twice():
    again(make.PersonIdentifierFactory())


@breaks("relationship_once")
def two_relationships_of_the_same_two():
    again(make.RelationshipFactory(), role="guardian")


@breaks("relationship_of_two")
def a_relationship_with_oneself():
    person = make.PersonFactory()
    make.RelationshipFactory(person=person, other=person)


@breaks("custodyperiod_apart")
def a_person_held_in_two_places():
    period = make.CustodyPeriodFactory(begin=parse("3 March 2025"), end=parse("9 March 2025"), accepted=True)
    again(period, begin=parse("5 March 2025"), end=parse("12 March 2025"))


@breaks("groupmembership_once")
def a_person_twice_in_a_group():
    again(make.GroupMembershipFactory())


@breaks("place_once")
def the_same_place_twice():
    again(make.PlaceFactory())


@breaks("place_not_in_itself")
def a_place_in_itself():
    place = make.PlaceFactory()
    changed(place, parent=place)


# --- Mail and goods ---------------------------------------------------------------------------------------


@breaks("parcel_external_number_once")
def one_number_of_a_list_for_two_parcels():
    consignment = make.ConsignmentFactory()
    make.ParcelFactory(consignment=consignment, external_number="7")
    make.ParcelFactory(consignment=consignment, external_number="7")


@breaks("correspondence_s10_once")
def two_letters_with_one_postal_item_number():
    letter = make.CorrespondenceFactory(s10="RR123456785UA")
    make.CorrespondenceFactory(office=letter.office, s10="RR123456785UA")


@breaks("import_batch_sha256_is_hexadecimal")
def a_digest_of_a_file_that_is_none():
    make.ImportBatchFactory(sha256="Z" * 64)


@breaks("import_batch_parcels_have_a_consignment")
def an_import_of_parcels_for_no_consignment():
    make.ImportBatchFactory(consignment=None, office=make.OfficeFactory())


@breaks("import_batch_applied_at_a_time")
def an_import_recorded_at_no_time():
    changed(make.ImportBatchFactory(), state="applied")


@breaks("import_batch_applied_whole")
def an_import_with_errors_recorded_though_nobody_said_so():
    changed(make.ImportBatchFactory(), state="applied", applied_at=Now(), errors=1)


@breaks("import_row_once")
def a_row_of_a_file_twice():
    row = make.ImportRowFactory()
    again(row)


@breaks("import_row_changes_a_record")
def a_row_that_changes_nothing_known():
    make.ImportRowFactory(outcome="changed")


@breaks("import_row_undecided_between_people")
def a_row_to_be_decided_between_nobody():
    make.ImportRowFactory(outcome="undecided")


@breaks("consignment_between_two")
def a_consignment_that_goes_nowhere():
    consignment = make.ConsignmentFactory()
    changed(consignment, to_party=consignment.from_party)


@breaks("lot_one_bulk_per_account")
def two_bulk_lots_in_one_account():
    again(make.LotFactory())


@breaks("lot_labelled_is_one")
def a_labelled_parcel_of_two():
    changed(make.LotFactory(), parcel=make.ParcelFactory())


@breaks("lot_holds_something")
def an_empty_lot():
    changed(make.LotFactory(), quantity=0)


@breaks("lot_sum_is_prepared")
def a_lot_that_grows_by_itself():
    changed(make.LotFactory(), quantity=11)


@breaks("parcel_one_addressee")
def a_parcel_to_two():
    changed(make.ParcelFactory(), addressee=make.PersonFactory(), addressee_group=make.GroupFactory())


@breaks("parcel_s10_once")
def the_same_postal_number_twice():
    again(make.ParcelFactory(s10="RR123456785XA"))


@breaks("parcel_stays_in_account")
def a_parcel_that_leaves_its_account():
    parcel = make.ParcelFactory(consignment=make.ConsignmentFactory())
    make.EventFactory(about=parcel, type="added")
    changed(parcel, consignment=None)


@breaks("correspondence_not_own_reply")
def a_letter_that_replies_to_itself():
    letter = make.CorrespondenceFactory()
    changed(letter, reply_to=letter)


# --- The card of a child ---


@breaks("childcarditem_once")
def an_item_of_a_card_twice():
    again(make.ChildCardItemFactory())


@breaks("childcardjudgement_has_digest")
def a_judgement_of_no_words():
    again(make.ChildCardJudgementFactory(), digest="")


# --- Movements --------------------------------------------------------------------------------------------


@breaks("evacuee_once")
def a_person_twice_in_an_evacuation():
    again(make.EvacueeFactory())


@breaks("evacuee_wish_was_asked")
def a_wish_that_nobody_asked_for():
    changed(make.EvacueeFactory(), wish=Wish.RETURN)


def told(event, **facts):
    """A wish beside an event, past the action."""
    facts = {"wish": "return", "how": "alone", "heard_by": "A delegate"} | facts
    WishRecord(event=event, **facts).save(force_insert=True)


def a_told_wish(**facts):
    """Another row of a wish, past the action; the event has one already, which is asked last."""
    with_wish = make.WishRecordFactory()
    event = Event.objects.get(pk=with_wish.event_id)
    told(event, **facts)


@breaks("wishrecord_says_a_wish")
def a_wish_that_nobody_knows():
    a_told_wish(wish="unknown")


@breaks("wishrecord_was_heard")
def a_wish_that_nobody_heard():
    a_told_wish(heard_by="")


@breaks("wishrecord_names_the_others")
def a_wish_before_others_whom_nobody_names():
    a_told_wish(how="with_others")


@breaks("wishrecord_assessment_is_somebodys")
def an_assessment_that_nobody_made():
    a_told_wish(assessment="To be with the mother.")


@breaks("wishrecord_somebody_speaks_for_them")
def an_interest_that_nobody_found():
    a_told_wish(wish="cannot_express", in_interest=True)


@breaks("wishrecord_of_a_wish")
def a_wish_told_by_a_note():
    told(make.EventFactory())


@breaks("wishrecord_on_no_partys_word")
def a_wish_on_a_partys_word():
    case = make.RepatriationCaseFactory()
    minister = make.StateBodyFactory(party=case.holding_party)
    statement = make.StatementFactory(speaker=minister, source__office=case.office)
    event = Event(repatriation_case=case, office=case.office, type="wish_recorded", statement=statement)
    event.save(force_insert=True)
    told(event)


@breaks("case_person_or_group")
def a_case_of_a_person_and_a_group():
    changed(make.RepatriationCaseFactory(), person=make.PersonFactory())


@breaks("case_between_two")
def a_case_within_one_state():
    case = make.RepatriationCaseFactory()
    changed(case, receiving_party=case.holding_party)


@breaks("case_wish_was_asked")
def a_wish_in_a_case_that_nobody_asked_for():
    changed(make.RepatriationCaseFactory(), wish=Wish.STAY)


@breaks("position_once")
def two_positions_of_one_party():
    again(make.PositionFactory())


@breaks("position_rests_on_claim")
def a_position_on_nobodys_word():
    changed(make.PositionFactory(), stance="considering")


@breaks("repatriationevent_between_two")
def an_operation_within_one_state():
    operation = make.RepatriationEventFactory()
    changed(operation, to_party=operation.from_party)


@breaks("part_person_or_counted_group")
def a_part_that_is_nobody():
    changed(make.RepatriationPartFactory(), person=None)


@breaks("part_outcome_rests_on_event")
def an_outcome_that_nobody_recorded():
    changed(make.RepatriationPartFactory(), outcome="came", came=1)


@breaks("part_travels_with_another")
def a_person_who_travels_with_themselves():
    line = make.RepatriationPartFactory()
    changed(line, companion=line.person)


@breaks("part_against_in_exchange")
def a_return_that_goes_both_ways():
    changed(make.RepatriationPartFactory(), direction="against")


@breaks("part_person_once")
def a_person_twice_in_an_operation():
    again(make.RepatriationPartFactory())


# --- Work -------------------------------------------------------------------------------------------------


@breaks("followup_done_has_outcome")
def a_follow_up_done_without_outcome():
    changed(make.FollowUpFactory(), done_at="2025-12-11 09:00Z")


@breaks("followup_comes_from_an_event")
def an_answer_awaited_to_no_question():
    changed(make.FollowUpFactory(), origin="answer_due")


@breaks("followup_asks_for_an_answer")
def a_task_that_asks_somebody():
    changed(make.FollowUpFactory(), counterpart=make.ActorFactory())


@breaks("followup_alert_names_its_rule")
def an_alert_by_no_rule():
    changed(make.FollowUpFactory(), origin="alert", event=make.EventFactory())


@breaks("followup_once_for_an_event")
def two_alerts_by_one_rule_for_one_event():
    event = make.EventFactory()
    for _time in range(2):
        changed(make.FollowUpFactory(), origin="alert", rule="D20", event=event)


@breaks("event_only_answers_answer")
def a_note_that_answers():
    event = make.EventFactory()
    again(event, answers_id=event.pk)


@breaks("document_sha256_is_hexadecimal")
def a_digest_of_a_document_that_is_none():
    changed(make.DocumentFactory(), sha256="unknown")


# --- Uncertain dates: two constraints each ----------------------------------------------------------------

DATED = {
    "agreement": (make.AgreementFactory, "planned", "concluded"),
    "undertaking": (make.UndertakingFactory, "planned", "due"),
    "consignment": (make.ConsignmentFactory, "planned"),
    "parcel": (make.ParcelFactory, "planned"),
    "correspondence": (make.CorrespondenceFactory, "planned", "written", "posted", "received"),
    "visit": (make.VisitFactory, "planned", "occurred"),
    "evacuation": (make.EvacuationFactory, "planned", "occurred"),
    "evacuee": (make.EvacueeFactory, "planned"),
    "group": (make.GroupFactory, "planned"),
    "person": (make.PersonFactory, "planned", "born"),
    "deathnotice": (make.DeathNoticeFactory, "died", "buried", "informed"),
    "deathreport": (make.DeathReportFactory, "said"),
    "relationship": (make.RelationshipFactory, "begin", "end"),
    "custodyperiod": (make.CustodyPeriodFactory, "begin", "end"),
    "case": (make.RepatriationCaseFactory, "planned", "occurred"),
    "repatriationevent": (make.RepatriationEventFactory, "planned", "occurred"),
    "proposedstep": (make.ProposedStepFactory, "occurred"),
    "tracingrequest": (make.TracingRequestFactory, "planned", "born", "last_seen"),
    "consent": (lambda: make.ConsentWithdrawalFactory().consent, "given"),
    "consentwithdrawal": (make.ConsentWithdrawalFactory, "withdrawn"),
    "counterpartlist": (make.CounterpartListFactory, "as_of"),
    "counterpartline": (make.CounterpartLineFactory, "born"),
    "event": (make.EventFactory, "occurred", "due"),
    "source": (make.SourceFactory, "published"),
    "statement": (make.StatementFactory, "said"),
    "claim": (lambda: make.ClaimFactory(aspect=Aspect.DATE, date=parse("2025")), "date", "as_of"),
}


def _dated(factory, field, value):
    return lambda: again(factory(), **{field: value})


for _model, (_factory, *_fields) in DATED.items():
    for _field in _fields:
        TABLE[f"{_model}_{_field}_in_order"] = _dated(_factory, _field, BACKWARDS)
        TABLE[f"{_model}_{_field}_bounds_need_a_year"] = _dated(_factory, _field, BOUNDS_OF_NO_YEAR)


# --- One human being, several records ---------------------------------------------------------------------


@breaks("person_joined_into_another")
def a_person_joined_into_itself():
    person = make.PersonFactory()
    changed(person, joined_into=person)


@breaks("identitylink_once")
def a_pair_twice():
    link = make.IdentityLinkFactory()
    IdentityLink.objects.create(first=link.first, second=link.second)


@breaks("identitylink_in_order")
def a_pair_the_wrong_way_round():
    link = make.IdentityLinkFactory()
    changed(link, first=link.second, second=link.first)


@breaks("identitylink_score_is_absolute")
def a_score_above_the_scale():
    changed(make.IdentityLinkFactory(), score=101)


@breaks("identitylink_same_takes_two")
def a_join_by_one():
    user = make.UserFactory()
    changed(make.IdentityLinkFactory(), state="same", proposed_by=user, confirmed_by=user)


@breaks("identitylink_in_one_office")
def a_pair_of_two_offices():
    first, second = make.PersonFactory(), make.PersonFactory()
    IdentityLink.objects.create(first=first, second=second)


@breaks("identityjudgement_has_reason")
def a_judgement_of_a_pair_without_reason():
    link = make.IdentityLinkFactory()
    link.judgements.create(verdict="unsure", reason="", recorded_by=make.UserFactory())


@breaks("nametoken_once")
def a_word_twice():
    make.NameTokenFactory(fold=make.NameTokenFactory().fold)


# --- News of a death, and flags ---------------------------------------------------------------------------


@breaks("deathnotice_one_for_a_person")
def a_second_notice_of_one_person():
    make.DeathNoticeFactory(person=make.DeathNoticeFactory().person)


@breaks("deathnotice_informed_whom_and_how")
def a_family_informed_without_saying_how():
    changed(make.DeathNoticeFactory(), informed_at=Now(), informed_whom="A sister")


@breaks("deathnotice_withdrawn_with_reason")
def news_withdrawn_without_reason():
    changed(make.DeathNoticeFactory(), withdrawn_at=Now())


@breaks("deathreport_has_a_source")
def a_report_from_nowhere():
    changed(make.DeathReportFactory(), title="")


@breaks("personhold_has_reason")
def a_hold_for_no_reason():
    changed(make.PersonHoldFactory(), reason="")


@breaks("personhold_one_for_a_person")
def a_second_hold_of_one_person():
    make.PersonHoldFactory(person=make.PersonHoldFactory().person)


@breaks("personflag_in_order")
def a_flag_that_ends_before_it_begins():
    changed(make.PersonFlagFactory(), begin=date(2025, 12, 2), until=date(2025, 12, 1))


@breaks("personflag_says_what_to_do")
def a_flag_without_words():
    changed(make.PersonFlagFactory(), instruction="")


@breaks("glassbreak_about_one")
def glass_broken_of_a_person_and_a_case():
    again(make.GlassBreakFactory(), repatriation_case=make.RepatriationCaseFactory())


@breaks("glassbreak_has_reason")
def glass_broken_for_no_reason():
    again(make.GlassBreakFactory(), reason="")


@breaks("glassbreak_ends_by_itself")
def glass_that_stays_broken():
    row = make.GlassBreakFactory()
    again(row, until=row.broken_at + timedelta(hours=4))


# --- Tracing ----------------------------------------------------------------------------------------------


@breaks("tracingrequest_has_enquirer")
def a_request_of_nobody():
    changed(make.TracingRequestFactory(), enquirer="")


@breaks("tracingrequest_has_relationship")
def a_request_of_no_relative():
    changed(make.TracingRequestFactory(), relationship="")


@breaks("tracingrequest_names_somebody")
def a_request_for_nobody():
    changed(make.TracingRequestFactory(), name="")


@breaks("tracingconsent_says_how")
def a_consent_given_nohow():
    again(make.TracingConsentFactory(), how="")


@breaks("tracingjudgement_has_reason")
def somebody_found_for_no_reason():
    again(make.TracingJudgementFactory(), reason="")


@breaks("releaseconsent_says_how")
def a_person_asked_by_nobody():
    again(make.ReleaseConsentFactory(), asked_by="")


@breaks("consent_says_how")
def a_person_who_consents_nohow():
    again(make.ConsentWithdrawalFactory().consent, how="")


@breaks("consent_names_the_guardian")
def a_guardian_without_name():
    again(make.ConsentWithdrawalFactory().consent, given_by="guardian")


@breaks("consent_holds_once")
def a_consent_that_is_in_force_twice():
    again(make.ConsentFactory())


@breaks("consentwithdrawal_has_reason")
def a_consent_taken_back_without_a_word():
    withdrawal = make.ConsentWithdrawalFactory()
    again(withdrawal, consent=make.ConsentFactory(), reason="")


# --- Received lists ---------------------------------------------------------------------------------------


@breaks("counterpartlist_held_by_somebody")
def a_list_of_people_held_by_nobody():
    again(
        make.CounterpartListFactory(),
        holding_party=None,
        source=make.SourceFactory(),
        statement=make.StatementFactory(),
    )


@breaks("counterpartline_once")
def two_lines_in_one_place():
    again(make.CounterpartLineFactory())


@breaks("counterpartline_names_somebody")
def a_line_without_a_name():
    again(make.CounterpartLineFactory(), number=7, name="")


@breaks("counterpartline_is_somebody")
def a_line_that_is_nobody_on_record():
    changed(make.CounterpartLineFactory(), state="is")


@breaks("linecandidate_once")
def somebody_twice_for_one_line():
    again(make.LineCandidateFactory())


@breaks("linecandidate_score_is_absolute")
def a_likeness_above_the_scale():
    changed(make.LineCandidateFactory(), score=101)


@breaks("linejudgement_is_somebody")
def a_line_judged_to_be_nobody():
    again(make.LineJudgementFactory(), verdict="is")


@breaks("linejudgement_has_reason")
def a_judgement_of_a_line_taken_back_for_no_reason():
    again(make.LineJudgementFactory(), verdict="undone")


# --- Saved views ------------------------------------------------------------------------------------------


@breaks("savedview_name_once")
def a_second_view_by_one_name():
    again(make.SavedViewFactory())


@breaks("savedview_has_name")
def a_view_without_a_name():
    changed(make.SavedViewFactory(), name="")


@breaks("savedviewlook_once")
def a_second_look():
    look = make.SavedViewLookFactory()
    make.SavedViewLookFactory(view=look.view, user=look.user)


@breaks("savedviewlook_remembers_so_many")
def a_look_at_too_many():
    make.SavedViewLookFactory(looked_at=timezone.now(), seen=list(range(1001)))


@breaks("savedviewlook_saw_by_looking")
def rows_seen_without_looking():
    make.SavedViewLookFactory(seen=[1])


# --- Exports ----------------------------------------------------------------------------------------------


@breaks("export_has_owner")
def an_export_of_nobody():
    changed(make.ExportFactory(), owner=None)


@breaks("export_of_coordinator_has_reason")
def a_coordinator_takes_a_list_for_nothing():
    changed(make.ExportFactory(), reason="")


@breaks("export_kept_file_expires")
def a_file_that_is_kept_for_ever():
    changed(make.ExportFactory(), state="ready", sha256="0" * 64)


@breaks("export_made_has_digest")
def a_file_without_a_digest():
    changed(make.ExportFactory(), state="sent")


@breaks("export_part_once")
def a_piece_of_a_file_twice():
    again(make.ExportPartFactory())


@breaks("exportapproval_by_two_persons")
def an_export_allowed_by_who_asked():
    asked = make.ExportApprovalFactory()
    changed(asked, decided_by=asked.asked_by, decided_at=timezone.now(), allowed=True)


@breaks("exportapproval_decided_whole")
def an_export_decided_by_nobody():
    changed(make.ExportApprovalFactory(), allowed=True)


@breaks("exportapproval_has_reason")
def a_large_export_for_nothing():
    changed(make.ExportApprovalFactory(), reason="")


# --- Staff ------------------------------------------------------------------------------------------------


@breaks("user_username_once")
def a_username_that_differs_by_capitals_alone():
    make.UserFactory(username="olena")
    make.UserFactory(username="Olena")


@breaks("invitation_workers_have_office")
def a_caseworker_of_no_office():
    make.InvitationFactory(office=None, asked_by=make.UserFactory())


@breaks("invitation_accepted_whole")
def an_accepted_invitation_that_is_withdrawn():
    make.InvitationFactory(
        accepted_by=make.UserFactory(), accepted_at=timezone.now(), withdrawn_at=timezone.now()
    )


@breaks("invitation_by_two_persons")
def an_invitation_allowed_by_who_asked():
    by = make.UserFactory(role="administrator")
    make.InvitationFactory(
        asked_by=by, needs_second=True, decided_by=by, decided_at=timezone.now(), allowed=True
    )


@breaks("invitation_decided_whole")
def an_answer_to_an_invitation_by_nobody():
    make.InvitationFactory(decided_at=timezone.now(), allowed=True)


@breaks("invitation_has_reason")
def an_invitation_without_a_reason():
    make.InvitationFactory(reason="")


@breaks("reset_is_not_ones_own")
def a_reset_that_one_asks_for_oneself():
    by = make.UserFactory(role="administrator")
    make.SecondFactorResetFactory(user=by, asked_by=by)


@breaks("reset_waits_once")
def a_reset_that_waits_twice():
    again(make.SecondFactorResetFactory())


@breaks("secondfactorreset_by_two_persons")
def a_reset_allowed_by_who_asked():
    by = make.UserFactory(role="administrator")
    make.SecondFactorResetFactory(asked_by=by, decided_by=by, decided_at=timezone.now(), allowed=True)


@breaks("secondfactorreset_decided_whole")
def an_answer_to_a_reset_by_nobody():
    make.SecondFactorResetFactory(decided_at=timezone.now(), allowed=True)


@breaks("secondfactorreset_has_reason")
def a_reset_without_a_reason():
    make.SecondFactorResetFactory(reason="")


@breaks("role_change_is_not_ones_own")
def another_role_that_one_asks_for_oneself():
    by = make.UserFactory(role="administrator")
    make.RoleChangeFactory(user=by, asked_by=by)


@breaks("role_change_waits_once")
def a_change_of_role_that_waits_twice():
    again(make.RoleChangeFactory())


@breaks("rolechange_by_two_persons")
def a_role_allowed_by_who_asked():
    by = make.UserFactory(role="administrator")
    make.RoleChangeFactory(asked_by=by, decided_by=by, decided_at=timezone.now(), allowed=True)


@breaks("rolechange_decided_whole")
def an_answer_about_a_role_by_nobody():
    make.RoleChangeFactory(decided_at=timezone.now(), allowed=True)


@breaks("rolechange_has_reason")
def another_role_without_a_reason():
    make.RoleChangeFactory(reason="")


@breaks("setup_link_is_for_one")
def a_link_for_nobody():
    make.SetupLinkFactory(user=None)


@breaks("setup_link_lives_72_hours")
def a_link_that_lives_a_week():
    make.SetupLinkFactory(expires_at=timezone.now() + timedelta(days=7))


@breaks("redaction_about_one")
def a_redaction_of_two():
    again(make.RedactionFactory(), person=make.PersonFactory(), group=make.GroupFactory())


@breaks("redaction_by_two_persons")
def a_redaction_allowed_by_who_asked():
    asked = make.RedactionFactory()
    changed(asked, decided_by=asked.asked_by, decided_at=timezone.now(), allowed=True)


@breaks("redaction_decided_whole")
def a_redaction_decided_by_nobody():
    changed(make.RedactionFactory(), allowed=True)


@breaks("redaction_has_reason")
def a_redaction_for_nothing():
    changed(make.RedactionFactory(), reason="")


@breaks("redaction_has_words")
def a_redaction_of_nothing():
    changed(make.RedactionFactory(), words="")


@breaks("redaction_done_when_allowed")
def a_redaction_done_before_it_is_allowed():
    changed(make.RedactionFactory(), done_at=timezone.now())


@breaks("erasure_about_one")
def an_erasure_of_two():
    again(make.ErasureFactory(), person=make.PersonFactory(), group=make.GroupFactory(), reference="PER-1")


@breaks("erasure_by_two_persons")
def an_erasure_allowed_by_who_asked():
    asked = make.ErasureFactory()
    changed(asked, decided_by=asked.asked_by, decided_at=timezone.now(), allowed=True)


@breaks("erasure_decided_whole")
def an_erasure_decided_by_nobody():
    changed(make.ErasureFactory(), allowed=True)


@breaks("erasure_has_reason")
def an_erasure_for_nothing():
    changed(make.ErasureFactory(), reason="")


@breaks("erasure_done_when_allowed")
def an_erasure_done_before_it_is_allowed():
    changed(make.ErasureFactory(), done_at=timezone.now())


@breaks("erasure_once")
def an_erasure_proposed_twice():
    make.ErasureFactory(person=make.ErasureFactory().person)


@breaks("removal_under_one_decision")
def something_replaced_under_no_decision():
    make.RemovalFactory(erasure=None)


@breaks("auditentry_plain_names")
def an_entry_that_names_a_page_with_markup():
    make.AuditEntryFactory(page="<b>person</b>")


@breaks("auditentry_facts_have_digest")
def an_entry_whose_facts_have_no_digest():
    make.AuditEntryFactory(facts={"reason": "A sample"}, facts_digest=None)


@breaks("proposedstep_by_two_persons")
def a_step_allowed_by_who_proposed_it():
    asked = make.ProposedStepFactory()
    changed(asked, decided_by=asked.asked_by, decided_at=timezone.now(), allowed=True)


@breaks("proposedstep_decided_whole")
def a_step_decided_by_nobody():
    changed(make.ProposedStepFactory(), allowed=True)


@breaks("proposedstep_has_reason")
def a_step_proposed_for_nothing():
    changed(make.ProposedStepFactory(), reason="")


@breaks("proposedstep_one_waits")
def two_proposals_for_one_case_at_once():
    make.ProposedStepFactory(case=make.ProposedStepFactory().case)


@breaks("proposedstep_type")
def a_step_that_is_simply_recorded():
    make.ProposedStepFactory(type="visited")


@breaks("proposedstep_event_when_allowed")
def an_event_that_nobody_allowed():
    asked = make.ProposedStepFactory()
    changed(asked, event=make.EventFactory(about=asked.case, type="visited"))

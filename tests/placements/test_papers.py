"""Consents, insurance and safety training: entered by hand, told to the rules."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from compliance.choices import Outcome
from compliance.operations import judged
from core.access import NotVisible
from core.models import Notification
from core.transitions import TransitionRefused
from internships.me.pupil import pupil_of
from internships.models import Guardian
from placements.facts import facts_of
from placements.models import Consent, ConsentState, InsurancePolicy, Insured, Placement, SafetyTraining
from placements.operations import consents, papers
from placements.operations.pay import record_payment
from placements.operations.readiness import latest_check, recheck
from placements.weeks import end_of_month
from signing.links import links_about
from tests.placements.papering import pdf, ready_to_agree
from tests.placements.placing import NOW, TODAY, Placed
from tests.world import come_in, signed_in

DUE = TODAY + timedelta(days=7)


@pytest.fixture
def office(placed: Placed, time_machine) -> Placed:
    time_machine.move_to(NOW)
    return ready_to_agree(placed)


def ask(office: Placed, party: str, **more) -> Consent:
    return consents.ask_consent(
        actor=office.world.coordinator,
        placement_pk=office.placement.pk,
        party=party,
        due_on=more.pop("due_on", DUE),
        now=NOW,
    )


def facts(office: Placed) -> dict:
    return facts_of([office.fresh()])[office.placement.pk]


def insure(office: Placed, **more) -> Insured:
    given = {
        "insurer": "PICC",
        "number": "P-1",
        "covers_from": office.placement.starts_on,
        "covers_until": office.placement.ends_on,
        "paid_by": "school",
        "is_deducted": False,
    }
    return papers.insure(
        actor=office.world.coordinator, placement_pk=office.placement.pk, now=NOW, **given | more
    )


def train(office: Placed, score: int, **more) -> SafetyTraining:
    given = {
        "course": "三级安全教育",
        "held_on": TODAY,
        "pass_mark": Decimal(80),
        "has_protective_gear": True,
    }
    return papers.record_training(
        actor=office.world.coordinator,
        placement_pk=office.placement.pk,
        score=Decimal(score),
        now=NOW,
        **given | more,
    )


# --- Consent ----------------------------------------------------------------------------------


def test_a_guardian_consents_by_link_and_the_rules_know_it(office, client):
    consent = ask(office, "guardian")
    link = links_about("consent", [consent.pk]).get()
    page = reverse("consent:answer", args=[link.token])

    shown = client.get(link.get_absolute_url()).content.decode()
    assert "李明" in shown or "Li Ming" in shown
    assert client.get(page).status_code == 302  # nothing opens by being fetched
    client.post(reverse("link:open", args=[link.token]))
    assert "I consent" in client.get(page).content.decode() or "同意" in client.get(page).content.decode()
    assert Consent.objects.get(pk=consent.pk).state == ConsentState.ASKED

    client.post(page, {"move": "give"})

    consent.refresh_from_db()
    assert (consent.state, consent.means, consent.name) == ("given", "link", "李建国")
    assert facts(office)["consents"] == {"guardian_signed_on": TODAY}
    told = Notification.objects.get(kind="placements.consent_answered")
    assert told.recipient == office.world.coordinator


def test_who_objects_says_why_and_the_link_is_used_up(office, client):
    consent = ask(office, "guardian")
    link = links_about("consent", [consent.pk]).get()
    client.post(reverse("link:open", args=[link.token]))
    page = reverse("consent:answer", args=[link.token])

    refused = client.post(page, {"move": "object", "reason": " "})
    assert refused.status_code == 200
    assert Consent.objects.get(pk=consent.pk).state == ConsentState.ASKED

    client.post(page, {"move": "object", "reason": "太远了"})
    consent.refresh_from_db()
    assert (consent.state, consent.reason) == ("objected", "太远了")
    assert facts(office)["placement"]["has_objected"] is True

    client.post(page, {"move": "give"})
    consent.refresh_from_db()
    assert consent.state == ConsentState.OBJECTED


def test_a_link_of_another_kind_answers_no_consent(office, client):
    consent = ask(office, "guardian")
    other = links_about("consent", [consent.pk]).get()
    other.task = "question"
    with pytest.raises(NotVisible):
        consents.answer_by_link(link=other, move="give", reason="", now=NOW)
    assert Consent.objects.get(pk=consent.pk).state == ConsentState.ASKED


def test_a_student_answers_on_their_own_pages(office):
    user = come_in(office.world.student)
    consent = ask(office, "student")
    asked_guardian = ask(office, "guardian")
    client = signed_in(user)

    assert reverse("me:consent", args=[consent.pk]) in client.get(reverse("me:today")).content.decode()
    assert client.get(reverse("me:consent", args=[asked_guardian.pk])).status_code == 404
    assert client.post(reverse("me:consent", args=[asked_guardian.pk]), {"move": "give"}).status_code == 404
    client.post(reverse("me:consent", args=[consent.pk]), {"move": "give"})

    consent.refresh_from_db()
    asked_guardian.refresh_from_db()
    assert (consent.state, consent.means) == ("given", "account")
    assert asked_guardian.state == ConsentState.ASKED


def test_nobody_answers_for_another_student(office):
    consent = ask(office, "student")
    stranger = come_in(office.world.stranger_student)
    with pytest.raises(NotVisible):
        consents.answer_own(pupil=pupil_of(stranger), pk=consent.pk, move="give", reason="", now=NOW)
    assert signed_in(stranger).get(reverse("me:consent", args=[consent.pk])).status_code == 404


def test_nobody_is_asked_twice_or_without_an_address(office):
    ask(office, "guardian")
    with pytest.raises(consents.UnableToAsk, match="asked already"):
        ask(office, "guardian")
    Guardian.objects.all().delete()
    Consent.objects.update(state="taken_back")
    with pytest.raises(consents.UnableToAsk, match="guardian"):
        ask(office, "guardian")
    assert Consent.objects.count() == 1


def test_a_consent_on_paper_needs_its_scan(office):
    given = {
        "actor": office.world.coordinator,
        "placement_pk": office.placement.pk,
        "party": "guardian",
        "decided_on": TODAY,
        "now": NOW,
    }
    with pytest.raises(consents.UnableToRecord, match="scan"):
        consents.record_consent(is_given=True, **given)
    asked = ask(office, "guardian")
    consents.record_consent(is_given=True, scan=pdf(), **given)

    asked.refresh_from_db()
    assert asked.state == ConsentState.TAKEN_BACK
    assert facts(office)["consents"]["guardian_signed_on"] == TODAY


def test_the_latest_answer_counts(office):
    given = {
        "actor": office.world.coordinator,
        "placement_pk": office.placement.pk,
        "party": "student",
        "now": NOW,
    }
    consents.record_consent(is_given=True, decided_on=TODAY - timedelta(days=3), scan=pdf(), **given)
    consents.record_consent(is_given=False, decided_on=TODAY, reason="Ill.", **given)
    assert "student_signed_on" not in facts(office)["consents"]


def test_two_answers_at_once_give_one(office):
    consent = ask(office, "guardian")
    link = links_about("consent", [consent.pk]).get()
    consents.answer_by_link(link=link, move="give", reason="", now=NOW)
    with pytest.raises(TransitionRefused):
        consents.answer_by_link(link=link, move="object", reason="No.", now=NOW)
    assert Consent.objects.get(pk=consent.pk).state == ConsentState.GIVEN


# --- Insurance and training -------------------------------------------------------------------


def found_of(office: Placed, code: str) -> str:
    recheck([office.placement.pk], now=NOW)
    check = latest_check(office.placement)
    assert check is not None
    return next(one.outcome for one in judged(check) if one.code == code)


def test_as_long_as_nobody_says_whether_the_premium_is_kept_back_the_rule_asks(office):
    insure(office, is_deducted=None)
    assert "is_deducted" not in facts(office)["insurance"]
    assert found_of(office, "INT-36b") == Outcome.NEEDS_PERSON

    insure(office, is_deducted=False)  # the same policy again
    assert facts(office)["insurance"]["is_deducted"] is False
    assert found_of(office, "INT-36b") == Outcome.PASS


def test_what_nobody_said_of_a_policy_is_asked_at_home_and_answered_once_for_all_whom_it_insures(office):
    insure(office, is_deducted=None)
    policy = InsurancePolicy.objects.get()
    client = signed_in(office.world.coordinator)
    answer = reverse("placements:policy_deduction", args=[policy.pk])
    assert answer in client.get("/").content.decode()
    assert answer in client.get(policy.get_absolute_url()).content.decode()
    assert answer in client.get(f"{office.placement.get_absolute_url()}?tab=papers").content.decode()

    client.post(answer, {"is_deducted": "no"})

    assert found_of(office, "INT-36b") == Outcome.PASS
    assert answer not in client.get("/").content.decode()
    client.post(answer, {"is_deducted": "yes"})  # it was wrong
    assert found_of(office, "INT-36b") == Outcome.NEEDS_PERSON


def test_the_form_of_an_insurance_knows_the_policy_of_the_plan_else_the_days_of_the_internship(office):
    client = signed_in(office.world.coordinator)
    address = reverse("placements:insured_new", args=[office.placement.pk])
    assert client.get(address).context["form"]["covers_until"].value() == office.placement.ends_on

    insure(office, covers_until=office.placement.ends_on + timedelta(days=1))

    form = client.get(address).context["form"]
    assert (form["insurer"].value(), form["number"].value(), form["is_deducted"].value()) == (
        "PICC",
        "P-1",
        False,
    )
    assert "Unknown" not in client.get(address).content.decode()


def test_papers_are_asked_for_before_the_first_day(office):
    Placement.objects.filter(pk=office.placement.pk).update(starts_on=TODAY + timedelta(days=4))
    address = reverse("placements:consent_ask", args=[office.placement.pk])
    asked = signed_in(office.world.coordinator).get(address).context["form"]
    assert asked["due_on"].value() == TODAY + timedelta(days=3)


def test_a_premium_that_was_kept_back_from_pay_is_told_to_the_rules_whatever_was_said(office):
    insure(office)
    Placement.objects.filter(pk=office.placement.pk).update(state="in_progress", started_on=TODAY)
    record_payment(
        actor=office.world.coordinator,
        placement_pk=office.placement.pk,
        month=TODAY.replace(day=1),
        period_from=TODAY,
        period_until=end_of_month(TODAY),
        amount=Decimal(2900),
        deducted=Decimal(100),
        deducted_for="实习责任保险费",
        now=NOW,
    )
    assert facts(office)["insurance"]["is_deducted"] is True
    assert found_of(office, "INT-36b") == Outcome.NEEDS_PERSON


def test_insurance_that_covers_the_internship_turns_the_rule_green(office):
    assert "INT-36" in office.check().blocking
    insure(office)
    evaluation = office.check()
    assert "INT-36" not in evaluation.blocking
    assert facts(office)["insurance"]["paid_by"] == "school"


def test_insurance_that_ends_a_day_early_does_not(office):
    insure(office, covers_until=office.placement.ends_on - timedelta(days=1))
    assert "INT-36" in office.check().blocking
    insure(office, number="P-2", covers_from=office.placement.ends_on, covers_until=office.placement.ends_on)
    assert "INT-36" not in office.check().blocking  # the second goes on where the first ends


def test_no_student_pays(office):
    with pytest.raises(ValidationError):
        insure(office, paid_by="student")
    policy = insure(office).policy
    with pytest.raises(IntegrityError), transaction.atomic():
        InsurancePolicy.objects.filter(pk=policy.pk).update(paid_by="student")


def test_one_policy_covers_many_and_is_entered_once(office):
    first = insure(office)
    other = office.another()
    second = papers.insure(
        actor=office.world.coordinator,
        placement_pk=other.pk,
        insurer="PICC",
        number="P-1",
        covers_from=TODAY,
        covers_until=other.ends_on,
        paid_by="school",
        now=NOW,
    )
    assert first.policy == second.policy
    assert InsurancePolicy.objects.count() == 1


def test_who_fails_the_training_does_not_start_until_a_pass(office):
    train(office, 60)
    assert "INT-35" in office.check().blocking
    train(office, 88, held_on=TODAY - timedelta(days=1))
    assert "INT-35" not in office.check().blocking
    found = facts(office)["training"]
    assert (found["has_passed"], found["passed_on"]) == (True, TODAY - timedelta(days=1))


def test_a_result_is_corrected_not_doubled(office):
    train(office, 60)
    train(office, 95)
    training = SafetyTraining.objects.get()
    assert training.has_passed


def test_facts_cost_the_same_for_any_number_of_placements(office, django_assert_max_num_queries):
    from placements.paper_facts import of_papers

    several = [office.placement, *(office.another() for _one in range(3))]
    insure(office)
    train(office, 90)
    with django_assert_max_num_queries(6):
        found = of_papers(several)
    assert found[several[0].pk]["insurance"]["policy"] == "P-1"
    assert found[several[1].pk]["insurance"] == {}


# --- Who sees and who may ---------------------------------------------------------------------


def test_strangers_see_nothing_and_change_nothing(office):
    world = office.world
    insured = insure(office)
    stranger = signed_in(world.stranger_officer)
    for name, pk in (
        ("consent_ask", office.placement.pk),
        ("consent_record", office.placement.pk),
        ("insured_new", office.placement.pk),
        ("training_new", office.placement.pk),
        ("policy_detail", insured.policy_id),
    ):
        assert stranger.get(reverse(f"placements:{name}", args=[pk])).status_code == 404, name
    assert stranger.post(reverse("placements:insured_remove", args=[insured.pk])).status_code == 404
    assert Insured.objects.filter(pk=insured.pk).exists()


def test_the_class_teacher_reads_but_does_not_write(office):
    teacher = office.world.class_teacher
    insured = insure(office)
    page = f"{office.placement.get_absolute_url()}?tab=papers"
    shown = signed_in(teacher).get(page).content.decode()
    assert "P-1" in shown
    assert reverse("placements:insured_new", args=[office.placement.pk]) not in shown
    with pytest.raises(PermissionDenied):
        papers.uninsure(actor=teacher, pk=insured.pk, now=NOW)
    assert Insured.objects.count() == 1


def test_the_tab_shows_what_is_there_and_the_forms_save(office):
    client = signed_in(office.world.coordinator)
    answer = client.post(
        reverse("placements:insured_new", args=[office.placement.pk]),
        {
            "insurer": "PICC",
            "number": "P-9",
            "covers_from": office.placement.starts_on.isoformat(),
            "covers_until": office.placement.ends_on.isoformat(),
            "paid_by": "host",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    client.post(
        reverse("placements:training_new", args=[office.placement.pk]),
        {
            "course": "Safety",
            "held_on": "2026-10-30",
            "score": "70",
            "pass_mark": "80",
            "has_protective_gear": "true",
        },
    )
    shown = client.get(f"{office.placement.get_absolute_url()}?tab=papers").content.decode()
    assert "P-9" in shown
    assert "Not passed" in shown

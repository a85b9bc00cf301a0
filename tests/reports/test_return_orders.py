"""Long work on returns is done by the worker; what was begun by mistake is discarded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as mailbox
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.delivery import deliver_due
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from placements.models import Placement
from reports.models import Return, ReturnFile, ReturnState
from reports.notices import annual as annual_notices
from reports.operations import return_files, return_looks, return_orders, returns
from reports.operations.return_answers import answer, confirm_proposals
from reports.return_duties import values_asked_for
from tests.reports.reporting import a_report
from tests.reports.returning import a_return, now, submitted, today, year_of
from tests.world import signed_in

pytestmark = pytest.mark.django_db
S = ReturnState
REASON = "The rest follows."


def every_return_is_large(monkeypatch):
    for module in (returns, return_looks):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 0)


def break_down(*args, **kwargs):
    raise OSError("the disk is full")


@pytest.fixture
def large(world, internship, monkeypatch):
    """A draft of many rows, looked through."""
    one = a_return(world)
    every_return_is_large(monkeypatch)
    return one


@pytest.fixture
def ordered(world, large):
    return returns.submit(actor=world.director, pk=large.pk, reason=REASON, now=now())


def page_of(world, one, tab="overview"):
    return signed_in(world.director).get(f"{one.get_absolute_url()}?tab={tab}").content.decode()


# --- Looked through -------------------------------------------------------------------------------


def test_a_return_of_many_rows_is_looked_through_by_the_worker(world, internship, monkeypatch):
    every_return_is_large(monkeypatch)
    one = a_return(world)

    assert (one.gaps.count(), one.looked_at, one.row_count) == (0, None, 3)
    for tab in ("overview", "missing"):
        assert "being looked through" in page_of(world, one, tab)
    return_orders.work(now=now())

    one.refresh_from_db()
    assert one.look_ordered_at is None
    assert one.missing == one.gaps.count() > 0
    assert "being looked through" not in page_of(world, one)


def test_to_look_again_is_an_order_too_and_people_are_asked_afterwards(world, large):
    address = reverse("reports:return_look", args=[large.pk])
    answered = signed_in(world.director).post(address, follow=True).content.decode()

    assert "You can close this page" in answered
    with pytest.raises(returns.UnableToChangeReturn, match="ask when that is over"):
        returns.ask(actor=world.director, pk=large.pk, now=now())
    return_orders.work(now=now())
    assert returns.ask(actor=world.director, pk=large.pk, now=now()) > 0


def test_a_look_writes_only_what_differs(world, internship):
    one = a_return(world)
    before = set(one.gaps.values_list("pk", flat=True))
    Placement.objects.filter(pk=internship.pk).update(mentor=None)

    returns.look_through(actor=world.director, pk=one.pk, now=now())

    after = set(one.gaps.values_list("pk", flat=True))
    assert before < after
    assert set(one.gaps.filter(pk__in=after - before).values_list("field", flat=True)) == {"mentor"}
    Placement.objects.filter(pk=internship.pk).update(mentor=world.mentor)
    returns.look_through(actor=world.director, pk=one.pk, now=now())
    assert set(one.gaps.values_list("pk", flat=True)) == before
    one.refresh_from_db()
    assert one.missing == len(before)


def test_who_can_fill_it_is_kept_as_it_is_today(world, internship):
    one = a_return(world)
    gap = one.gaps.filter(power="return.edit").first()
    world.director.appointments.all().delete()

    return_orders.look_through_drafts(now=now())

    gap.refresh_from_db()
    assert world.director.pk not in gap.people


def test_one_that_cannot_be_looked_through_keeps_no_other_waiting(world, internship, monkeypatch, caplog):
    broken, sound = a_return(world), a_return(world, "rp01")
    found = return_looks.gaps_in

    def gaps_in(one, *args):
        return break_down() if one.pk == broken.pk else found(one, *args)

    monkeypatch.setattr(return_looks, "gaps_in", gaps_in)
    before = sound.looked_at
    return_orders.look_through_drafts(now=now())

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert sound.looked_at > before
    assert (broken.attempts, broken.look_ordered_at is None) == (1, False)
    assert "the disk is full" in page_of(world, broken)
    for _attempt in range(2):
        return_orders.work(now=now())
    broken.refresh_from_db()
    assert (broken.attempts, broken.look_ordered_at) == (return_looks.MOST_ATTEMPTS, None)
    monkeypatch.setattr(return_looks, "gaps_in", found)
    returns.look_through(actor=world.director, pk=broken.pk, now=now())
    assert "the disk is full" not in page_of(world, broken)


def test_what_was_ordered_again_meanwhile_is_looked_through_once_more(world, large, monkeypatch):
    returns.look_through(actor=world.director, pk=large.pk, now=now())
    found = return_looks.gaps_in

    def gaps_in(one, *args):
        returns.look_through(actor=world.director, pk=large.pk, now=now())
        return found(one, *args)

    monkeypatch.setattr(return_looks, "gaps_in", gaps_in)
    return_orders.work(now=now())
    large.refresh_from_db()
    assert large.look_ordered_at is not None
    monkeypatch.setattr(return_looks, "gaps_in", found)
    return_orders.work(now=now())
    large.refresh_from_db()
    assert large.look_ordered_at is None


def test_the_list_says_how_much_is_missing(world, internship):
    one = a_return(world)

    page = signed_in(world.director).get(reverse("reports:return_list")).content.decode()

    assert f">{one.gaps.count()}<" in page


def test_those_who_were_told_today_are_not_counted_as_asked(world, internship):
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    one = a_return(world)
    client, address = signed_in(world.director), reverse("reports:return_ask", args=[one.pk])

    first = client.post(address, follow=True).content.decode()
    again = client.post(address, follow=True).content.decode()

    assert "asked." in first
    assert "Nobody is asked anew" in again
    assert Notification.objects.filter(kind="reports.asked", recipient=world.class_teacher).count() == 1


# --- Submitted ------------------------------------------------------------------------------------


def test_a_return_of_many_rows_is_submitted_by_the_worker_with_its_files(world, ordered):
    assert (ordered.state, ordered.rows.count(), ordered.files.count()) == (S.SUBMITTING, 0, 0)
    assert "nobody changes it" in page_of(world, ordered)

    return_orders.work(now=now())

    ordered.refresh_from_db()
    assert (ordered.state, ordered.rows.count(), ordered.files.count()) == (S.SUBMITTED, 3, 2)
    assert (ordered.submitted_by, ordered.submit_reason) == (world.director, REASON)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"return.submit", "return.complete"} <= verbs
    told = Notification.objects.get(kind="reports.return_submitted")
    assert told.recipient == world.director


def test_while_it_is_being_submitted_nobody_changes_it(world, ordered):
    base = ordered.pk
    for act in (returns.look_through, confirm_proposals, returns.ask, returns.submit):
        with pytest.raises(returns.UnableToChangeReturn, match="being submitted"):
            act(actor=world.director, pk=base, now=now())
    with pytest.raises(returns.UnableToChangeReturn, match="being submitted"):
        returns.change(actor=world.director, pk=base, reference_day=today(), now=now())
    with pytest.raises(returns.UnableToChangeReturn, match="being submitted"):
        answer(actor=world.director, pk=base, sheet="zzjx0701", field="category", answers={}, now=now())
    with pytest.raises(returns.UnableToChangeReturn, match="being submitted"):
        returns.discard(actor=world.director, pk=base, reason="A mistake.", now=now())

    ordered.refresh_from_db()
    assert (ordered.state, ordered.rows.count()) == (S.SUBMITTING, 0)


def test_the_page_orders_it_and_says_so(world, large):
    client, address = signed_in(world.director), reverse("reports:return_submit", args=[large.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    answered = client.post(address, {"reason": REASON}, follow=True).content.decode()

    assert "you are told when it is done" in answered
    assert "Being submitted" in answered


def test_what_cannot_be_kept_leaves_nothing_and_it_is_a_draft_again(world, ordered, monkeypatch, caplog):
    monkeypatch.setattr(returns, "keep_files", break_down)
    states = []
    for _attempt in range(return_looks.MOST_ATTEMPTS):
        return_orders.work(now=now())
        ordered.refresh_from_db()
        states.append(ordered.state)

    assert states == [S.SUBMITTING, S.SUBMITTING, S.DRAFT]
    assert (ordered.rows.count(), ordered.files.count(), ordered.submitted_by) == (0, 0, None)
    assert "the disk is full" in page_of(world, ordered)
    told = Notification.objects.get(kind="reports.return_broken_off")
    assert (told.recipient, "the disk is full" in told.data["reason"]) == (world.director, True)
    assert AuditEvent.objects.filter(verb="return.break_off", reason__contains="the disk is full").exists()


def test_what_is_missing_by_then_wants_a_reason_as_well(world, large, internship, caplog):
    large.gaps.all().delete()
    Return.objects.filter(pk=large.pk).update(missing=0)
    returns.submit(actor=world.director, pk=large.pk, now=now())

    return_orders.work(now=now())

    large.refresh_from_db()
    assert (large.state, large.rows.count()) == (S.DRAFT, 0)
    assert "say why" in large.submit_error


def test_whoever_lost_the_power_meanwhile_submits_nothing(world, ordered, caplog):
    world.director.appointments.all().delete()

    return_orders.work(now=now())

    ordered.refresh_from_db()
    assert (ordered.state, ordered.rows.count(), ordered.files.count()) == (S.DRAFT, 0, 0)


def test_one_that_cannot_be_submitted_keeps_no_other_waiting(world, ordered, monkeypatch, caplog):
    other = a_return(world, "rp01")
    returns.submit(actor=world.director, pk=other.pk, reason=REASON, now=now())
    keep = returns.keep_files

    def keep_files(one, **more):
        return break_down() if one.pk == ordered.pk else keep(one, **more)

    monkeypatch.setattr(returns, "keep_files", keep_files)
    return_orders.work(now=now())

    states = dict(Return.objects.values_list("pk", "state"))
    assert states == {ordered.pk: S.SUBMITTING, other.pk: S.SUBMITTED}


def test_small_ones_are_submitted_while_one_waits_and_nobody_is_told(world, internship):
    one = submitted(world)

    assert (one.state, one.files.count()) == (S.SUBMITTED, 2)
    assert not Notification.objects.filter(kind="reports.return_submitted").exists()


def test_files_that_are_missing_are_tried_three_times_each_by_itself(world, internship, monkeypatch, caplog):
    with monkeypatch.context() as patched:
        patched.setattr(returns, "keep_files", lambda one, now: [])  # as it was in earlier versions
        broken, sound = submitted(world), submitted(world, "rp01")
    keep = return_files.keep_files

    def keep_files(one, **more):
        return break_down() if one.pk == broken.pk else keep(one, **more)

    monkeypatch.setattr(return_files, "keep_files", keep_files)
    for _attempt in range(4):
        return_files.make_files(now=now())

    assert set(ReturnFile.objects.values_list("return_to", flat=True)) == {sound.pk}
    broken.refresh_from_db()
    assert broken.attempts == return_files.MOST_ATTEMPTS
    assert "the disk is full" in page_of(world, broken)
    with pytest.raises(DatabaseError), transaction.atomic():
        Return.objects.filter(pk=broken.pk).update(missing=0)


def test_whoever_had_it_submitted_reads_in_a_mail_what_became_of_it(world, ordered, monkeypatch, caplog):
    with monkeypatch.context() as patched:
        patched.setattr(returns, "keep_files", break_down)
        for _attempt in range(return_looks.MOST_ATTEMPTS):
            return_orders.work(now=now())
    returns.submit(actor=world.director, pk=ordered.pk, reason=REASON, now=now())
    return_orders.work(now=now())

    deliver_due(now=now() + timedelta(minutes=1))

    said = {mail.subject.partition(":")[0]: mail.body for mail in mailbox.outbox}
    assert {"Not submitted", "Submitted"} <= set(said)
    assert "the disk is full" in said["Not submitted"]


def test_a_broken_publication_is_told_by_mail_as_well(world):
    report = a_report(world)
    annual_notices.tell(report, annual_notices.BROKEN_OFF, [world.director.pk], now=now(), reason="Full.")

    deliver_due(now=now() + timedelta(minutes=1))

    (mail,) = mailbox.outbox
    assert (mail.subject.startswith("Not published"), "Full." in mail.body) == (True, True)


# --- Discarded ------------------------------------------------------------------------------------


def discard(world, one, **more):
    given = {"actor": world.director, "pk": one.pk, "reason": "The wrong department.", "now": now()}
    return returns.discard(**given | more)


def test_a_draft_begun_by_mistake_is_discarded_and_its_year_is_free_again(world, internship):
    one = a_return(world)
    returns.ask(actor=world.director, pk=one.pk, now=now())
    assert one.gaps.asked_of(world.director.pk).exists()
    with pytest.raises(ValidationError, match="already"):
        a_return(world)

    discard(world, one)

    one.refresh_from_db()
    assert (one.state, one.missing, one.gaps.count()) == (S.DISCARDED, 0, 0)
    assert not any(list(values_asked_for(user, today())) for user in (world.director, world.class_teacher))
    assert not Notification.objects.unsent().filter(kind="reports.asked").exists()
    assert AuditEvent.objects.get(verb="return.discard").reason == "The wrong department."
    assert a_return(world).version == 1


def test_what_was_discarded_is_not_worked_on_and_changes_no_more(world, internship):
    one = a_return(world)
    discard(world, one)

    return_orders.look_through_drafts(now=now())

    assert not one.gaps.exists()
    for act in (returns.look_through, confirm_proposals, returns.ask, returns.submit):
        with pytest.raises(returns.UnableToChangeReturn, match="discarded"):
            act(actor=world.director, pk=one.pk, now=now())
    with pytest.raises(returns.UnableToChangeReturn, match="discarded"):
        discard(world, one)
    page = page_of(world, one)
    assert "Discarded" in page
    assert "tab=zzjx0703" not in page
    assert reverse("reports:return_submit", args=[one.pk]) not in page
    client = signed_in(world.director)
    assert client.get(reverse("reports:return_file", args=[one.pk, "en"])).status_code == 302


def test_a_correction_begun_by_mistake_is_discarded_and_can_be_begun_anew(world, internship):
    before = submitted(world)
    wrong = returns.correct(actor=world.director, pk=before.pk, reason="By mistake.", now=now())
    assert "later version" in page_of(world, before)

    discard(world, wrong)

    assert "later version" not in page_of(world, before)
    right = returns.correct(actor=world.director, pk=before.pk, reason="A row was wrong.", now=now())
    assert (right.version, right.corrects) == (2, before)


def test_discarding_is_asked_wants_a_reason_and_the_power(world, internship):
    one = a_return(world)
    client, address = signed_in(world.director), reverse("reports:return_discard", args=[one.pk])

    assert address in page_of(world, one)
    assert "Discard this return?" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    with pytest.raises(TransitionRefused):
        discard(world, one, reason=" ")
    head = world.director
    position = head.appointments.get().position
    position.capabilities = [each for each in position.capabilities if each != "return.edit"]
    position.save()
    with pytest.raises(PermissionDenied):
        discard(world, one, actor=type(head).objects.get(pk=head.pk))

    one.refresh_from_db()
    assert one.is_draft
    assert one.gaps.exists()


def test_nothing_that_was_submitted_is_discarded(world, internship):
    one = submitted(world)

    with pytest.raises(returns.UnableToChangeReturn, match="never changes"):
        discard(world, one)

    one.refresh_from_db()
    assert one.is_submitted


def test_the_next_year_takes_nothing_over_from_what_was_discarded(world, internship):
    last = a_return(world, year=year_of("zzjx07") - 1)
    party = internship.post.agreement.parties.get(enterprise__isnull=False)
    answers = {party.pk: "3"}
    given = {"actor": world.director, "sheet": "zzjx0701", "field": "category", "answers": answers}
    answer(pk=last.pk, now=now(), **given)
    discard(world, last)

    assert not a_return(world).answers.exists()

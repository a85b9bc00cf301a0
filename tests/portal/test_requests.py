"""What an enterprise asks for about an agreement, and what the centre answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import formats, timezone

from agreements.choices import RenewalRule
from agreements.models import Agreement, AgreementComment, AgreementRequest
from agreements.operations import answer_request
from agreements.requests import last_day_problem, why_not
from core.access import NotVisible
from core.delivery import deliver_due
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from insights.queues import queues_for
from tests.agreements.office import END, START, TODAY
from tests.portal.conftest import client_of
from tests.world import join

pytestmark = pytest.mark.django_db
A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def ask(portal, client, kind: str, **fields):
    address = reverse("portal:ask", args=[portal.ours.pk, kind])
    return client.post(address, {"text": "Because of the new line.", **fields})


def answer(portal, asked, *, is_accepted: bool, words: str = "", who="director") -> AgreementRequest:
    return answer_request(
        actor=getattr(portal.world, who),
        request_id=asked.pk,
        is_accepted=is_accepted,
        answer=words,
        now=timezone.now(),
    )


def test_a_change_is_asked_for_with_the_clause_it_is_about_and_the_owner_is_told(portal, at_portal):
    places = portal.ours.clauses.get(source__clause=portal.office.places)
    letter = SimpleUploadedFile("letter.pdf", A_PDF, content_type="application/pdf")

    response = ask(portal, at_portal, "change", target=f"clause.{places.pk}", uploads=[letter])

    assert response.status_code == 302
    asked = AgreementRequest.objects.get()
    assert (asked.kind, asked.enterprise, asked.asked_by, asked.state) == (
        "change",
        portal.world.partner,
        portal.liaison,
        "open",
    )
    assert [kept.name for kept in asked.files.all()] == ["letter.pdf"]
    told = Notification.objects.get(kind="agreements.partner_request")
    assert (told.recipient, told.data["text"]) == (portal.world.officer, "Because of the new line.")
    staff = client_of(portal.world.officer)
    tab = staff.get(asked.get_absolute_url()).content.decode()
    assert "Clause 2: Places" in tab
    assert "Begin the amendment" in tab
    assert reverse("agreements:request_amend", args=[asked.pk]) in tab
    assert AuditEvent.objects.filter(verb="agreement.request_asked", actor=portal.liaison).exists()
    assert not AgreementComment.objects.exists(), "it is a record of its own, not a message"


def test_a_target_that_the_agreement_does_not_have_is_refused(portal, at_portal):
    response = ask(portal, at_portal, "change", target="clause.999999")

    assert response.status_code == 422
    assert not AgreementRequest.objects.exists()


def test_the_amendment_that_was_asked_for_is_begun_from_it_and_linked(portal, at_portal):
    ask(portal, at_portal, "change", target="field.aims")
    asked = AgreementRequest.objects.get()
    staff, page = (
        client_of(portal.world.officer),
        reverse("agreements:request_amend", args=[asked.pk]),
    )
    form = staff.get(page).context["form"]
    assert form["reason"].value() == "Because of the new line."
    filled_in = {
        bound.html_name: bound.value() if bound.value() is not None else ""
        for bound in form
        if bound.name != "majors"
    }
    filled_in = {name: value for name, value in filled_in.items() if value is not False}
    sent = filled_in | {
        "aims": "Train mechanics and electricians together.",
        "effective_on": START.isoformat(),
    }

    response = staff.post(page, sent)

    assert response.status_code == 302, response.context and response.context["form"].errors
    asked.refresh_from_db()
    amendment = portal.ours.amendments.get()
    assert (asked.state, asked.amendment, asked.answered_by) == (
        "accepted",
        amendment,
        portal.world.officer,
    )
    page = at_portal.get(reverse("portal:agreement", args=[portal.ours.pk])).content.decode()
    assert "Agreed to" in page
    assert "The centre is preparing an amendment." in page


def test_a_renewal_that_was_proposed_is_begun_with_its_day_and_linked(portal, at_portal):
    until = END + timedelta(days=730)
    ask(portal, at_portal, "renewal", new_ends_on=until.isoformat())
    asked = AgreementRequest.objects.get()
    staff, page = (
        client_of(portal.world.officer),
        reverse("agreements:request_renew", args=[asked.pk]),
    )
    form = staff.get(page).context["form"]
    assert form["ends_on"].value() == until

    staff.post(
        page,
        {"starts_on": form["starts_on"].value().isoformat(), "ends_on": until.isoformat(), "confirmed": "1"},
    )

    asked.refresh_from_db()
    successor = Agreement.objects.get(predecessor=portal.ours)
    assert (asked.state, asked.successor, successor.ends_on) == ("accepted", successor, until)
    told = Notification.objects.get(kind="agreements.request_answered")
    assert (told.recipient, told.data["is_accepted"]) == (portal.liaison, True)


def test_a_renewal_ends_after_the_present_term(portal, at_portal):
    response = ask(portal, at_portal, "renewal", new_ends_on=END.isoformat())

    assert response.status_code == 422
    assert "after the present one" in response.content.decode()


def test_a_notice_keeps_to_the_days_of_notice(portal, at_portal):
    earliest = max(timezone.localdate() + timedelta(days=60), START)

    refused = ask(portal, at_portal, "notice", last_day=(earliest - timedelta(days=1)).isoformat())

    assert refused.status_code == 422
    text = refused.content.decode()
    assert "It asks for 60 days of notice" in text
    assert formats.date_format(earliest, "DATE_FORMAT") in text
    assert not AgreementRequest.objects.exists()
    ask(portal, at_portal, "notice", last_day=earliest.isoformat())
    assert AgreementRequest.objects.get().last_day == earliest


@pytest.mark.parametrize(
    ("on", "day", "words"),
    [
        (date(2028, 1, 1), date(2028, 2, 28), "60 days of notice"),
        (date(2028, 1, 1), date(2028, 3, 1), None),
        (date(2028, 1, 1), END, None),
        (date(2028, 1, 1), END + timedelta(days=1), "Its last day is"),
        (TODAY, START - timedelta(days=1), "60 days of notice"),
    ],
    ids=["a day too near", "the first possible day", "its own end", "behind its end", "before it starts"],
)
def test_for_which_days_notice_can_be_given(portal, on, day, words):
    problem = last_day_problem(portal.ours, day, on=on)

    assert problem is None if words is None else words in problem


def test_amended_days_of_notice_count(portal):
    portal.ours.revised_notice_days = 10

    assert last_day_problem(portal.ours, date(2028, 1, 11), on=date(2028, 1, 1)) is None
    assert "10 days" in last_day_problem(portal.ours, date(2028, 1, 10), on=date(2028, 1, 1))


@pytest.mark.parametrize(
    ("rule", "words"), [(RenewalRule.AUTOMATIC, "renews itself"), (RenewalRule.BY_DECISION, "by itself")]
)
def test_notice_that_comes_too_late_for_the_term_is_told_so(portal, rule, words):
    portal.ours.revised_renewal_rule = rule

    assert why_not(portal.ours, "notice", on=END - timedelta(days=60)) is None
    assert words in why_not(portal.ours, "notice", on=END - timedelta(days=59))


def test_of_an_agreement_that_has_ended_only_a_renewal_is_proposed(portal):
    after = END + timedelta(days=1)

    found = {kind: why_not(portal.ours, kind, on=after) for kind in ("change", "notice", "renewal")}

    assert found["renewal"] is None
    assert found["change"] == found["notice"] == "It ended on March 31, 2029."
    assert why_not(portal.ours, "change", on=END) is None


def test_a_notice_is_ended_on_by_whoever_may_end_with_its_day_filled_in(portal, at_portal):
    day = END - timedelta(days=365)
    ask(portal, at_portal, "notice", last_day=day.isoformat())
    asked = AgreementRequest.objects.get()
    page = reverse("agreements:request_terminate", args=[asked.pk])
    assert client_of(portal.world.officer).get(page).status_code == 403
    staff = client_of(portal.world.director)
    form = staff.get(page).context["form"]
    assert (form["terminated_on"].value(), form["reason"].value()) == (day, "Because of the new line.")

    staff.post(page, {"terminated_on": day.isoformat(), "reason": "On their notice.", "confirmed": "1"})

    portal.ours.refresh_from_db()
    asked.refresh_from_db()
    assert (portal.ours.state, portal.ours.terminated_on, asked.state) == ("terminated", day, "accepted")


def test_a_notice_for_the_end_of_the_term_lets_it_lapse(portal, at_portal):
    ask(portal, at_portal, "notice", last_day=END.isoformat())
    asked = AgreementRequest.objects.get()
    staff, page = client_of(portal.world.director), reverse("agreements:request_lapse", args=[asked.pk])
    assert page in staff.get(asked.get_absolute_url()).content.decode()

    staff.post(page, {"reason": "On their notice.", "confirmed": "1"})

    portal.ours.refresh_from_db()
    asked.refresh_from_db()
    assert (portal.ours.state, portal.ours.renewal_decision, asked.state) == ("signed", "lapse", "accepted")


def test_declining_gives_a_reason_which_is_read_at_the_portal_and_in_the_mail(portal, at_portal, mailoutbox):
    portal.liaison.language = "zh-hans"
    portal.liaison.save()
    ask(portal, at_portal, "change")
    asked = AgreementRequest.objects.get()

    with pytest.raises(TransitionRefused):
        answer(portal, asked, is_accepted=False)
    staff = client_of(portal.world.officer)
    page = reverse("agreements:request_answer", args=[asked.pk])
    assert staff.post(page, {"is_accepted": "no", "answer": ""}).status_code == 422
    staff.post(page, {"is_accepted": "no", "answer": "本学期不行"})

    assert "本学期不行" in at_portal.get(reverse("portal:agreement", args=[portal.ours.pk])).content.decode()
    deliver_due(now=timezone.now())
    (mail,) = [one for one in mailoutbox if portal.liaison.email in one.to[0]]
    assert "本学期不行" in mail.body
    assert "与精工机械的合作框架协议" in mail.subject
    with pytest.raises(TransitionRefused):
        answer(portal, asked, is_accepted=True)


@pytest.mark.parametrize(
    ("who", "kind", "refusal"),
    [
        ("stranger_officer", "change", NotVisible),
        ("coordinator", "change", PermissionDenied),
        ("officer", "notice", PermissionDenied),
    ],
)
def test_whoever_could_not_do_it_does_not_answer(portal, at_portal, who, kind, refusal):
    ask(portal, at_portal, kind, **({"last_day": END.isoformat()} if kind == "notice" else {}))

    with pytest.raises(refusal):
        answer(portal, AgreementRequest.objects.get(), is_accepted=True, who=who)
    assert AgreementRequest.objects.get().state == "open"


def test_it_is_taken_back_while_nobody_has_answered(portal, at_portal):
    ask(portal, at_portal, "change")
    asked = AgreementRequest.objects.get()
    address = reverse("portal:request_withdraw", args=[portal.ours.pk, asked.pk])
    client_of(portal.stranger).post(address)
    client_of(join(portal.world.mentor)).post(address)
    assert AgreementRequest.objects.get().state == "open"

    at_portal.post(address)

    assert AgreementRequest.objects.get().state == "withdrawn"
    with pytest.raises(TransitionRefused):
        answer(portal, asked, is_accepted=True)


def test_a_mentor_gives_no_notice_and_a_renewal_is_proposed_once(portal, at_portal):
    mentor = client_of(join(portal.world.mentor))
    assert (
        "A liaison or a signatory"
        in mentor.get(reverse("portal:ask", args=[portal.ours.pk, "notice"])).content.decode()
    )
    assert ask(portal, mentor, "notice", last_day=END.isoformat()).status_code == 422
    assert not AgreementRequest.objects.exists()

    ask(portal, at_portal, "renewal")
    assert ask(portal, at_portal, "renewal").status_code == 422
    assert AgreementRequest.objects.count() == 1


def test_nothing_is_asked_for_about_an_agreement_that_is_not_signed_or_not_ours(portal, at_portal):
    stranger = client_of(portal.stranger)  # theirs is still out for signature
    for kind in ("change", "renewal", "notice"):
        address = reverse("portal:ask", args=[portal.theirs.pk, kind])
        assert stranger.post(address, {"text": "Please", "last_day": END.isoformat()}).status_code == 422
        assert at_portal.post(address, {"text": "Please"}).status_code == 404
    assert at_portal.get(reverse("portal:ask", args=[portal.ours.pk, "gift"])).status_code == 404
    assert not AgreementRequest.objects.exists()


def test_the_owner_finds_it_first_on_the_agreement_and_on_the_home_page(portal, at_portal):
    ask(portal, at_portal, "notice", last_day=END.isoformat())

    def asked_of(user):
        return [q for q in queues_for(user, on=TODAY) if q.name == "requests"]

    (queue,) = asked_of(portal.world.officer)
    assert [(line.text, line.due_on) for line in queue.lines] == [("Notice · Suzhou Jinggong Machinery", END)]
    assert len(asked_of(portal.world.director)) == 1, "by the power to end it"
    assert asked_of(portal.world.coordinator) == []
    page = client_of(portal.world.officer).get(portal.ours.get_absolute_url()).content.decode()
    assert "Answer: Suzhou Jinggong Machinery gives notice" in page
    answer(portal, AgreementRequest.objects.get(), is_accepted=False, words="Too early.")
    assert asked_of(portal.world.officer) == []

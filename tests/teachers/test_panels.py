"""Panels: who sits on them, who votes on what, and what the votes make of a case."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.access import NotVisible
from core.transitions import TransitionRefused
from teachers.models import ConflictOfInterest, Panel, PanelCase, PanelVote, Recognition
from teachers.operations import panels
from teachers.operations.conclusion import answer_appeal, appeal
from teachers.operations.panels import UnableToHear
from teachers.operations.recognition import UnableToRecognise, withdraw
from teachers.panel_counting import Verdict, counted, proposed_quorum
from tests.factories import UserFactory
from tests.query_counts import assert_query_count
from tests.teachers.recognising import (
    agreed,
    another_teacher,
    answer_everything,
    applied,
    called,
    close,
    draft,
    give_everything,
    make_affairs,
    make_reviewer,
    opened,
    seats,
    vote,
)
from tests.teachers.samples import NOW
from tests.world import signed_in

# --- Counting: no database ------------------------------------------------------------------------


def count(present: int, votes: str, *, conflicted: int = 0, quorum: int = 1, two_thirds: bool = True):
    """Votes as letters, member by member: f, a, x for an abstention, - for none."""
    words = {"f": "for", "a": "against", "x": "abstain"}
    return counted(
        present=frozenset(range(present)),
        conflicted=frozenset(range(present - conflicted, present)),
        votes={member: words[letter] for member, letter in enumerate(votes) if letter != "-"},
        quorum=quorum,
        needs_two_thirds=two_thirds,
    )


@pytest.mark.parametrize(
    ("present", "votes", "more", "verdict"),
    [
        (3, "ffa", {}, Verdict.CARRIED),
        (3, "fax", {}, Verdict.LOST),
        (3, "ffx", {}, Verdict.CARRIED),
        (3, "ff-", {}, Verdict.NOT_ALL_VOTED),
        (4, "ffaa", {}, Verdict.LOST),
        (4, "ffaa", {"two_thirds": False}, Verdict.LOST),
        (4, "ffax", {"two_thirds": False}, Verdict.CARRIED),
        (3, "xxx", {"two_thirds": False}, Verdict.LOST),
        (2, "ff", {"quorum": 3}, Verdict.NO_QUORUM),
        (3, "ff-", {"conflicted": 1}, Verdict.CARRIED),
        (1, "-", {"conflicted": 1}, Verdict.NO_QUORUM),
    ],
)
def test_the_votes_make_of_a_case_what_the_rules_say(present, votes, more, verdict):
    assert count(present, votes, **more).verdict is verdict


@given(st.integers(1, 60))
def test_the_proposed_quorum_is_the_smallest_number_that_is_two_thirds(members):
    quorum = proposed_quorum(members)

    assert 3 * quorum >= 2 * members > 3 * (quorum - 1)


@given(st.text("fax", min_size=1, max_size=12), st.booleans())
def test_one_more_vote_for_a_case_never_loses_it(votes, two_thirds):
    before = count(len(votes), votes, two_thirds=two_thirds)
    for place, letter in enumerate(votes):
        if letter != "f":
            turned = votes[:place] + "f" + votes[place + 1 :]
            after = count(len(votes), turned, two_thirds=two_thirds)
            assert not (before.verdict is Verdict.CARRIED and after.verdict is Verdict.LOST)


# --- In session -----------------------------------------------------------------------------------


@pytest.fixture
def affairs(world):
    return make_affairs(world)


@pytest.fixture
def members(world):
    return [
        UserFactory.create(name=f"评委{number}", email=f"expert{number}@centre.example")
        for number in range(3)
    ]


@pytest.fixture
def application(world, teacher, affairs):
    give_everything(teacher)
    found = agreed(make_reviewer(world), applied(world.class_teacher, teacher))
    answer_everything(affairs, found)
    return found


@pytest.fixture
def panel(affairs, members, application):
    return called(affairs, members, [application])


@pytest.mark.django_db
class TestSession:
    def test_members_vote_and_what_two_thirds_carry_is_made_public(self, panel, members, application):
        opened(panel)
        case = panel.cases.get()
        vote(panel, members[0], case)
        vote(panel, members[1], case)
        vote(panel, members[2], case, "against", "Too little practice.")
        close(panel)

        application.refresh_from_db()
        case.refresh_from_db()
        assert application.state == "publicised"
        assert (case.outcome, case.votes_for, case.votes_against) == ("carried", 2, 1)

    def test_what_is_not_carried_is_refused_for_a_reason_that_the_teacher_reads(
        self, panel, members, application
    ):
        opened(panel)
        case = panel.cases.get()
        vote(panel, members[0], case)
        for member in members[1:]:
            vote(panel, member, case, "against", "Too little practice.")
        with pytest.raises(UnableToHear, match="the teacher reads it"):
            close(panel)
        assert Recognition.objects.get().state == "before_panel"

        close(panel, remarks={case.pk: "Practise first."})
        application.refresh_from_db()
        assert (application.state, application.answer) == ("refused", "Practise first.")

    def test_nobody_closes_before_all_have_voted(self, panel, members):
        opened(panel)
        vote(panel, members[0], panel.cases.get())

        with pytest.raises(UnableToHear, match="2 members have not voted"):
            close(panel)

    def test_a_session_is_not_opened_without_its_quorum(self, panel, members):
        one = seats(panel)[members[0].pk]

        with pytest.raises(TransitionRefused, match="the quorum is 2"):
            panels.open_session(actor=members[0], pk=panel.pk, present=[one.pk], now=NOW)

    def test_who_is_not_there_does_not_vote(self, panel, members):
        there = [seats(panel)[member.pk].pk for member in members[:2]]
        panels.open_session(actor=members[0], pk=panel.pk, present=there, now=NOW)

        with pytest.raises(UnableToHear, match="not noted as present"):
            vote(panel, members[2], panel.cases.get())

    def test_who_does_not_vote_for_it_says_why_and_nothing_is_kept_otherwise(self, panel, members):
        opened(panel)

        with pytest.raises(UnableToHear, match="Say why"):
            vote(panel, members[1], panel.cases.get(), "abstain")
        assert not PanelVote.objects.exists()

    def test_who_declares_a_conflict_does_not_vote_and_does_not_count(self, panel, members):
        opened(panel)
        case = panel.cases.get()
        vote(panel, members[2], case, "against", "I know him.")
        panels.declare_conflict(actor=members[2], pk=panel.pk, case_id=case.pk, reason="My husband.", now=NOW)
        with pytest.raises(UnableToHear, match="take no part"):
            vote(panel, members[2], case)

        for member in members[:2]:
            vote(panel, member, case)
        close(panel)
        case.refresh_from_db()
        assert (case.outcome, case.votes_for, case.votes_against) == ("carried", 2, 0)
        history = f"{case.recognition.get_absolute_url()}?tab=history"
        own = signed_in(case.recognition.teacher.user).get(history).content.decode()
        assert "made the vote for it public" in own
        assert "My husband." not in own

    def test_a_member_who_has_applied_takes_no_part_in_their_own_case(
        self, world, affairs, members, application
    ):
        panel = opened(called(affairs, [*members, world.class_teacher], [application]))

        with pytest.raises(UnableToHear, match="take no part"):
            vote(panel, world.class_teacher, panel.cases.get())

    def test_a_member_with_two_applications_on_one_agenda_votes_on_neither(
        self, world, teacher, affairs, members, application
    ):
        panel = called(affairs, [*members, world.class_teacher], [application])
        second = Recognition.objects.create(
            teacher=teacher,
            level="junior",
            stage="higher",
            state="before_panel",
            waiting_since=NOW.date(),
        )
        PanelCase.objects.create(panel=panel, recognition=second, order=2)
        opened(panel)

        assert ConflictOfInterest.objects.filter(member__user=world.class_teacher).count() == 2
        for case in panel.cases.all():
            with pytest.raises(UnableToHear, match="take no part"):
                vote(panel, world.class_teacher, case)

    def test_nobody_puts_their_own_application_before_a_panel_or_takes_it_off(
        self, affairs, members, application, panel
    ):
        mine = application.teacher
        mine.user = affairs
        mine.save()
        with pytest.raises(UnableToHear, match="about themselves"):
            panels.take_off_agenda(actor=affairs, pk=panel.pk, case_id=panel.cases.get().pk, now=NOW)
        with pytest.raises(UnableToHear, match="about themselves"):
            panels.cancel_panel(actor=affairs, pk=panel.pk, reason="Ill.", now=NOW)
        Recognition.objects.update(state="department_approved")
        PanelCase.objects.all().delete()
        with pytest.raises(UnableToHear, match="about themselves"):
            called(affairs, members, [application])

    def test_who_leads_the_session_neither_postpones_nor_refuses_their_own_case(
        self, world, affairs, members, application
    ):
        panel = opened(called(affairs, [world.class_teacher, *members], [application]))
        case = panel.cases.get()
        with pytest.raises(UnableToHear, match="about themselves"):
            close(panel, postponed=[case.pk])
        for member in members:
            vote(panel, member, case, "against", "No.")
        with pytest.raises(UnableToHear, match="about themselves"):
            close(panel, remarks={case.pk: "Not yet."})
        assert Recognition.objects.get().state == "before_panel"

    def test_a_vote_may_change_until_the_session_is_closed(self, panel, members):
        opened(panel)
        case = panel.cases.get()
        vote(panel, members[0], case, "against", "No.")
        vote(panel, members[0], case)

        assert PanelVote.objects.get().choice == "for"

    def test_a_question_that_nobody_answered_keeps_the_panel_from_carrying_a_case(
        self, world, affairs, members
    ):
        other = another_teacher(world)
        give_everything(other)
        asked = agreed(make_reviewer(world), applied(other.user, other))
        panel = opened(called(affairs, members, [asked]))
        for member in members:
            vote(panel, member, panel.cases.get())

        with pytest.raises(UnableToHear, match=r"cannot be made public yet.*DQ-05"):
            close(panel)
        assert Panel.objects.get().state == "in_session"

    def test_a_postponed_case_waits_for_another_panel(self, panel, application):
        opened(panel)
        close(panel, postponed=[panel.cases.get().pk])

        application.refresh_from_db()
        assert application.state == "department_approved"
        assert PanelCase.objects.get().outcome == "postponed"

    def test_people_who_do_not_sit_on_it_neither_see_nor_vote(self, world, panel):
        opened(panel)

        for person, refusal in ((world.officer, NotVisible), (world.teacher, NotVisible)):
            with pytest.raises(refusal):
                vote(panel, person, panel.cases.get())

    def test_a_judge_without_a_seat_has_no_vote(self, panel, affairs):
        opened(panel)

        with pytest.raises(PermissionDenied):
            vote(panel, affairs, panel.cases.get())


@pytest.mark.django_db
class TestAppeal:
    @pytest.fixture
    def refused(self, panel, members, application):
        opened(panel)
        case = panel.cases.get()
        for member in members:
            vote(panel, member, case, "against", "No.")
        close(panel, remarks={case.pk: "Not yet."})
        application.refresh_from_db()
        return application

    def test_an_upheld_appeal_goes_before_another_panel(self, world, affairs, members, refused):
        made = appeal(actor=world.class_teacher, pk=refused.pk, reason="Look again.", now=NOW)
        answer_appeal(actor=affairs, pk=made.pk, outcome="upheld", answer="It is so.", now=NOW)

        refused.refresh_from_db()
        assert refused.state == "department_approved"
        with pytest.raises(UnableToHear, match="call another one"):
            called(affairs, members, [refused])
        others = [UserFactory.create(name=f"专家{n}", email=f"other{n}@centre.example") for n in range(2)]
        panel = opened(called(affairs, [*others, members[0]], [refused]))
        with pytest.raises(UnableToHear, match="take no part"):
            vote(panel, members[0], panel.cases.get())
        refused.refresh_from_db()
        assert refused.state == "before_panel"

    def test_a_teacher_appeals_once(self, world, affairs, refused):
        made = appeal(actor=world.class_teacher, pk=refused.pk, reason="Look again.", now=NOW)
        answer_appeal(actor=affairs, pk=made.pk, outcome="dismissed", answer="No.", now=NOW)

        with pytest.raises(UnableToRecognise, match="already"):
            appeal(actor=world.class_teacher, pk=refused.pk, reason="And again.", now=NOW)

    def test_an_appeal_is_not_upheld_past_another_open_application(self, world, teacher, affairs, refused):
        other = draft(world.class_teacher, teacher)
        made = appeal(actor=world.class_teacher, pk=refused.pk, reason="Look again.", now=NOW)
        with pytest.raises(UnableToRecognise, match="applied anew"):
            answer_appeal(actor=affairs, pk=made.pk, outcome="upheld", answer="It is so.", now=NOW)
        made.refresh_from_db()
        refused.refresh_from_db()
        assert (made.outcome, refused.state) == ("", "refused")

        withdraw(actor=world.class_teacher, pk=other.pk, now=NOW)
        answer_appeal(actor=affairs, pk=made.pk, outcome="upheld", answer="It is so.", now=NOW)
        refused.refresh_from_db()
        assert refused.state == "department_approved"

    def test_nobody_applies_anew_while_an_appeal_waits(self, world, teacher, refused):
        appeal(actor=world.class_teacher, pk=refused.pk, reason="Look again.", now=NOW)

        with pytest.raises(UnableToRecognise, match="waits for its answer"):
            draft(world.class_teacher, teacher)

    def test_who_voted_on_it_does_not_decide_about_the_appeal(self, world, refused, members):
        made = appeal(actor=world.class_teacher, pk=refused.pk, reason="Look again.", now=NOW)
        member = PanelVote.objects.first().member
        member.user = world.director
        member.save()

        with pytest.raises(UnableToRecognise, match="voted on it"):
            answer_appeal(actor=world.director, pk=made.pk, outcome="upheld", answer="So.", now=NOW)


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestDesk:
    def test_a_member_votes_on_all_cases_from_one_screen(self, panel, members):
        opened(panel)
        case, client = panel.cases.get(), signed_in(members[1])
        address = reverse("teachers:panel_desk", args=[panel.pk])
        text = client.get(address).content.decode()
        assert "Qian Yu" in text
        assert "3 of 3 have not voted" in text

        answer = client.post(address, {f"choice_{case.pk}": "for"}, follow=True)
        assert "1 vote is kept." in answer.content.decode()
        assert PanelVote.objects.get().member.user == members[1]

    def test_what_was_typed_stays_where_a_reason_is_missing(self, panel, members):
        opened(panel)
        case, client = panel.cases.get(), signed_in(members[1])
        answer = client.post(
            reverse("teachers:panel_desk", args=[panel.pk]), {f"choice_{case.pk}": "against"}
        )

        assert answer.status_code == 422
        assert 'value="against" checked' in answer.content.decode()

    def test_the_desk_costs_the_same_for_many_cases(self, world, affairs, members, application):
        client, reviewer = signed_in(members[0]), User.objects.get(email="dean@centre.example")
        others = []
        for number in range(2, 5):
            other = another_teacher(world, staff_number=f"R{number}")
            give_everything(other)
            others.append(agreed(reviewer, applied(other.user, other)))
        for cases in ([application], others):
            panel = opened(called(affairs, members, cases))
            address = reverse("teachers:panel_desk", args=[panel.pk])
            assert_query_count("teachers:panel_desk", client, address)

    def test_members_read_the_applications_until_the_session_is_closed(self, panel, members, application):
        opened(panel)
        case, client = panel.cases.get(), signed_in(members[0])
        address = application.get_absolute_url()
        assert client.get(address).status_code == 200

        for member in members:
            vote(panel, member, case)
        close(panel)
        assert client.get(address).status_code == 404
        agenda = client.get(panel.get_absolute_url()).content.decode()
        assert "Qian Yu" in agenda
        assert address not in agenda
        desk = client.get(reverse("teachers:panel_desk", args=[panel.pk])).content.decode()
        assert "带学生到企业。" not in desk

    def test_who_takes_no_part_in_a_case_reads_nothing_of_it(self, panel, members, application):
        opened(panel)
        panels.declare_conflict(
            actor=members[1], pk=panel.pk, case_id=panel.cases.get().pk, reason="My husband.", now=NOW
        )
        client = signed_in(members[1])
        assert client.get(application.get_absolute_url()).status_code == 404
        desk = client.get(reverse("teachers:panel_desk", args=[panel.pk])).content.decode()
        assert "带学生到企业。" not in desk
        assert "Qian Yu" in desk

    def test_a_member_who_has_applied_reads_no_minutes_and_no_conflicts_of_their_own_case(
        self, world, affairs, members, application
    ):
        panel = opened(called(affairs, [*members, world.class_teacher], [application]))
        case = panel.cases.get()
        panels.declare_conflict(actor=members[2], pk=panel.pk, case_id=case.pk, reason="My husband.", now=NOW)
        for member in members[:2]:
            vote(panel, member, case)
        close(panel)
        own = signed_in(world.class_teacher).get(panel.get_absolute_url()).content.decode()
        other = signed_in(members[0]).get(panel.get_absolute_url()).content.decode()

        for said in ("My husband.", "All were heard."):
            assert said not in own
            assert said in other

    def test_who_has_no_seat_does_not_find_the_desk(self, world, panel):
        client = signed_in(world.officer)
        assert client.get(reverse("teachers:panel_desk", args=[panel.pk])).status_code == 404

"""The demonstration: one loading, looked at from many sides."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Centre, Delegation, Department, Position, User
from accounts.second_factor import holds_signing_powers
from agreements.choices import Phase, State
from agreements.models import (
    Agreement,
    AgreementComment,
    AgreementFile,
    AgreementRequest,
    AgreementType,
    Amendment,
)
from conftest import as_owner
from core.access import is_capability
from core.codes import get_scheme
from core.models import AuditEvent, Notification
from information.models import Assignment, LibraryDocument, LibraryDownload
from insights.demonstration.load import load
from insights.demonstration.people import PASSWORD
from insights.demonstration.sign_ins import SignIn, sign_ins
from insights.demonstration.stories import midnight
from partnerships.models import ContactRole, Correction, Enterprise, Interaction, Stage
from placements.models import TripartiteNumber
from resources.models import Booking, Contribution, Maintenance, Resource
from signing.models import Approval, ApprovalStep

TODAY = date(2026, 11, 18)  # a Wednesday
END_OF_FIRST_YEAR = TODAY - timedelta(days=1200)

pytestmark = pytest.mark.xdist_group("demonstration")


# These are told from the day backwards, all at once, however early they lie: not where the story stops.
TOLD_BACKWARDS = (
    r"^(project|booking|contribution|maintenance|resource|training_(course|enrolment|fee)|alliance(_meeting|_task)?"
    r"|supply|assessment|survey|action|warning|target|board|announcement|assignment|library|annual_report|return"
    r"|story|story_consent|naming)\.|^enterprise\.naming$"
)


def acts_before(day: date) -> list[tuple]:
    return list(
        AuditEvent.objects.filter(at__lt=midnight(day))
        .exclude(verb__regex=TOLD_BACKWARDS)
        .order_by("pk")
        .values_list("verb", "at", "actor__email", "on_behalf_of__email", "reason")
    )


@pytest.fixture(scope="module")
def first_year(django_db_setup, django_db_blocker) -> Iterator[list[tuple]]:
    """What happened in the first year, told once; then everything is told, for the tests of this module."""
    with django_db_blocker.unblock(), as_owner():
        with transaction.atomic():
            load(on=TODAY, until=END_OF_FIRST_YEAR)
            acts = acts_before(TODAY)
            transaction.set_rollback(True)
        with transaction.atomic():
            load(on=TODAY)
            yield acts
            transaction.set_rollback(True)


@pytest.fixture
def demonstration(first_year) -> None:
    """The demonstration is loaded."""


@pytest.fixture
def people(demonstration) -> list[SignIn]:
    return sign_ins()


def test_the_same_day_gives_the_same_demonstration(first_year):
    assert len(first_year) > 300
    assert acts_before(END_OF_FIRST_YEAR) == first_year


def test_thirty_people_work_in_six_departments(demonstration):
    assert Centre.current().legal_name_zh == "苏州太湖职业教育中心"
    assert get_scheme("uscc").accepts(Centre.current().registration_code)
    assert User.objects.filter(is_partner=False, is_student=False, is_inspector=False).count() == 30
    assert Department.objects.exclude(parent=None).count() == 6
    assert all(
        user.name and user.name_latin
        for user in User.objects.filter(is_partner=False, is_student=False, is_inspector=False)
    )


def test_every_position_says_its_duties_and_has_powers_that_exist(demonstration):
    for position in Position.objects.all():
        assert position.duties_en, position
        assert position.duties_zh, position
        assert position.appointments.exists(), position
        assert all(map(is_capability, position.capabilities)), position


def test_whoever_is_overdue_has_a_superior(demonstration):
    without = Position.objects.filter(superior=None)

    assert [position.title_en for position in without] == ["Director"]


def test_somebody_acts_for_an_absent_colleague_today(demonstration):
    assert Delegation.objects.on(TODAY).count() == 1


def test_everybody_signs_in_with_what_is_printed(people):
    assert len(people) == 39
    for person in people:
        cache.clear()  # so many sign-ins from one address in a minute are refused otherwise
        client = Client()
        response = client.post(
            reverse("account_login"), {"login": person.login, "password": person.password}, follow=False
        )
        if person.secret:
            assert response["Location"] == reverse("mfa_authenticate"), person
            response = client.post(reverse("mfa_authenticate"), {"code": person.code()})
        assert response["Location"] == "/", person
        if person.role.startswith("Student"):
            assert client.get("/")["Location"] == reverse("me:today"), person
        elif person.role == "Inspector":
            assert client.get("/")["Location"] == reverse("governance:inspected_home"), person
        elif not person.role.startswith("Partner portal"):  # which opens a transaction of its own
            assert client.get("/").status_code == 200, person


def test_whoever_signs_for_the_centre_or_inspects_it_has_a_second_factor(people):
    users = {user.email or user.login_name: user for user in User.objects.all()}
    for person in people:
        assert (
            bool(person.secret)
            == (holds_signing_powers(users[person.login]) or users[person.login].is_inspector)
            == is_mfa_enabled(users[person.login])
        )
        assert not person.secret or validate_totp_code(person.secret, person.code())


def test_the_sign_ins_are_printed_as_a_table(demonstration):
    out = StringIO()

    call_command("demonstration_sign_ins", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].split("  ")[0] == "Position"
    assert sum("@taihu.example" in line and PASSWORD in line for line in lines) == 30
    assert sum("Partner portal: " in line for line in lines) == 4


def test_enterprises_have_asked_for_something_and_some_have_their_answer(demonstration):
    assert Counter(Correction.objects.values_list("state", flat=True)) == {
        "waiting": 4,
        "accepted": 1,
        "rejected": 1,
    }
    assert AgreementRequest.objects.open().count() == 1


def test_a_second_loading_is_refused_or_does_nothing(demonstration):
    before = AuditEvent.objects.count()

    call_command("load_demonstration", "--if-empty", stdout=StringIO())
    with pytest.raises(CommandError, match="needs an empty one"):
        call_command("load_demonstration", stdout=StringIO())

    assert AuditEvent.objects.count() == before


def test_production_gets_neither_demonstration_nor_passwords(demonstration, settings):
    settings.PRODUCTION = True

    for command in ("load_demonstration", "demonstration_sign_ins"):
        with pytest.raises(CommandError, match="production"):
            call_command(command, stdout=StringIO())


def test_a_hundred_and_twenty_enterprises_stand_at_every_stage(demonstration):
    enterprises = Enterprise.objects.all()

    assert enterprises.count() == 120
    assert set(enterprises.values_list("state", flat=True)) == set(Stage.values)
    for enterprise in enterprises:
        assert not enterprise.code or get_scheme(enterprise.scheme).accepts(enterprise.code), enterprise
        assert enterprise.contacts.filter(is_primary=True).exists(), enterprise
    assert set(enterprises.values_list("scheme", flat=True)) >= {"uscc", "gb_company", "lei"}


def test_every_partner_has_somebody_who_signs(demonstration):
    unsigned = Enterprise.objects.filter(state=Stage.PARTNER).exclude(
        contacts__roles__contains=[ContactRole.SIGNATORY]
    )

    assert not unsigned.exists()


def test_nothing_has_happened_in_the_future(demonstration):
    until = midnight(TODAY)

    assert not Interaction.objects.filter(happened_at__gte=until).exists()
    assert not AuditEvent.objects.filter(at__gte=until).exists()
    assert AuditEvent.objects.order_by("at").first().at < midnight(TODAY - timedelta(days=1300))


def test_next_actions_are_due_around_today(demonstration):
    waiting = Interaction.objects.with_open_action()

    assert waiting.overdue(TODAY).count() >= 5
    assert waiting.filter(next_action_on__gte=TODAY).count() >= 3
    assert not waiting.overdue(TODAY - timedelta(days=40)).exists()


def test_no_mail_waits_for_the_past(demonstration):
    assert not Notification.objects.waiting().exists()


def test_no_enterprise_is_met_twice_with_the_same_words(demonstration):
    said = Counter(Interaction.objects.values_list("enterprise", "summary"))

    assert said.most_common(1)[0][1] <= 2


# --- Agreements -------------------------------------------------------------------------------


def test_two_hundred_agreements_are_in_every_state_of_every_type_and_phase(demonstration):
    agreements = Agreement.objects.all()

    assert agreements.count() == 200
    assert set(agreements.values_list("state", flat=True)) == set(State.values)
    assert set(agreements.values_list("type__code", flat=True)) == set(
        AgreementType.objects.values_list("code", flat=True)
    )
    for phase in Phase:
        assert agreements.in_phase(phase, TODAY).count() >= 3, phase
    assert set(Amendment.objects.values_list("state", flat=True)) >= {"draft", "in_review", "signed"}


def test_references_of_a_year_have_no_gap(demonstration):
    numbers: dict[str, list[int]] = {}
    agreements = Agreement.objects.exclude(reference=None).values_list("reference", flat=True)
    # Agreements with students stand in the same register.
    for reference in [*agreements, *TripartiteNumber.objects.values_list("number", flat=True)]:
        _prefix, year, number = reference.split("-")
        numbers.setdefault(year, []).append(int(number))

    assert len(numbers) >= 4
    for year, given in numbers.items():
        assert sorted(given) == list(range(1, len(given) + 1)), year
    submissions = Agreement.objects.exclude(reference=None).order_by("submitted_at")
    in_order = list(submissions.values_list("reference", flat=True))
    assert in_order == sorted(in_order)


def test_deadlines_lie_in_every_window_of_reminders(demonstration):
    waiting = Agreement.objects.filter(state=State.SIGNED, renewal_decision="")
    days = [(notice_on - TODAY).days for notice_on in waiting.values_list("notice_on", flat=True)]

    for first, last in ((0, 7), (8, 30), (31, 60), (61, 90), (-60, -1)):
        assert sum(first <= day <= last for day in days) >= 3, (first, last)
    ends = list(waiting.values_list("last_day", flat=True))
    assert any(TODAY <= day <= date(2026, 11, 30) for day in ends)
    assert any(TODAY - timedelta(days=60) < day < TODAY for day in ends), "expired and undecided"


def test_reviews_are_approved_returned_open_and_overdue(demonstration):
    assert set(Approval.objects.values_list("outcome", flat=True)) == set(Approval.Outcome.values)
    current = ApprovalStep.objects.current()
    assert current.filter(due_on__lt=TODAY).count() >= 3
    assert current.filter(due_on__gte=TODAY).count() >= 3
    assert not ApprovalStep.objects.filter(status="returned", reason="").exists()
    assert ApprovalStep.objects.exclude(on_behalf_of=None).exists(), "somebody decided for the absent"


def test_renewals_are_linked_and_signed_agreements_have_their_papers(demonstration):
    assert Agreement.objects.filter(state=State.RENEWED, successors__state=State.SIGNED).count() >= 5
    signed = Agreement.objects.filter(state=State.SIGNED, is_imported=False)
    assert not signed.exclude(parties__paper_signatures__isnull=False).exists()
    assert AgreementFile.objects.filter(purpose=AgreementFile.Purpose.SCAN).exists()
    assert AgreementComment.objects.count() >= 10


def test_the_history_says_when_each_change_was_made_and_by_whom(demonstration):
    changes = Agreement.pgh_event_models["update"].objects.all()

    assert not changes.filter(pgh_created_at__gte=midnight(TODAY)).exists()
    by_people = changes.filter(pgh_context__metadata__user__isnull=False)
    assert by_people.count() > 0.9 * changes.count()


def test_no_act_comes_before_the_one_that_it_follows(demonstration):
    for agreement in Agreement.objects.all():
        acts = AuditEvent.objects.filter(
            subject_type=ContentType.objects.get_for_model(Agreement), subject_id=agreement.pk
        )
        moments = list(acts.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments), agreement


def test_places_are_used_and_contributions_of_four_years_are_confirmed(demonstration):
    given = Contribution.objects.all()
    assert Resource.objects.count() >= 24
    assert 110 <= given.count() <= 140
    assert {one.given_on.year for one in given} >= {TODAY.year - 3, TODAY.year - 1, TODAY.year}
    assert given.counted().count() >= 100
    assert given.filter(agreement__isnull=False).exists()
    assert set(Booking.objects.values_list("state", flat=True)) >= {"used", "approved", "requested"}
    assert not Booking.objects.filter(booked_at__gte=midnight(TODAY)).exists()
    assert Maintenance.objects.filter(state="planned").exists()


def test_tasks_came_of_what_happened_and_documents_are_shared(demonstration):
    tasks, documents = Assignment.objects.all(), LibraryDocument.objects.all()

    assert tasks.count() > 24
    assert {one.state for one in tasks} == {"open", "done", "given_up"}
    assert tasks.late(TODAY).exists()
    assert documents.count() == 12
    assert {one.state for one in documents} == {"draft", "shared", "withdrawn"}
    assert documents.filter(alliances__isnull=False, latest__gt=1).exists()
    assert LibraryDownload.objects.exclude(enterprise=None).exists()

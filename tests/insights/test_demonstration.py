"""The demonstration: one loading, looked at from many sides."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import is_mfa_enabled
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Centre, Delegation, Department, Position, User
from accounts.second_factor import holds_signing_powers
from core.access import is_capability
from core.codes import get_scheme
from core.models import AuditEvent, Notification
from insights.demonstration.load import load
from insights.demonstration.people import PASSWORD
from insights.demonstration.sign_ins import SignIn, sign_ins
from insights.demonstration.stories import midnight
from partnerships.models import Contact, ContactRole, Enterprise, Interaction, Stage

TODAY = date(2026, 11, 18)  # a Wednesday

pytestmark = pytest.mark.xdist_group("demonstration")


def digest() -> str:
    """Of everything that a reader could tell apart."""
    told = [
        *Enterprise.objects.order_by("pk").values_list(
            "name", "code", "state", "state_since", "owner__email"
        ),
        *Contact.objects.order_by("pk").values_list("name", "email", "enterprise__name", "left_on"),
        *Interaction.objects.order_by("pk").values_list("summary", "happened_at", "next_action_done_at"),
        *AuditEvent.objects.order_by("pk").values_list("verb", "at", "actor__email", "reason"),
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


@pytest.fixture(scope="module")
def digests(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """Loads twice, and leaves the second in place for the tests of this module."""
    found = []
    with django_db_blocker.unblock():
        with transaction.atomic():
            load(on=TODAY)
            found.append(digest())
            transaction.set_rollback(True)
        with transaction.atomic():
            load(on=TODAY)
            found.append(digest())
            yield found
            transaction.set_rollback(True)


@pytest.fixture
def demonstration(digests) -> None:
    """The demonstration is loaded."""


@pytest.fixture
def people(demonstration) -> list[SignIn]:
    return sign_ins()


def test_the_same_day_gives_the_same_demonstration(digests):
    first, second = digests

    assert first == second


def test_thirty_people_work_in_six_departments(demonstration):
    assert Centre.current().legal_name_zh == "苏州太湖职业教育中心"
    assert get_scheme("uscc").accepts(Centre.current().registration_code)
    assert User.objects.count() == 30
    assert Department.objects.exclude(parent=None).count() == 6
    assert all(user.name and user.name_latin for user in User.objects.all())


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
    assert len(people) == 30
    for person in people:
        client = Client()
        response = client.post(
            reverse("account_login"), {"login": person.email, "password": person.password}, follow=False
        )
        if person.secret:
            assert response["Location"] == reverse("mfa_authenticate"), person
            response = client.post(reverse("mfa_authenticate"), {"code": person.code()})
        assert response["Location"] == "/", person
        assert client.get("/").status_code == 200, person


def test_whoever_signs_for_the_centre_has_a_second_factor(people):
    users = {user.email: user for user in User.objects.all()}
    for person in people:
        assert (
            bool(person.secret)
            == holds_signing_powers(users[person.email])
            == is_mfa_enabled(users[person.email])
        )
        assert not person.secret or validate_totp_code(person.secret, person.code())


def test_the_sign_ins_are_printed_as_a_table(demonstration):
    out = StringIO()

    call_command("demonstration_sign_ins", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].split("  ")[0] == "Position"
    assert sum("@taihu.example" in line and PASSWORD in line for line in lines) == 30


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

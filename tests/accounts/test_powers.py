"""What people may do follows from positions, appointments and delegations, on any day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Appointment, Delegation, Department, Position, User
from accounts.operations import UnableToDelegate, delegate_powers, revoke_delegation
from accounts.powers import powers_of
from core.access import NotVisible
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def centre() -> Department:
    return Department.objects.create(code="0", name_en="Centre", name_zh="中心")


@pytest.fixture
def engineering(centre) -> Department:
    return Department.objects.create(code="1", name_en="Engineering", name_zh="工程系", parent=centre)


@pytest.fixture
def mechatronics(engineering) -> Department:
    return Department.objects.create(
        code="11", name_en="Mechatronics", name_zh="机电教研室", parent=engineering
    )


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", "a long password", name=name)


def appoint(
    user: User, department: Department, *capabilities: str, reach=Position.Reach.DEPARTMENT, **period
) -> None:
    position = Position.objects.create(
        department=department, title_en="Head", title_zh="主任", capabilities=list(capabilities), reach=reach
    )
    Appointment.objects.create(user=user, position=position, **({"starts_on": date(2020, 1, 1)} | period))


def test_a_head_holds_powers_over_the_department_and_everything_below(centre, engineering, mechatronics):
    head = person("head")
    appoint(head, engineering, "agreement.approve")

    scope = powers_of(head, on=TODAY).scope_for("agreement.approve")

    assert scope.covers(engineering.pk)
    assert scope.covers(mechatronics.pk)
    assert not scope.covers(centre.pk)
    assert not scope.covers(None)


def test_a_position_for_the_whole_centre_reaches_everything(centre, engineering):
    director = person("director")
    appoint(director, centre, "agreement.sign", reach=Position.Reach.CENTRE)

    assert powers_of(director, on=TODAY).scope_for("agreement.sign").everywhere
    assert not powers_of(director, on=TODAY).scope_for("agreement.approve")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (TODAY, None, True),
        (TODAY - timedelta(1), TODAY, True),
        (TODAY + timedelta(1), None, False),
        (TODAY - timedelta(9), TODAY - timedelta(1), False),
    ],
)
def test_an_appointment_counts_from_its_first_to_its_last_day(engineering, starts_on, ends_on, holds):
    head = person("head")
    appoint(head, engineering, "agreement.read", starts_on=starts_on, ends_on=ends_on)

    assert bool(powers_of(head, on=TODAY).scope_for("agreement.read")) is holds


def test_somebody_who_may_not_sign_in_holds_nothing(engineering):
    head = person("head")
    appoint(head, engineering, "agreement.read")
    head.is_active = False

    assert not powers_of(head, on=TODAY).scope_for("agreement.read")


def test_an_administrator_of_the_site_holds_no_power_over_records():
    admin = User.objects.create_superuser("admin@example.org", "a long password", name="Admin")

    assert not powers_of(admin, on=TODAY).scope_for("agreement.read")


def test_a_colleague_acts_for_somebody_away_and_it_shows(engineering):
    head, deputy = person("head"), person("deputy")
    appoint(head, engineering, "agreement.approve")

    delegate_powers(
        actor=head, delegate=deputy, starts_on=TODAY, ends_on=TODAY + timedelta(7), reason="on leave", now=NOW
    )

    powers = powers_of(deputy, on=TODAY)
    assert powers.scope_for("agreement.approve").covers(engineering.pk)
    assert powers.on_behalf_of("agreement.approve", engineering.pk) == head
    assert AuditEvent.objects.get(verb="delegation.give").reason == "on leave"


def test_ones_own_power_goes_before_a_lent_one(engineering):
    head, deputy = person("head"), person("deputy")
    appoint(head, engineering, "agreement.approve")
    appoint(deputy, engineering, "agreement.approve")
    Delegation.objects.create(delegator=head, delegate=deputy, starts_on=TODAY, ends_on=TODAY, reason="leave")

    assert powers_of(deputy, on=TODAY).on_behalf_of("agreement.approve", engineering.pk) is None


def test_lent_powers_cannot_be_handed_on(engineering):
    head, deputy, third = person("head"), person("deputy"), person("third")
    appoint(head, engineering, "agreement.approve")
    Delegation.objects.create(delegator=head, delegate=deputy, starts_on=TODAY, ends_on=TODAY, reason="leave")

    with pytest.raises(UnableToDelegate, match="no powers of your own"):
        delegate_powers(actor=deputy, delegate=third, starts_on=TODAY, ends_on=TODAY, reason="too", now=NOW)
    Delegation.objects.create(delegator=deputy, delegate=third, starts_on=TODAY, ends_on=TODAY, reason="too")

    assert not powers_of(third, on=TODAY).scope_for("agreement.approve")


def test_powers_taken_back_are_gone_at_once(engineering):
    head, deputy = person("head"), person("deputy")
    appoint(head, engineering, "agreement.approve")
    delegation = delegate_powers(
        actor=head, delegate=deputy, starts_on=TODAY, ends_on=TODAY + timedelta(7), reason="on leave", now=NOW
    )

    revoke_delegation(actor=head, pk=delegation.pk, now=NOW)

    assert not powers_of(deputy, on=TODAY).scope_for("agreement.approve")
    with pytest.raises(UnableToDelegate):
        revoke_delegation(actor=head, pk=delegation.pk, now=NOW)


def test_nobody_takes_back_what_another_lent(engineering):
    head, deputy = person("head"), person("deputy")
    appoint(head, engineering, "agreement.approve")
    delegation = delegate_powers(
        actor=head, delegate=deputy, starts_on=TODAY, ends_on=TODAY, reason="on leave", now=NOW
    )

    with pytest.raises(NotVisible):
        revoke_delegation(actor=deputy, pk=delegation.pk, now=NOW)

    delegation.refresh_from_db()
    assert delegation.revoked_at is None


def test_powers_cost_at_most_three_queries_whatever_the_number_of_positions(
    engineering, mechatronics, django_assert_max_num_queries
):
    head, deputy = person("head"), person("deputy")
    for department in (engineering, mechatronics):
        appoint(head, department, "agreement.read")
        appoint(deputy, department, "agreement.approve")
    Delegation.objects.create(delegator=head, delegate=deputy, starts_on=TODAY, ends_on=TODAY, reason="leave")

    with django_assert_max_num_queries(3):
        powers_of(deputy, on=TODAY)

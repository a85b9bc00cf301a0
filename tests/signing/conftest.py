"""A small office with a request that goes to its head, then to the centre's director.

What is decided on is a department: signing does not care.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Appointment, Delegation, Department, Position, User
from core.access import register_capabilities
from signing import subjects
from signing.models import Approval, ApprovalRoute, Reach, RouteStep
from signing.operations import Decision, decide, look_at, open_approval
from signing.subjects import Subject
from tests.agreements.office import make_office as make_agreements_office
from tests.signing.envelopes import SigningOffice

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@dataclass
class Office:
    centre: Department
    mechanics: Department
    commerce: Department
    route: ApprovalRoute
    record: Department
    outcomes: list[str] = field(default_factory=list)

    def hire(
        self,
        name: str,
        *capabilities: str,
        department: Department | None = None,
        reach: str = Position.Reach.DEPARTMENT,
        superior: Position | None = None,
    ) -> User:
        user = User.objects.create_user(f"{name}@centre.test", name=name)
        position = Position.objects.create(
            department=department or self.mechanics,
            title_en=name,
            title_zh=name,
            capabilities=list(capabilities),
            reach=reach,
            superior=superior,
        )
        Appointment.objects.create(user=user, position=position, starts_on=date(2020, 1, 1))
        return user

    def lend(self, lender: User, borrower: User) -> None:
        Delegation.objects.create(
            delegator=lender,
            delegate=borrower,
            starts_on=date(2020, 1, 1),
            ends_on=date(2099, 1, 1),
            reason="away",
        )

    def ask(self, asker: User, now: datetime = NOW) -> Approval:
        return open_approval(
            actor=asker,
            subject=self.record,
            route=self.route,
            department_id=self.mechanics.pk,
            title="A request",
            now=now,
        )

    def answer(self, decider: User, approval: Approval, decision: Decision = Decision.APPROVE, **kwargs: Any):
        now = kwargs.pop("now", NOW + timedelta(hours=1))
        step = kwargs.pop("step", None) or approval.steps.get(status="current")
        seen = kwargs.pop("seen", None) or look_at(actor=decider, approval=approval, now=now)
        return decide(actor=decider, step_id=step.pk, decision=decision, seen=seen, now=now, **kwargs)


def make_office() -> Office:
    centre = Department.objects.create(code="C", name_en="Centre", name_zh="中心")
    mechanics = Department.objects.create(code="M", name_en="Mechanics", name_zh="机电系", parent=centre)
    commerce = Department.objects.create(code="B", name_en="Commerce", name_zh="商贸系", parent=centre)
    route = ApprovalRoute.objects.create(name_en="Head, then director", name_zh="系主任、校长")
    RouteStep.objects.create(
        route=route, order=1, name_en="Head", name_zh="系主任", capability="request.review", days_allowed=3
    )
    RouteStep.objects.create(
        route=route,
        order=2,
        name_en="Director",
        name_zh="校长",
        capability="request.approve",
        reach=Reach.CENTRE,
        days_allowed=5,
    )
    record = Department.objects.create(code="R", name_en="What is asked for", name_zh="申请", parent=centre)
    return Office(centre, mechanics, commerce, route, record)


@pytest.fixture
def registered() -> Iterator[Callable[[Office], Office]]:
    """Lets departments go through approval while the test runs."""
    register_capabilities("request", "Requests", {"review": "review", "approve": "approve", "ask": "ask"})

    def register(office: Office) -> Office:
        subjects.register_subject(
            Department,
            Subject(
                snapshot=lambda record: {"name": record.name_en},
                lock=lambda pk: Department.objects.select_for_update().get(pk=pk),
                approved=lambda record, actor, now: office.outcomes.append("approved"),
                returned=lambda record, actor, now, reason: office.outcomes.append(f"returned: {reason}"),
            ),
        )
        return office

    yield register
    subjects._subjects.pop(Department, None)


@pytest.fixture
def office(db, registered) -> Office:
    return registered(make_office())


@pytest.fixture
def signing(db, settings, tmp_path) -> SigningOffice:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return SigningOffice(make_agreements_office())

"""Some liaisons and a mentor who have come into the partner portal, and what they ask for there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count

from accounts.models import User
from agreements.choices import State
from agreements.models import AgreementRequest
from agreements.portal.operations import ask
from agreements.portal.reading import own_rows
from agreements.portal.walls import SHOWN_STATES
from insights.demonstration.people import PASSWORD
from insights.demonstration.stories import Story, midnight
from partnerships.corrections import fingerprint
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.operations import (
    CorrectionDecision,
    accept_invitation,
    decide_corrections,
    invite_contact,
)
from partnerships.portal.operations import ProposedCorrection, propose_corrections
from partnerships.portal.partner import Partner, partner_of
from placements.models import Placement, PlacementState

MOST = 3


def joining(on: date) -> Story:
    """The liaisons of the enterprises with the most agreements accept an invitation, this week."""
    now = midnight(on - timedelta(days=2)) + timedelta(hours=10)
    yield now
    # Who signs as well would need a second factor first.
    busiest = (
        Enterprise.objects.filter(
            agreement_parties__agreement__state__in=SHOWN_STATES,
            contacts__in=Contact.objects.in_portal().filter(roles=[ContactRole.LIAISON], is_primary=True),
        )
        .annotate(agreements=Count("agreement_parties"))
        .order_by("-agreements", "pk")[:MOST]
    )
    joined: list[Partner] = []
    for contact in Contact.objects.in_portal().filter(
        enterprise__in=list(busiest), roles=[ContactRole.LIAISON], is_primary=True
    ):
        owner = contact.enterprise.owner
        assert owner is not None  # noqa: S101 — the demonstration gives every enterprise one
        invitation = invite_contact(actor=owner, pk=contact.pk, now=now)
        now += timedelta(hours=3)
        yield now
        user = accept_invitation(token=invitation.token, user=None, password=PASSWORD, now=now)
        partner = partner_of(user, None)
        assert partner is not None  # noqa: S101 — they have just come in
        joined.append(partner)
        now += timedelta(minutes=20)
        yield now
    yield from asking(joined, midnight(on - timedelta(days=1)) + timedelta(hours=9))


def mentor_joins(placed: Sequence[Placement], now: datetime) -> User | None:
    """The mentor of most of the students at work accepts an invitation, and needs no links by mail."""
    students = Counter(one.mentor_id for one in placed if one.state == PlacementState.IN_PROGRESS)
    mentors = Contact.objects.in_portal().filter(pk__in=[pk for pk in students if pk], user=None)
    # Who signs as well would need a second factor first.
    able = mentors.exclude(roles__contains=[ContactRole.SIGNATORY]).select_related("enterprise__owner")
    mentor = max(able.order_by("pk"), key=lambda one: students[one.pk], default=None)
    if mentor is None or mentor.enterprise.owner is None:
        return None
    invitation = invite_contact(actor=mentor.enterprise.owner, pk=mentor.pk, now=now)
    return accept_invitation(
        token=invitation.token, user=None, password=PASSWORD, now=now + timedelta(hours=2)
    )


def asking(joined: list[Partner], now: datetime) -> Story:
    """The next day each says what is different; two wait, one is answered. One asks about an agreement."""
    for number, partner in enumerate(joined):
        yield now
        enterprise, owner = partner.enterprise, partner.enterprise.owner
        assert owner is not None  # noqa: S101 — as above
        staff = enterprise.staff_count or 80
        proposed = propose_corrections(
            partner=partner,
            proposed=[
                ProposedCorrection(field="staff_count", before=enterprise.staff_count, after=staff + 35),
                ProposedCorrection(
                    field="title",
                    before=partner.contact.title,
                    after="人力资源总监",
                    contact=partner.contact,
                ),
            ],
            note="以本月社保人数为准。",
            now=now,
        )
        now += timedelta(minutes=50)
        if number == 0:
            yield now
            count, title = proposed
            decide_corrections(
                actor=owner,
                enterprise_pk=enterprise.pk,
                decisions=[
                    CorrectionDecision(pk=title.pk, is_accepted=True, seen=fingerprint(title.before)),
                    CorrectionDecision(
                        pk=count.pk, is_accepted=False, seen="", reason="请上传社保缴纳证明后再次提交。"
                    ),
                ],
                now=now,
            )
            now += timedelta(minutes=30)
        yield now
        running = own_rows(partner).filter(state=State.SIGNED).binding(now.date()).order_by("-last_day", "pk")
        if number == 1 and (agreement := running.first()):
            ask(
                partner=partner,
                agreement=agreement,
                kind=AgreementRequest.Kind.CHANGE,
                text="明年春季我们新增一条产线，希望每年多接收五名实习学生，并增加一名企业导师。",
                target="field.content",
                now=now,
            )
            now += timedelta(minutes=40)
            yield now

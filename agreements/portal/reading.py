"""The rows that pages of the portal start from: only what the walls let through, and only ours."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.walls import PERSON_COLUMNS
from agreements.models import Agreement, AgreementComment, AgreementRequest, AgreementType
from agreements.portal.walls import SHOWN_STATES
from agreements.querysets import AgreementQuerySet, RequestQuerySet
from core.access import NotVisible
from partnerships.portal.partner import Partner

PEOPLE = User.objects.only(*PERSON_COLUMNS)


def own_rows(partner: Partner) -> AgreementQuerySet:
    return Agreement.objects.filter(state__in=SHOWN_STATES, parties__enterprise=partner.enterprise)


def agreements_of(partner: Partner) -> AgreementQuerySet:
    """The enterprise's own agreements, once they were sent out for signature. Three queries."""
    return own_rows(partner).prefetch_related(
        Prefetch("type", AgreementType.objects.only("code", "name_en", "name_zh")),
        Prefetch("owner", PEOPLE),
        "parties",
    )


def agreement_of(partner: Partner, pk: int) -> Agreement:
    """Raises NotVisible."""
    agreement = agreements_of(partner).filter(pk=pk).first()
    if agreement is None:
        raise NotVisible(f"agreements.Agreement {pk}")
    return agreement


def comments_on(agreement: Agreement) -> QuerySet[AgreementComment]:
    """What both sides say to each other."""
    return agreement.comments.filter(is_internal=False, deleted_at=None).prefetch_related(
        Prefetch("author", PEOPLE)
    )


def own_requests(partner: Partner) -> RequestQuerySet:
    """What the enterprise asked for about its agreements."""
    return AgreementRequest.objects.filter(enterprise=partner.enterprise)

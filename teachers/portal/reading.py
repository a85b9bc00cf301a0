"""The practice that the portal's pages start from: only what the walls let through, and only ours."""

from __future__ import annotations

from django.db.models import Prefetch, Q

from core.access import NotVisible
from partnerships.portal.partner import Partner
from teachers.models import Practice, Teacher
from teachers.practice_querysets import PracticeQuerySet
from teachers.practice_walls import PRACTICE_COLUMNS, TEACHER_COLUMNS


def evaluates_all(partner: Partner) -> bool:
    """Whether somebody speaks for the enterprise about every teacher there; others for those they guide."""
    return partner.is_liaison


def own_practices(partner: Partner) -> PracticeQuerySet:
    """The practice in the enterprise; who is no liaison sees those they guide. Three queries."""
    rows: PracticeQuerySet = Practice.objects.filter(enterprise=partner.enterprise).at_the_enterprise()
    if not evaluates_all(partner):
        rows = rows.filter(Q(mentor=partner.contact))
    teachers = Teacher.objects.only(*TEACHER_COLUMNS)
    return rows.only(*PRACTICE_COLUMNS).prefetch_related(Prefetch("teacher", teachers), "evaluations")


def own_practice(partner: Partner, pk: int) -> Practice:
    """Raises NotVisible."""
    practice: Practice | None = own_practices(partner).filter(pk=pk).first()
    if practice is None:
        raise NotVisible(f"teachers.Practice {pk}")
    practice.enterprise = partner.enterprise
    return practice

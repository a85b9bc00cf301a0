from __future__ import annotations

from django import template
from django.urls import reverse

from projects.models import Outcome
from projects.papers import whose as whose_is

register = template.Library()


@register.simple_tag
def part_url(name: str, act: str, pk: int, row_id: int) -> str:
    """Where a part of a project is changed or taken out: the address depends on the kind of part."""
    return reverse(f"projects:{name}_{act}", args=[pk, row_id])


@register.simple_tag
def whose(outcome: Outcome) -> str:
    """Who owns an outcome, with the shares; its owner is fetched along."""
    return whose_is(outcome)

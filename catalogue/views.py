"""Choices from the catalogues for fields that ask while one types."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from catalogue.codes import IndustryLevel
from catalogue.models import Industry, Major, Occupation, Region
from core.http import PersonRequest

SHOWN = 30


@require_safe
def region_choices(request: PersonRequest) -> JsonResponse:
    regions = Region.objects.matching(request.GET.get("q", "")).select_related("parent__parent")
    return _answer((region.pk, region.full_name) for region in regions.order_by("country", "code")[:SHOWN])


@require_safe
def industry_choices(request: PersonRequest) -> JsonResponse:
    """Sections and divisions: what an enterprise is sorted by."""
    industries = Industry.objects.matching(request.GET.get("q", "")).filter(
        level__in=[IndustryLevel.SECTION, IndustryLevel.DIVISION]
    )
    return _answer((industry.pk, industry.title) for industry in industries.order_by("code")[:SHOWN])


@require_safe
def major_choices(request: PersonRequest) -> JsonResponse:
    majors = Major.objects.current().matching(request.GET.get("q", ""))
    return _answer((major.pk, major.title) for major in majors.order_by("code")[:SHOWN])


@require_safe
def occupation_choices(request: PersonRequest) -> JsonResponse:
    occupations = Occupation.objects.matching(request.GET.get("q", ""))
    return _answer((one.pk, one.title) for one in occupations.order_by("code")[:SHOWN])


def _answer(choices: Any) -> JsonResponse:
    return JsonResponse({"results": [{"value": str(pk), "text": text} for pk, text in choices]})

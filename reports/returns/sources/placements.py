"""What an internship says in a return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.db.models import Avg, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Centre
from catalogue.models import Region
from core.access import Actor
from core.indicators import Words, spoken
from core.tallies import in_two
from internships.conditions import Hazard, Shift
from internships.facts import USUAL_DAY, USUAL_WEEK
from internships.models import Post
from internships.models.plans import FilingKind, PlanKind
from internships.whereabouts import destination
from placements.models import (
    OVER_STATES,
    Arrangement,
    EvaluationResult,
    Insured,
    Payer,
    Payment,
    Placement,
    Tripartite,
    TripartiteState,
)
from placements.paper_facts import cover_of
from reports.returns.fields import FieldType, RowKind
from reports.returns.sources.filings import Filed, filings_of
from reports.returns.sources.registry import Cell, Frame, Row, source

T = FieldType
A_DAY = timedelta(days=1)
placement = partial(source, RowKind.PLACEMENT)
NONE = _("none")


@dataclass(kw_only=True)
class PlacementRow(Row):
    """An internship with everything that is asked of it, fetched for many at once."""

    placement: Placement
    frame: Frame
    school: Region | None
    majors: frozenset[int] = frozenset()
    insured: Sequence[Insured] = ()
    paper: Tripartite | None = None
    result: EvaluationResult | None = None
    is_marked: bool = False  # whenever
    mean_pay: Decimal | None = None
    filings: Sequence[Filed] = ()
    chain: Sequence[Insured] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        """By the reference day."""
        ended = self.placement.ended_on
        return ended is not None and ended <= self.frame.last

    @property
    def is_over(self) -> bool:
        return self.placement.state in OVER_STATES and self.has_ended

    @property
    def last_day(self) -> date:
        """As of the reference day: when it had ended, or until when it was agreed."""
        ended = self.placement.ended_on
        return ended if ended is not None and self.has_ended else self.placement.ends_on

    @property
    def last_present(self) -> date:
        """The last day of it that the reference day knows."""
        return min(self.last_day, self.frame.last)

    @property
    def is_insured(self) -> bool:
        """For every day, from the first at work until the reference day; what is over by then as the
        indicator ``insurance_rate`` counts."""
        first = self.placement.started_on or self.placement.starts_on
        last = max(first, self.last_present)
        if not self.chain:
            return False
        covered = max(one.covers_until for one in self.chain)
        return min(one.covers_from for one in self.chain) <= first and last <= covered

    @property
    def is_signed(self) -> bool:
        return self.paper is not None

    @property
    def whereabouts(self) -> str | None:
        return destination(self.placement.post.region or self.placement.enterprise.region, school=self.school)


# --- Which, and what is fetched along ----------------------------------------------------------


def placements_in(frame: Frame, reader: Actor) -> Any:
    """Internships that really began, of which at least one day lies between the first day and the
    reference day, as the reader sees them."""
    rows = Placement.objects.visible_to(reader).exclude(state="cancelled")
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=frame.first), started_on__lte=frame.last)
    if frame.departments is not None:
        rows = rows.filter(department__in=frame.departments)
    return rows.order_by("started_on", "pk")


BEHIND = (
    *("student__school_class__major", "post__region", "enterprise__region", "enterprise__industry"),
    *("plan", "instructor", "mentor"),
)
LONG = tuple(
    f"{one}__{name}"
    for one in ("student", "post", "plan", "enterprise")
    for name in (
        "search_text",
        "search_bigrams",
    )
)


def placement_rows(pks: Sequence[int], frame: Frame) -> dict[int, PlacementRow]:
    """By key. Eight queries for any number."""
    rows = Placement.objects.filter(pk__in=pks).select_related(*BEHIND).defer(*LONG, "student__identity")
    found = {one.pk: one for one in rows.order_by()}
    majors = _grouped(
        Post.majors.through._default_manager.filter(
            post__in={one.post_id for one in found.values()}
        ).values_list("post_id", "major_id")
    )
    insured = _of_placements(
        Insured.objects.filter(placement__in=found, covers_from__lte=frame.last).select_related("policy")
    )
    papers = {
        one.placement_id: one
        for one in Tripartite.objects.filter(
            placement__in=found, amendment_no=0, state=TripartiteState.SIGNED, signed_on__lte=frame.last
        ).defer("contents")
    }
    every_result = list(EvaluationResult.objects.filter(placement__in=found).order_by("version"))
    marked = {one.placement_id for one in every_result}
    results = {
        one.placement_id: one for one in every_result if timezone.localdate(one.confirmed_at) <= frame.last
    }
    pay = dict(
        Payment.objects.filter(placement__in=found, month__range=(frame.first, frame.last))
        .order_by()
        .values_list("placement")
        .annotate(mean=Avg("amount"))
    )
    filings = filings_of(found.values(), frame.last)
    school = Region.objects.filter(pk__in=Centre.objects.values("region")).first()
    return {
        pk: PlacementRow(
            record="placements.Placement",
            pk=pk,
            label=_named(one),
            url=one.get_absolute_url(),
            department=one.department_id,
            subjects={
                "placement": ("placements.Placement", pk),
                "enterprise": ("partnerships.Enterprise", one.enterprise_id),
            },
            people={
                "instructor": _several(one.instructor.user_id if one.instructor else None),
                "plan_owner": _several(one.plan.owner_id),
                "enterprise_owner": _several(one.enterprise.owner_id),
            },
            persons={"internships.Student": [one.student_id]},
            placement=one,
            frame=frame,
            school=school,
            majors=frozenset(majors[one.post_id]),
            insured=insured[pk],
            chain=cover_of(insured[pk], one.started_on or one.starts_on),
            paper=papers.get(pk),
            result=results.get(pk),
            is_marked=pk in marked,
            mean_pay=pay.get(pk),
            filings=filings[pk],
        )
        for pk, one in found.items()
    }


def _named(one: Placement) -> Words:
    student, enterprise = one.student, one.enterprise
    return Words(
        en=f"{student.name_latin or student.name} – {enterprise.name_en or enterprise.name}",
        zh=f"{student.name} – {enterprise.name}",
    )


def _several(person: int | None) -> list[int]:
    return [] if person is None else [person]


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _of_placements(rows: Iterable[Any]) -> dict[int, list[Any]]:
    return _grouped((row.placement_id, row) for row in rows)


@cache
def _said(label: Any) -> Words:
    return spoken(label)


def _tab(name: str) -> Any:
    return lambda row: f"{row.url}?tab={name}"


def _at_student(row: PlacementRow) -> str:
    return row.placement.student.get_absolute_url()


def _at_enterprise(row: PlacementRow) -> str:
    return row.placement.enterprise.get_absolute_url()


def _at_post(row: PlacementRow) -> str:
    return row.placement.post.get_absolute_url()


def _at_plan(row: PlacementRow) -> str:
    return row.placement.plan.get_absolute_url()


# --- Student and host --------------------------------------------------------------------------


@placement("student_number", T.TEXT, at=_at_student)
def student_number(row: PlacementRow) -> Cell:
    return row.placement.student.number


@placement("student_name", T.TEXT, at=_at_student)
def student_name(row: PlacementRow) -> Cell:
    return in_two(row.placement.student.name_latin, row.placement.student.name)


@placement("class_name", T.TEXT, at=_at_student)
def class_name(row: PlacementRow) -> Cell:
    return row.placement.student.school_class.name


@placement("major_code", T.TEXT, at=_at_student)
def major_code(row: PlacementRow) -> Cell:
    return row.placement.student.school_class.major.code


@placement("major_name", T.TEXT, at=_at_student)
def major_name(row: PlacementRow) -> Cell:
    major = row.placement.student.school_class.major
    return in_two(major.name_en, major.name_zh)


@placement("enterprise_code", T.TEXT, at=_at_enterprise)
def enterprise_code(row: PlacementRow) -> Cell:
    return row.placement.enterprise.code


@placement("enterprise_name", T.TEXT, at=_at_enterprise)
def enterprise_name(row: PlacementRow) -> Cell:
    return in_two(row.placement.enterprise.name_en, row.placement.enterprise.name)


@placement("industry", T.TEXT, at=_at_enterprise)
def industry(row: PlacementRow) -> Cell:
    found = row.placement.enterprise.industry
    return in_two(found.name_en, found.name_zh) if found else None


@placement("district", T.TEXT, at=_at_post)
def district(row: PlacementRow) -> Cell:
    found = row.placement.post.region or row.placement.enterprise.region
    return in_two(found.name_en, found.name_zh) if found else None


def _at_regions(row: PlacementRow) -> str:
    """The post says where it is, unless nobody has said where the centre is."""
    return _at_post(row) if row.school else reverse("admin:accounts_centre_changelist")


@placement("cross_province", T.YES_NO, at=_at_regions)
def cross_province(row: PlacementRow) -> Cell:
    return None if row.whereabouts is None else row.whereabouts == "other_province"


@placement("overseas", T.YES_NO, at=_at_regions)
def overseas(row: PlacementRow) -> Cell:
    return None if row.whereabouts is None else row.whereabouts == "overseas"


# --- The internship ----------------------------------------------------------------------------


@placement("began", T.DATE, is_dated=True)
def began(row: PlacementRow) -> Cell:
    return row.placement.started_on


@placement("ended", T.DATE, is_dated=True)
def ended(row: PlacementRow) -> Cell:
    """The day it had really ended by the reference day, or else the one agreed on."""
    return row.last_day


@placement("days", T.INTEGER, is_dated=True)
def days(row: PlacementRow) -> Cell:
    """Until the reference day; what is to come does not count."""
    first = row.placement.started_on
    return None if first is None else (row.last_present - first + A_DAY).days


@placement("is_over", T.YES_NO, is_dated=True)
def is_over(row: PlacementRow) -> Cell:
    return row.is_over


@placement("needs_mark", T.YES_NO, at=_tab("evaluation"), is_dated=True)
def needs_mark(row: PlacementRow) -> Cell:
    """It was over on the reference day and nobody has marked it until now. One that was marked only
    afterwards stays empty: nobody can fill it."""
    return row.is_over and not row.is_marked


@placement("arrangement", T.TEXT)
def arrangement(row: PlacementRow) -> Cell:
    return _said(Arrangement(row.placement.arrangement).label)


@placement("form", T.TEXT, at=_at_plan)
def form(row: PlacementRow) -> Cell:
    return _said(PlanKind(row.placement.plan.kind).label)


@placement("post", T.TEXT, at=_at_post)
def post(row: PlacementRow) -> Cell:
    return in_two(row.placement.post.name_en, row.placement.post.name_zh)


@placement("in_field", T.YES_NO, at=_at_post)
def in_field(row: PlacementRow) -> Cell:
    """As the indicator ``internship_match_rate`` counts."""
    return row.placement.student.school_class.major_id in row.majors


@placement("instructor", T.TEXT)
def instructor(row: PlacementRow) -> Cell:
    found = row.placement.instructor
    return in_two(found.name_latin, found.name) if found else None


@placement("mentor", T.TEXT)
def mentor(row: PlacementRow) -> Cell:
    found = row.placement.mentor
    return in_two(found.name_latin, found.name) if found else None


@placement("mark", T.NUMBER, at=_tab("evaluation"), is_dated=True)
def mark(row: PlacementRow) -> Cell:
    """The last one confirmed until the reference day."""
    return row.result.total if row.result else None


# --- Insurance, agreement, pay -----------------------------------------------------------------


@placement("insured", T.YES_NO, at=_tab("papers"), is_dated=True)
def insured(row: PlacementRow) -> Cell:
    return row.is_insured


@placement("uninsured", T.YES_NO, at=_tab("papers"), is_dated=True)
def uninsured(row: PlacementRow) -> Cell:
    return not row.is_insured


@placement("policy", T.TEXT, at=_tab("papers"), is_dated=True)
def policy(row: PlacementRow) -> Cell:
    return ", ".join(dict.fromkeys(one.policy.number for one in row.chain))


@placement("insurance_payer", T.TEXT, at=_tab("papers"), is_dated=True)
def insurance_payer(row: PlacementRow) -> Cell:
    """Of every policy, where several follow each other."""
    found = [_said(Payer(code).label) for code in dict.fromkeys(one.policy.paid_by for one in row.chain)]
    return _listed(found) if found else None


@placement("agreement_signed", T.YES_NO, at=_tab("papers"), is_dated=True)
def agreement_signed(row: PlacementRow) -> Cell:
    """By all parties, until the reference day."""
    return row.is_signed


@placement("agreement_unsigned", T.YES_NO, at=_tab("papers"), is_dated=True)
def agreement_unsigned(row: PlacementRow) -> Cell:
    return not row.is_signed


@placement("agreement_number", T.TEXT, at=_tab("papers"), is_dated=True)
def agreement_number(row: PlacementRow) -> Cell:
    return row.paper.number if row.paper else None


@placement("pay_agreed", T.MONEY, at=_at_post)
def pay_agreed(row: PlacementRow) -> Cell:
    return row.placement.post.pay_per_month


@placement("pay_mean", T.MONEY, at=_tab("pay"), is_dated=True)
def pay_mean(row: PlacementRow) -> Cell:
    """Of the months of the year that pay sheets tell of."""
    return None if row.mean_pay is None else row.mean_pay.quantize(Decimal("0.01"))


# --- What needs a filing -----------------------------------------------------------------------


@placement("high_risk", T.TEXT, at=_at_post)
def high_risk(row: PlacementRow) -> Cell:
    found = [_said(Hazard(code).label) for code in row.placement.post.hazards]
    if not found:
        return _said(NONE)
    return _listed(found)


def _listed(found: Sequence[Words]) -> Words:
    return Words(en=", ".join(one.en for one in found), zh="、".join(one.zh for one in found))


@placement("night", T.YES_NO, at=_at_post)
def night(row: PlacementRow) -> Cell:
    return row.placement.post.shift != Shift.DAY


@placement("weekly_hours", T.NUMBER, at=_at_post)
def weekly_hours(row: PlacementRow) -> Cell:
    return row.placement.daily_hours * row.placement.post.days_per_week


@placement("overtime", T.YES_NO, at=_at_post)
def overtime(row: PlacementRow) -> Cell:
    return row.placement.daily_hours > USUAL_DAY or row.placement.weekly_hours > USUAL_WEEK


@placement("holiday", T.YES_NO, at=_at_post)
def holiday(row: PlacementRow) -> Cell:
    return row.placement.post.works_on_holidays


@placement("filing", T.TEXT, at=_at_plan, is_dated=True)
def filing(row: PlacementRow) -> Cell:
    """The numbers that were there on the reference day; nothing while one that it needs was not."""
    there = [one for one in row.filings if one.is_there]
    if not filings_needed(row) <= {one.kind for one in there}:
        return None
    return ", ".join(dict.fromkeys(one.number for one in there))


@placement("needs_filing", T.YES_NO, at=_at_plan, is_dated=True)
def needs_filing(row: PlacementRow) -> Cell:
    """It needs one that nobody has filed until now. What was filed only after the reference day stays empty:
    nobody can fill it."""
    return not filings_needed(row) <= {one.kind for one in row.filings}


def filings_needed(row: PlacementRow) -> set[str]:
    """What is forbidden unless filed, each by its own kind (INT-22 to 24), and what is far away (INT-31b)."""
    far = {"other_province": FilingKind.CROSS_PROVINCE, "overseas": FilingKind.OVERSEAS}
    needed = {
        "high_risk": bool(row.placement.post.hazards),
        "hours": night(row) is True or overtime(row) is True,
        "rest_days": holiday(row) is True,
    }
    found = {kind for kind, is_needed in needed.items() if is_needed}
    if row.whereabouts in far:
        found.add(far[row.whereabouts].value)
    return found

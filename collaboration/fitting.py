"""What the centre has that fits a need: majors, teachers, posts, exchanges, joint projects, courses for
employees, places and equipment, needs of part-time teachers.

Set-based, and only what the reader sees: a constant number of queries, whatever the need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalogue.models import Major
from collaboration.models import COMING_STATES, Exchange, ExchangeState, Need, NeedKind
from core.bilingual import listed
from core.look import Chip
from internships.models import Post, SchoolClass, Student, StudentState
from projects.models import Project, ProjectKind
from resources.models import Resource
from teachers.models import PartTimeNeed, TaughtCourse, Teacher
from training.models import Course

SHOWN = 6
RUNNING = sorted({*COMING_STATES, ExchangeState.HELD})
# What kinds of joint projects are about the same as a kind of need.
ABOUT = {
    NeedKind.TALENT: (ProjectKind.CURRICULUM,),
    NeedKind.TRAINING: (ProjectKind.TRAINING,),
    NeedKind.TECHNOLOGY: (ProjectKind.TECHNOLOGY, ProjectKind.SERVICE),
    NeedKind.RESEARCH: (ProjectKind.RESEARCH, ProjectKind.TECHNOLOGY),
}


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One thing of ours: what it is, why it fits, where it is."""

    title: str
    text: str = ""
    url: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, kw_only=True)
class Fits:
    """Things of one kind. ``has_more`` says that there are more than are shown."""

    heading: str
    icon: str
    empty: str
    found: list[Fit] = field(default_factory=list)
    has_more: bool = False


def _fits(heading: str, icon: str, empty: str, found: Iterable[Fit]) -> Fits:
    lines = list(found)
    return Fits(heading=heading, icon=icon, empty=empty, found=lines[:SHOWN], has_more=len(lines) > SHOWN)


def fitting(user: Any, need: Need) -> list[Fits]:
    """Everything that fits, kind by kind. A dozen queries, whatever there is."""
    majors = majors_for(user, need)
    keys = [one.pk for one in majors]
    return [
        _majors(user, majors),
        _teachers(user, keys),
        _posts(user, need, keys),
        _exchanges(user, need, keys),
        _projects(user, need, keys),
        _courses(user, need, keys),
        _resources(user, need, keys),
        _part_time(user, keys),
    ]


def majors_for(user: Any, need: Need) -> list[Major]:
    """The majors of the need; where it names none, those taught here whose name stands in its words, or that
    posts of the same occupation are for."""
    said = list(need.majors.all())
    if said:
        return said
    taught = Major.objects.filter(pk__in=_classes(user).values("major"))
    posts = Post.objects.visible_to(user).filter(occupation=need.occupation_id, occupation__isnull=False)
    worked = set(posts.order_by().values_list("majors", flat=True))
    words = f"{need.title} {need.details} {need.hoped}".casefold()
    return [
        one
        for one in taught.order_by("code")
        if one.pk in worked or any(name and name.casefold() in words for name in (one.name_zh, one.name_en))
    ]


def _classes(user: Any) -> Any:
    return SchoolClass.objects.visible_to(user).filter(graduated_on=None).order_by()


def _majors(user: Any, majors: list[Major]) -> Fits:
    """With how many classes and students each has; two queries."""
    keys = [one.pk for one in majors]
    classes = dict(_classes(user).filter(major__in=keys).values_list("major").annotate(number=Count("pk")))
    students = Student.objects.visible_to(user).filter(state=StudentState.ENROLLED).order_by()
    numbers = dict(
        students.filter(school_class__major__in=keys)
        .values_list("school_class__major")
        .annotate(number=Count("pk"))
    )

    def fit(major: Major) -> Fit:
        groups, people = classes.get(major.pk, 0), numbers.get(major.pk, 0)
        of_groups = ngettext("%(count)d class", "%(count)d classes", groups) % {"count": groups}
        of_people = ngettext("%(count)d student", "%(count)d students", people) % {"count": people}
        return Fit(title=major.title, text=f"{of_groups} · {of_people}")

    none = _("No major is named, and none of ours stands in its words.")
    return _fits(_("Majors"), "school", none, map(fit, majors))


def _teachers(user: Any, majors: list[int]) -> Fits:
    """Who teaches these majors or a course of them, those with courses first; two queries."""
    today = timezone.localdate()
    courses = TaughtCourse.objects.counting_on(today).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    fitting_courses = courses.filter(major__in=majors)
    rows = (
        Teacher.objects.visible_to(user)
        .current()
        .annotate(with_course=Exists(fitting_courses.filter(teacher=OuterRef("pk"))))
        .filter(
            Q(with_course=True)
            | Q(pk__in=Teacher.majors.through.objects.filter(major__in=majors).values("teacher"))
        )
        .select_related("department")
        .prefetch_related(Prefetch("taught_courses", fitting_courses.order_by("name"), to_attr="fitting"))
        .order_by("-with_course", "pinyin_key", "pk")
    )
    found = [
        Fit(
            title=str(one),
            text=" · ".join(
                filter(None, (str(one.department), listed(sorted({course.name for course in one.fitting}))))
            ),
            url=one.get_absolute_url(),
        )
        for one in rows[: SHOWN + 1]
    ]
    return _fits(_("Teachers"), "chalkboard", _("No teacher of these majors."), found if majors else [])


def _own_first(need: Need) -> Case:
    return Case(
        When(enterprise=need.enterprise_id, then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def _posts(user: Any, need: Need, majors: list[int]) -> Fits:
    """Approved posts of the enterprise or for these majors, its own first; one query."""
    of_majors = Post.majors.through.objects.filter(major__in=majors).values("post")
    rows = (
        Post.objects.visible_to(user)
        .approved()
        .filter(Q(enterprise=need.enterprise_id) | Q(pk__in=of_majors))
        .select_related("enterprise")
        .order_by(_own_first(need), "-pk")
    )
    found = [
        Fit(
            title=str(one),
            text=f"{one.enterprise} · "
            + ngettext("%(count)d seat", "%(count)d seats", one.seats) % {"count": one.seats},
            url=one.get_absolute_url(),
            chip=one.chip,
        )
        for one in rows[: SHOWN + 1]
    ]
    return _fits(_("Open posts"), "briefcase", _("No open post of this enterprise or these majors."), found)


def _exchanges(user: Any, need: Need, majors: list[int]) -> Fits:
    """Proposed, agreed, announced or held, with the enterprise or for these majors; one query."""
    of_majors = Exchange.majors.through.objects.filter(major__in=majors).values("exchange")
    rows = (
        Exchange.objects.visible_to(user)
        .filter(Q(enterprise=need.enterprise_id) | Q(pk__in=of_majors), state__in=RUNNING)
        .select_related("enterprise")
        .order_by(_own_first(need), "starts_at", "pk")
    )
    found = [
        Fit(
            title=str(one),
            text=f"{one.enterprise} · {date_format(timezone.localdate(one.starts_at))}",
            url=one.get_absolute_url(),
            chip=one.chip,
        )
        for one in rows[: SHOWN + 1]
    ]
    return _fits(
        pgettext("what fits a need", "Running exchanges"),
        "arrows-exchange",
        _("No exchange is coming."),
        found,
    )


def _projects(user: Any, need: Need, majors: list[int]) -> Fits:
    """Running ones with the enterprise, for these majors, or about the same; one query."""
    of_majors = Project.majors.through.objects.filter(major__in=majors).values("project")
    rows = (
        Project.objects.visible_to(user)
        .running()
        .filter(
            Q(enterprise=need.enterprise_id) | Q(pk__in=of_majors) | Q(kind__in=ABOUT[NeedKind(need.kind)])
        )
        .select_related("enterprise")
        .order_by(_own_first(need), "-pk")
    )
    found = [
        Fit(
            title=str(one),
            text=f"{one.enterprise} · {one.get_kind_display()}",
            url=one.get_absolute_url(),
            chip=one.chip,
        )
        for one in rows[: SHOWN + 1]
    ]
    none = _("No joint project runs with this enterprise, in these majors or about this.")
    return _fits(pgettext("what fits a need", "Running joint projects"), "affiliate", none, found)


def _courses(user: Any, need: Need, majors: list[int]) -> Fits:
    """That the enterprise may send people to, in these majors; any for a need of training. One query."""
    rows = Course.objects.visible_to(user).open_to(need.enterprise_id).exclude(state="closed")
    if need.kind != NeedKind.TRAINING:
        rows = rows.filter(pk__in=Course.majors.through.objects.filter(major__in=majors).values("course"))
    found = [
        Fit(
            title=one.title,
            text=date_format(timezone.localtime(one.first_at)) if one.first_at else "",
            url=one.get_absolute_url(),
            chip=one.chip,
        )
        for one in rows.order_by("first_at", "pk")[: SHOWN + 1]
    ]
    none = _("No course is offered that its people could come to.")
    return _fits(_("Courses for employees"), "certificate", none, found)


def _resources(user: Any, need: Need, majors: list[int]) -> Fits:
    """That enterprises may book, for these majors; any for a need of technology. One query."""
    rows = Resource.objects.visible_to(user).offered().select_related("department")
    if need.kind != NeedKind.TECHNOLOGY:
        rows = rows.filter(pk__in=Resource.majors.through.objects.filter(major__in=majors).values("resource"))
    found = [
        Fit(title=one.name, text=f"{one.get_kind_display()} · {one.place}", url=one.get_absolute_url())
        for one in rows.order_by("name", "pk")[: SHOWN + 1]
    ]
    none = _("Nothing that enterprises may book fits.")
    return _fits(_("Places and equipment"), "tool", none, found)


def _part_time(user: Any, majors: list[int]) -> Fits:
    """What part-time teachers are looked for; one query."""
    rows = PartTimeNeed.objects.visible_to(user).open().filter(majors__in=majors).distinct()
    found = [
        Fit(title=str(one), text=one.courses, url=one.get_absolute_url(), chip=one.chip)
        for one in rows.order_by("-starts_on", "-pk")[: SHOWN + 1]
    ]
    return _fits(
        _("Part-time teachers looked for"), "user-star", _("Nobody is looked for in these majors."), found
    )

"""The board of posts: what a student of a plan's classes can choose among."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalogue.models import Region
from core.access import NotVisible
from core.search import is_too_short, search
from core.walls import outside
from internships.conditions import Provision
from internships.filters.posts import in_region
from internships.me.pupil import Pupil, PupilRequest
from internships.models import Plan, Post, ReachableRegion
from internships.post_reading import conditions_of
from internships.querysets import PostQuerySet
from partnerships.models import Enterprise

PER_PAGE = 20
HOUSED = (Provision.FREE, Provision.CHARGED)
ENTERPRISE = ("id", "name", "name_en", "region_id")


class BoardForm(forms.Form):
    """How the board is narrowed; every choice stands in the page's address."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False)
    region = forms.ModelChoiceField(
        label=gettext_lazy("District"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=gettext_lazy("anywhere"),
    )
    pay = forms.IntegerField(label=gettext_lazy("Pay from"), required=False, min_value=0)
    lodging = forms.BooleanField(label=gettext_lazy("With a place to sleep"), required=False)
    own_major = forms.BooleanField(label=gettext_lazy("For my major"), required=False)
    in_reach = forms.BooleanField(label=gettext_lazy("Where I can go"), required=False)

    def __init__(self, *args: Any, districts: Any, has_reach: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = districts
        if not has_reach:
            del fields["in_reach"]


def board() -> PostQuerySet:
    """The posts that the walls let a student see."""
    # Posts of a round stay readable after their plan has ended, but are not offered any more.
    offered = Q(plan=None) | Q(plan__in=Plan.objects.open_to_posts().order_by().values("pk"))
    rows: PostQuerySet = Post.objects.approved().filter(offered)
    return rows.select_related("plan", "region__parent__parent", "occupation").prefetch_related("majors")


@require_safe
def post_list(request: PupilRequest) -> HttpResponse:
    """Searched, narrowed, by district. About ten queries, however many posts there are."""
    districts = Region.objects.filter(pk__in=Post.objects.approved().order_by().values("region")).order_by(
        "code"
    )
    reach = own_reach(request.pupil)
    form = BoardForm(request.GET or None, districts=districts, has_reach=bool(reach))
    rows = board().order_by("-approved_at", "-pk")
    is_short = False
    if form.is_bound and form.is_valid():
        is_short = is_too_short(form.cleaned_data["q"])
        rows = narrowed(rows, form.cleaned_data, request.pupil.student.school_class.major_id)
        if form.cleaned_data.get("in_reach"):
            rows = rows.filter(
                Q(region__in=reach) | Q(region__parent__in=reach) | Q(region__parent__parent__in=reach)
            )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    posts = list(page.object_list)
    with_enterprises(posts)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": _("Posts"),
        "form": form,
        "posts": posts,
        "page": page,
        "query": query.urlencode(),
        "is_filtered": bool(query),
        "is_narrowed": any(value for name, value in query.items() if name != "q"),
        "is_too_short": is_short,
    }
    return render(request, "me/posts.html", context)


@require_safe
def post_detail(request: PupilRequest, pk: int) -> HttpResponse:
    post = board().filter(pk=pk).first()
    if post is None:
        raise NotVisible(f"internships.Post {pk}")
    with_enterprises([post])
    own_major = request.pupil.student.school_class.major_id
    context = {
        "title": post.name,
        "subtitle": str(post.enterprise),
        "breadcrumbs": [{"label": _("Posts"), "url": reverse("me:posts")}],
        "post": post,
        "tasks": post.plan_tasks.all(),
        "conditions": conditions_of(post),
        "suits_major": own_major in {major.pk for major in post.majors.all()},
    }
    return render(request, "me/post.html", context)


def own_reach(pupil: Pupil) -> list[int]:
    """The regions that the student named last as within reach. One query."""
    named = ReachableRegion.objects.filter(student=pupil.student.pk).order_by("-round__opens_at", "-round")
    rows = list(named.values_list("round", "region"))
    return [region for round, region in rows if round == rows[0][0]]


def narrowed(rows: PostQuerySet, wanted: dict[str, Any], own_major: int) -> PostQuerySet:
    if terms := wanted["q"]:
        rows = matching(rows, terms)
    if wanted["region"]:
        rows = in_region(rows, wanted["region"])  # type: ignore[assignment]
    if wanted["pay"]:
        rows = rows.filter(pay_per_month__gte=wanted["pay"])
    if wanted["lodging"]:
        rows = rows.filter(lodging__in=HOUSED)
    if wanted["own_major"]:
        suiting = Post.majors.through.objects.filter(major=own_major)
        rows = rows.filter(pk__in=suiting.values("post"))
    return rows


def matching(rows: PostQuerySet, terms: str) -> PostQuerySet:
    """By the words of a post, or by the name of its enterprise, which stays behind the wall."""
    if is_too_short(terms):
        return rows.none()
    offering = list(rows.order_by().values_list("enterprise", flat=True).distinct())
    with outside():
        named = list(Enterprise.objects.filter(pk__in=offering).matching(terms).values_list("pk", flat=True))
    return rows.filter(
        Q(pk__in=search(Post.objects.order_by(), terms).values("pk")) | Q(enterprise__in=named)
    )


def with_enterprises(posts: list[Post]) -> None:
    """Put the name of its enterprise to each post, and nothing else of it. One query."""
    keys = {post.enterprise_id for post in posts}
    with outside():
        found = Enterprise.objects.only(*ENTERPRISE).in_bulk(keys)
    for post in posts:
        post.enterprise = found[post.enterprise_id]

"""Posts: the list, one post, its form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Occupation
from core.access import NotVisible
from core.http import PersonRequest
from core.paging import Ordering
from core.registry import Tab
from core.views import BulkAct, DetailView, FormView, ListView
from internships.filters.posts import PostFilters
from internships.forms.posts import ApproveForm, ChooseEnterpriseForm, PostForm, ReturnForm
from internships.headcounts import headcounts_for, headcounts_of
from internships.models import Plan, Post, PostState
from internships.occupancy import known_placements
from internships.operations import posts as operations
from internships.post_problems import problems_before_offer, vetting_objection
from internships.post_reading import conditions_of
from internships.rule_checks import rulings_on
from internships.tables.posts import PostTable
from internships.transitions.posts import POST_MOVES
from partnerships.models import Enterprise
from partnerships.views.record_pages import RecordFormView

READ, EDIT, APPROVE = (f"post.{action}" for action in ("read", "edit", "approve"))
SORTED_IN_CHINESE = {"name_en_key": "name_zh_key"}


def in_readers_language(ordering: Ordering) -> Ordering:
    """Names sort in the language in which they are shown."""
    if ordering.field in SORTED_IN_CHINESE and (get_language() or "").startswith("zh"):
        return Ordering(SORTED_IN_CHINESE[ordering.field], is_descending=ordering.is_descending)
    return ordering


def approve(*, user: Any, pk: int, reason: str) -> None:
    operations.approve_post(actor=user, pk=pk, reason=reason, now=timezone.now())


def send_back(*, user: Any, pk: int, reason: str) -> None:
    operations.return_post(actor=user, pk=pk, reason=reason, now=timezone.now())


class PostList(ListView):
    capability = READ
    title = gettext_lazy("Posts for interns")
    list_name = "internships:posts"
    table_class = PostTable
    filterset_class = PostFilters
    sorts = {
        "name": "name_en_key",
        "seats": "seats",
        "pay": "pay_per_month",
        "offered_at": "offered_at",
        "updated_at": "updated_at",
    }
    default_sort = "-updated_at"
    search_placeholder = gettext_lazy("Post, enterprise or place")
    empty_title = gettext_lazy("No posts yet")
    empty_text = gettext_lazy("Enterprises offer posts at the portal; you can enter them here as well.")
    empty_icon = "briefcase"
    bulk_acts = {
        "approve": BulkAct(
            label=gettext_lazy("Approve"),
            question=gettext_lazy("Approve %(count)s posts?"),
            perform=approve,
            capability=APPROVE,
            icon="circle-check",
            form=ApproveForm,
        ),
        "return": BulkAct(
            label=gettext_lazy("Return"),
            question=gettext_lazy("Return %(count)s posts to their enterprises?"),
            perform=send_back,
            capability=APPROVE,
            icon="arrow-back-up",
            form=ReturnForm,
        ),
    }

    def get_queryset(self) -> QuerySet[Post]:
        return (
            Post.objects.visible_to(self.request.user)
            .select_related("enterprise", "plan", "region", "department")
            .prefetch_related("majors")
            .defer("duties", "search_text", "search_bigrams")
        )

    def ordering(self) -> tuple[str, Ordering]:
        order, ordering = super().ordering()
        return order, in_readers_language(ordering)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Enter a post"), "url": reverse("internships:post_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        waiting = f"{reverse('internships:post_list')}?state=offered&sort=offered_at"
        return {"actions": [{"label": _("Waiting for approval"), "url": waiting, "icon": "clock"}]}


# --- One post ---------------------------------------------------------------------------------


def overview(request: Any, post: Post) -> dict[str, Any]:
    today = timezone.localdate()
    occupancy = known_placements().occupancy_of(post, today)
    is_open = post.state in {PostState.DRAFT, PostState.OFFERED, PostState.RETURNED}
    return {
        "post": post,
        "headcounts": headcounts_of(post),
        "occupancy": occupancy,
        "free": max(0, post.seats - occupancy.held),
        "vetting": vetting_objection(post.enterprise_id, on=today),
        "problems": problems_before_offer(post, on=today) if is_open else [],
        "conditions": conditions_of(post),
        "tasks": post.plan_tasks.all(),
        "rulings": rulings_on(post, on=today) if is_open else [],
    }


MOVES = {
    "offer": "send",
    "approve": "circle-check",
    "return": "arrow-back-up",
    "close": "archive",
    "withdraw": "ban",
}
FORWARD = ("offer", "approve")


class PostDetail(DetailView):
    record: Post
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="internships/post_overview.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Post]:
        return (
            Post.objects.visible_to(self.request.user)
            .select_related(
                "enterprise",
                "plan",
                "agreement",
                "found_by",
                "region__parent__parent",
                "occupation",
                "mentor",
                "department",
                "created_by",
            )
            .prefetch_related("majors")
        )

    def context(self) -> dict[str, Any]:
        post = self.record
        primary, actions = self.actions()
        return {
            "title": post.name,
            "chip": post.chip,
            "subtitle": str(post.enterprise),
            "breadcrumbs": [{"label": _("Posts for interns"), "url": reverse("internships:post_list")}],
            "primary_action": primary,
            "actions": actions,
            "next_step": self.next_step(),
            "facts": self.facts(),
            "people": [
                {
                    "name": str(post.mentor),
                    "role": _("Mentor"),
                    "email": post.mentor.email,
                    "phone": post.mentor.phone,
                }
            ]
            if post.mentor
            else "",
        }

    def actions(self) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        post, user = self.record, self.request.user
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"internships:post_{offer.name}", args=[post.pk]),
                "icon": MOVES[offer.name],
                "danger": offer.transition.is_final,
                # What stands against an approval is said on the page that asks for its reason.
                "disabled_reason": "" if offer.name == "approve" else offer.refusal,
            }
            for offer in POST_MOVES.offers(actor=user, record=post, now=timezone.now())
        ]
        primary = next((move for move in moves if move["name"] in FORWARD), None)
        menu = [move for move in moves if move is not primary]
        if post.permits(user, EDIT):
            if post.is_editable:
                edit = reverse("internships:post_edit", args=[post.pk])
                menu.insert(0, {"label": _("Edit"), "url": edit, "icon": "edit"})
            if post.agreement is not None:
                copy = reverse("internships:post_copy", args=[post.pk])
                menu.append({"label": _("Copy into a new draft"), "url": copy, "icon": "copy", "post": True})
        return primary, sorted(menu, key=lambda action: bool(action.get("danger")))

    def next_step(self) -> dict[str, Any] | None:
        post = self.record
        match post.state:
            case PostState.DRAFT:
                return {"text": _("Complete it and offer it."), "whose": _("The enterprise, or you")}
            case PostState.OFFERED:
                return {"text": _("Decide on it."), "whose": _("Whoever may approve posts")}
            case PostState.RETURNED:
                return {
                    "text": _("Returned: %(reason)s") % {"reason": post.return_reason},
                    "whose": str(post.enterprise),
                    "meaning": "soon",
                }
        return None

    def facts(self) -> list[dict[str, Any]]:
        post = self.record
        return [
            {
                "label": _("Plan"),
                "value": post.plan or _("all year"),
                "url": post.plan.get_absolute_url() if post.plan else "",
            },
            {
                "label": _("Enterprise"),
                "value": post.enterprise,
                "url": post.enterprise.get_absolute_url(),
            },
            {
                "label": _("Agreement"),
                "value": post.agreement or "",
                "url": post.agreement.get_absolute_url() if post.agreement else "",
            },
            {"label": _("Found by"), "value": post.found_by or ""},
            {"label": _("Department"), "value": post.department},
            {"label": _("Seats"), "value": post.seats},
            {"label": _("Entered by"), "value": post.created_by or ""},
            {"label": _("Approved all the same"), "value": post.approval_reason},
        ]


# --- Its form ---------------------------------------------------------------------------------


class ChooseEnterprise(FormView):
    """A new post begins with the enterprise, from which agreements and mentors follow."""

    form_class = ChooseEnterpriseForm
    title = gettext_lazy("Enter a post")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.scope_for(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        address = reverse("internships:post_new_for", args=[form.cleaned_data["enterprise"].pk])
        return f"{address}?plan={plan}" if (plan := self.request.GET.get("plan", "")).isdecimal() else address

    def cancel_url(self) -> str:
        return reverse("internships:post_list")


class PostNew(FormView):
    form_class = PostForm
    template_name = "internships/post_form.html"
    title = gettext_lazy("Enter a post")
    success_message = gettext_lazy("The draft is saved. Offer it once it is complete.")
    enterprise: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.scope_for(EDIT):
            raise PermissionDenied
        found = Enterprise.objects.visible_to(self.request.user).filter(pk=kwargs["enterprise_id"]).first()
        if found is None:
            raise NotVisible(f"partnerships.Enterprise {kwargs['enterprise_id']}")
        self.enterprise = found

    def form_kwargs(self) -> dict[str, Any]:
        plan = self.request.GET.get("plan", "")
        given = Plan.objects.open_to_posts().filter(pk=plan).first() if plan.isdecimal() else None
        return {
            "enterprise": self.enterprise,
            "initial": {
                "plan": given,
                "region": self.enterprise.region_id,
                "address": self.enterprise.address,
                "majors": list(given.majors.all()) if given else [],
            },
        }

    def perform(self, form: Any) -> Post:
        return operations.enter_post(
            actor=self.request.user, enterprise=self.enterprise, now=timezone.now(), **form.cleaned_data
        )

    def cancel_url(self) -> str:
        return reverse("internships:post_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.enterprise),
            "headcount_url": reverse("internships:post_headcount", args=[self.enterprise.pk]),
            "headcounts": headcounts_for(
                enterprise=self.enterprise,
                seats=0,
                similar_staff=None,
                occupation=None,
                first=None,
                last=None,
            ),
        }


class PostEdit(RecordFormView):
    capability = EDIT
    form_class = PostForm
    template_name = "internships/post_form.html"
    title = gettext_lazy("Edit the post")

    def records(self) -> QuerySet:
        return Post.objects.select_related("enterprise", "plan", "occupation")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.record.enterprise, "instance": self.record}

    def perform(self, form: Any) -> Post:
        return operations.change_post(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        address = reverse("internships:post_headcount", args=[self.record.enterprise_id])
        return super().extra_context(form) | {
            "subtitle": str(self.record.enterprise),
            "headcount_url": f"{address}?besides={self.record.pk}",
            "headcounts": headcounts_of(self.record),
        }


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Posts for interns"), "url": reverse("internships:post_list")}]


@require_safe
def headcount(request: PersonRequest, enterprise_id: int) -> HttpResponse:
    """The limits of a host (INT-09) while somebody fills in the form: what it says so far."""
    enterprise = Enterprise.objects.visible_to(request.user).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    plans = Plan.objects.visible_to(request.user)
    return render_headcount(request, enterprise, plans)


def render_headcount(request: Any, enterprise: Enterprise, plans: QuerySet[Plan]) -> HttpResponse:
    def number(name: str) -> int | None:
        text = request.GET.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 9 else None

    plan = plans.filter(pk=number("plan") or 0).first()
    found = headcounts_for(
        enterprise=enterprise,
        seats=number("seats") or 0,
        similar_staff=number("similar_staff"),
        occupation=Occupation.objects.filter(pk=number("occupation") or 0).first(),
        first=plan.starts_on if plan else None,
        last=plan.ends_on if plan else None,
        besides=number("besides"),
    )
    return render(request, "internships/headcounts.html", {"headcounts": found})

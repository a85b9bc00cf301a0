"""Posts at the portal: what the enterprise offers, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.views import act
from core.walls import outside
from internships.headcounts import Headcounts, headcounts_for, headcounts_of
from internships.models import Plan, Post, PostState
from internships.portal import operations
from internships.portal.forms import OwnPostForm
from internships.portal.reading import offers, own_post, own_posts
from internships.post_problems import problems_before_offer
from internships.post_reading import conditions_of
from internships.views.posts import render_headcount
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import PartnerRequest

# What waits for the enterprise comes first.
ORDER = (
    PostState.RETURNED,
    PostState.DRAFT,
    PostState.OFFERED,
    PostState.APPROVED,
    PostState.CLOSED,
    PostState.WITHDRAWN,
)


@require_safe
def post_list(request: PartnerRequest) -> HttpResponse:
    posts = sorted(
        own_posts(request.partner).order_by("-updated_at", "-pk"),
        key=lambda post: ORDER.index(PostState(post.state)),
    )
    context = {"title": _("Posts"), "posts": posts, "may_offer": offers(request.partner)}
    return render(request, "portal/posts.html", context)


@require_safe
def post_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    post = own_post(request.partner, pk)
    may_offer = offers(request.partner)
    context = {
        "title": post.name,
        "chip": post.chip,
        "subtitle": str(post.plan or _("all year")),
        "breadcrumbs": [{"label": _("Posts"), "url": reverse("portal:posts")}],
        "post": post,
        "headcounts": _headcounts_of(post),
        "problems": problems_before_offer(post, on=timezone.localdate()) if post.is_editable else [],
        "conditions": conditions_of(post),
        "tasks": post.plan_tasks.all(),
        "may_edit": may_offer and post.is_editable,
        "may_withdraw": may_offer and (post.is_editable or post.state == PostState.OFFERED),
        "may_copy": may_offer,
    }
    return render(request, "portal/post.html", context)


def _headcounts_of(post: Post) -> Headcounts:
    """Students whom the reader does not see count as well."""
    with outside():
        return headcounts_of(post)


class PostForm(PortalFormView):
    form_class = OwnPostForm
    template_name = "portal/post_form.html"
    submit_label = gettext_lazy("Save as a draft")
    success_message = gettext_lazy("Saved. Offer it to the centre once it is complete.")

    def authorise(self, **kwargs: Any) -> None:
        operations.require_liaison(self.partner)

    def build(self, *args: Any) -> OwnPostForm:
        return OwnPostForm(*args, user=self.partner, enterprise=self.partner.enterprise, **self.form_kwargs())

    def extra_context(self, form: Any) -> dict[str, Any]:
        with outside():
            counts = headcounts_for(
                enterprise=self.partner.enterprise,
                seats=0,
                similar_staff=None,
                occupation=None,
                first=None,
                last=None,
            )
        return {
            "breadcrumbs": [{"label": _("Posts"), "url": reverse("portal:posts")}],
            "headcount_url": reverse("portal:post_headcount"),
            "headcounts": counts,
        }


class PostNew(PostForm):
    title = gettext_lazy("Offer a post")

    def form_kwargs(self) -> dict[str, Any]:
        enterprise = self.partner.enterprise
        return {"initial": {"region": enterprise.region_id, "address": enterprise.address}}

    def perform(self, form: Any) -> str:
        post = operations.enter_own_post(partner=self.partner, now=timezone.now(), **form.cleaned_data)
        return address_of(post)

    def cancel_url(self) -> str:
        return reverse("portal:posts")


class PostEdit(PostForm):
    title = gettext_lazy("Change the post")
    record: Post

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_post(self.partner, kwargs["pk"])
        super().authorise(**kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> str:
        operations.change_own_post(
            partner=self.partner, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return address_of(self.record)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "headcount_url": f"{reverse('portal:post_headcount')}?besides={self.record.pk}",
            "headcounts": _headcounts_of(self.record),
        }


@require_safe
def headcount(request: PartnerRequest) -> HttpResponse:
    with outside():
        return render_headcount(request, request.partner.enterprise, Plan.objects.open_to_posts())


@act
def offer(request: PartnerRequest, pk: int) -> str:
    post = operations.offer_own_post(partner=request.partner, pk=pk, now=timezone.now())
    messages.success(request, _("Offered. The centre decides on it, and you are told."))
    return address_of(post)


@act
def withdraw(request: PartnerRequest, pk: int) -> str:
    post = operations.withdraw_own_post(partner=request.partner, pk=pk, now=timezone.now())
    messages.success(request, _("The offer is withdrawn."))
    return address_of(post)


@act
def copy(request: PartnerRequest, pk: int) -> str:
    made = operations.copy_own_post(partner=request.partner, pk=pk, now=timezone.now())
    messages.success(request, _("This is a new draft with the contents of the earlier post."))
    return reverse("portal:post_edit", args=[made.pk])


def address_of(post: Post) -> str:
    return reverse("portal:post", args=[post.pk])

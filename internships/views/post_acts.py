"""Acts on one post, each asked for with what it needs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.http import PersonRequest
from core.views import act
from internships.forms.posts import ApproveForm, CloseForm, ReturnForm
from internships.models import Post
from internships.operations import posts as operations
from internships.post_problems import objections_to_approval
from internships.views.posts import APPROVE, EDIT, crumbs
from partnerships.views.record_pages import RecordAct


class PostAct(RecordAct):
    record: Post

    def records(self) -> QuerySet:
        return Post.objects.select_related("enterprise", "plan", "occupation")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Offer(PostAct):
    capability = EDIT
    title = submit_label = _("Offer")
    question = _("Offer this post for approval?")
    consequences = (_("It cannot be changed while somebody decides on it."),)
    success_message = _("Offered. Whoever may approve posts decides on it.")
    operation = staticmethod(operations.offer_post)


class Approve(PostAct):
    """Says what stands against it, each of which needs a reason."""

    capability = APPROVE
    form_class = ApproveForm
    title = submit_label = _("Approve")
    question = _("Approve this post and show it to students?")
    success_message = _("Approved. The enterprise is told, and students of the plan see it.")
    operation = staticmethod(operations.approve_post)

    def extra_context(self, form: Any) -> dict[str, Any]:
        objections = objections_to_approval(self.record, on=timezone.localdate())
        return super().extra_context(form) | {"consequences": objections}


class Return(PostAct):
    capability = APPROVE
    form_class = ReturnForm
    title = submit_label = _("Return")
    question = _("Return this post to be mended?")
    consequences = (_("The enterprise reads your reason, and can offer it again."),)
    success_message = _("Returned. The enterprise is told why.")
    operation = staticmethod(operations.return_post)


class Close(PostAct):
    capability = APPROVE
    form_class = CloseForm
    title = submit_label = _("Close")
    question = _("Take this post off the board?")
    consequences = (_("This cannot be undone; a copy of it can be offered again."),)
    danger = True
    success_message = _("The post is closed.")
    operation = staticmethod(operations.close_post)


class Withdraw(PostAct):
    capability = EDIT
    form_class = CloseForm
    title = submit_label = _("Withdraw")
    question = _("Give this offer up?")
    consequences = (_("This cannot be undone; a copy of it can be offered again."),)
    danger = True
    success_message = _("The offer is withdrawn.")
    operation = staticmethod(operations.withdraw_post)


@act
def copy(request: PersonRequest, pk: int) -> str:
    made = operations.copy_post(actor=request.user, pk=pk, now=timezone.now())
    return reverse("internships:post_edit", args=[made.pk])

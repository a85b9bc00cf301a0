"""Needs at the portal: a liaison tells them, follows what becomes of them, and says whether they are met.
Rows are fetched behind the wall, and written outside it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from collaboration.forms.needs import MissingForm, NeedFields, WhyForm
from collaboration.models import ANSWER_KEYS, AnswerKind, Need, NeedAnswer, NeedState
from collaboration.need_walls import ANSWER_COLUMNS, NEED_COLUMNS
from collaboration.operations import own_needs as operations
from core.access import NotVisible
from core.http import PersonRequest
from core.views import act
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest

S = NeedState
PAGES = {
    "post": "portal:post",
    "opening": "portal:opening",
    "part_time": "portal:need",
    "exchange": "portal:exchange",
    "project": "portal:project",
    "training": "portal:course",
    "resource": "portal:resource",
}


def tells(partner: Partner) -> bool:
    return partner.is_liaison


def require_liaison(partner: Partner) -> None:
    """Raises PermissionDenied."""
    if not tells(partner):
        raise PermissionDenied(_("A liaison of your enterprise tells its needs."))


def own_needs(partner: Partner) -> QuerySet[Need]:
    return Need.objects.filter(enterprise=partner.enterprise).only(*NEED_COLUMNS)


def own_need(partner: Partner, pk: int) -> Need:
    """Four queries. Raises NotVisible."""
    answers = NeedAnswer.objects.only(*ANSWER_COLUMNS)
    rows = own_needs(partner).prefetch_related("majors", "occupation", Prefetch("answers", answers))
    need = rows.filter(pk=pk).first()
    if need is None:
        raise NotVisible(f"collaboration.Need {pk}")
    need.enterprise = partner.enterprise
    return need


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Our needs"), "url": reverse("portal:enterprise_needs")}]


@require_safe
def need_list(request: PartnerRequest) -> HttpResponse:
    needs = list(own_needs(request.partner).order_by("-waiting_since", "-pk"))
    context = {
        "title": _("Our needs"),
        "subtitle": _("Tell the school what you need: people, training, technology, answers to questions."),
        "waiting": [one for one in needs if one.state in {S.DRAFT, S.ANSWERED}],
        "running": [one for one in needs if one.state in {S.TOLD, S.TAKEN_UP}],
        "over": [one for one in needs if one.state in {S.MET, S.DECLINED, S.WITHDRAWN}],
        "may_tell": tells(request.partner),
    }
    return render(request, "portal/needs.html", context)


@require_safe
def need_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    need = own_need(request.partner, pk)
    owner = None
    if need.owner_id is not None:
        with outside():  # of the staff the wall opens nobody
            owner = User.objects.filter(pk=need.owner_id).first()
    context = {
        "title": need.title,
        "chip": need.chip,
        "subtitle": need.get_kind_display(),
        "breadcrumbs": crumbs(),
        "need": need,
        "owner": owner,
        "answers": [(one, page_of(one)) for one in need.answers.all()],
        "may_tell": tells(request.partner),
    }
    return render(request, "portal/enterprise_need.html", context)


def page_of(answer: NeedAnswer) -> str:
    """Where the portal shows it; "" for a course or words."""
    name = PAGES.get(answer.kind)
    return reverse(name, args=[getattr(answer, f"{ANSWER_KEYS[AnswerKind(answer.kind)]}_id")]) if name else ""


# --- Telling ------------------------------------------------------------------------------------


class NeedNew(PortalFormView):
    form_class = NeedFields
    title = gettext_lazy("Tell a need")
    submit_label = gettext_lazy("Save and look at it")
    success_message = gettext_lazy("Saved as a draft: nobody of the school reads it before you tell it.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> NeedFields:
        return NeedFields(*args, user=self.partner, **self.form_kwargs())

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            need = operations.draft_own(partner=self.partner, now=timezone.now(), **fields)
        return reverse("portal:enterprise_need", args=[need.pk])

    def cancel_url(self) -> str:
        return reverse("portal:enterprise_needs")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class NeedEdit(NeedNew):
    title = gettext_lazy("Change the need")
    success_message = gettext_lazy("Saved.")
    record: Need

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_need(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            operations.change_own(partner=self.partner, pk=self.record.pk, now=timezone.now(), **fields)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:enterprise_need", args=[self.record.pk])


def _liaison(request: PersonRequest | PartnerRequest, pk: int) -> Partner:
    """Raises NotVisible, PermissionDenied."""
    partner: Partner = request.partner  # type: ignore[union-attr]
    own_need(partner, pk)
    require_liaison(partner)
    return partner


@act
def tell(request: PartnerRequest, pk: int) -> str:
    partner = _liaison(request, pk)
    with outside():
        operations.tell_own(partner=partner, pk=pk, now=timezone.now())
    messages.success(request, _("Told: the school takes it up within five working days."))
    return reverse("portal:enterprise_need", args=[pk])


@act
def discard(request: PartnerRequest, pk: int) -> str:
    partner = _liaison(request, pk)
    with outside():
        operations.discard_own(partner=partner, pk=pk, now=timezone.now())
    messages.success(request, _("The draft is deleted."))
    return reverse("portal:enterprise_needs")


@act
def confirm(request: PartnerRequest, pk: int) -> str:
    partner = _liaison(request, pk)
    with outside():
        operations.confirm_own(partner=partner, pk=pk, now=timezone.now())
    messages.success(request, _("Thank you: whoever looked after it is told that it is met."))
    return reverse("portal:enterprise_need", args=[pk])


class SaysWhy(PortalFormView):
    """A decision of the liaison that the school reads with its reason."""

    form_class: ClassVar[Any] = WhyForm
    operation: ClassVar[Any]
    record: Need

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_need(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def build(self, *args: Any) -> Any:
        return self.form_class(*args, user=self.partner)

    def perform(self, form: Any) -> str:
        reason = form.cleaned_data["reason"]
        with outside():
            self.operation(partner=self.partner, pk=self.record.pk, reason=reason, now=timezone.now())
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:enterprise_need", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        need = {"label": self.record.title, "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), need], "subtitle": self.record.title}


class Missing(SaysWhy):
    form_class = MissingForm
    title = gettext_lazy("Something is missing")
    submit_label = gettext_lazy("Tell the school")
    success_message = gettext_lazy("The school goes on with it.")
    operation = staticmethod(operations.miss_own)


class Withdraw(SaysWhy):
    title = gettext_lazy("Withdraw the need")
    submit_label = gettext_lazy("Withdraw")
    success_message = gettext_lazy("Withdrawn: the school is told.")
    operation = staticmethod(operations.withdraw_own)


class Reopen(SaysWhy):
    title = gettext_lazy("Tell the need again")
    submit_label = gettext_lazy("Tell it again")
    success_message = gettext_lazy("Told again: the school takes it up anew.")
    operation = staticmethod(operations.reopen_own)

"""What enterprises ask for about an agreement, on its page."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.models import Agreement, AgreementRequest, AgreementRequestFile
from agreements.next_steps import NextStep
from agreements.requests import CAPABILITIES, targets
from agreements.terms import effective_terms
from core.access import Actor, NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab

Kind = AgreementRequest.Kind
DOING = {
    Kind.CHANGE: gettext_lazy("Begin the amendment"),
    Kind.RENEWAL: gettext_lazy("Begin the renewal"),
    Kind.NOTICE: gettext_lazy("End the agreement"),
}
ICONS = {Kind.CHANGE: "file-diff", Kind.RENEWAL: "refresh", Kind.NOTICE: "calendar-off"}


def act_url(asked: AgreementRequest) -> str:
    """The page on which what is asked for is done, filled in as far as it says."""
    names = {Kind.CHANGE: "request_amend", Kind.RENEWAL: "request_renew", Kind.NOTICE: "request_terminate"}
    name = "request_lapse" if asked.ends_with_the_term else names[Kind(asked.kind)]
    return reverse(f"agreements:{name}", args=[asked.pk])


def requests_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    rows = agreement.requests.select_related(
        "enterprise", "asked_by", "answered_by", "amendment__agreement", "successor"
    ).prefetch_related("files")
    asked = list(rows)
    labels = targets(effective_terms(agreement, on=timezone.localdate())) if asked else {}
    return {"requests": [_line(request.user, agreement, one, labels) for one in asked]}


def _line(
    user: Actor, agreement: Agreement, asked: AgreementRequest, labels: dict[str, str]
) -> dict[str, Any]:
    asked.agreement = agreement
    kind = Kind(asked.kind)
    may_answer = asked.is_open and agreement.permits(user, CAPABILITIES[kind])
    return {
        "asked": asked,
        "about": labels.get(asked.target, ""),
        "files": [
            {
                "name": kept.name,
                "url": reverse("agreements:request_file", args=[asked.pk, kept.pk]),
            }
            for kept in asked.files.all()
        ],
        "act": {"label": DOING[kind], "url": act_url(asked), "icon": ICONS[kind]} if may_answer else None,
        "answer_url": reverse("agreements:request_answer", args=[asked.pk]) if may_answer else "",
    }


REQUESTS = Tab(
    name="requests",
    label=gettext_lazy("Requests"),
    template="agreements/tabs/requests.html",
    context=requests_tab,
    order=35,
    count=lambda _request, agreement: agreement.requests.open().count() or None,
)


def request_step(agreement: Agreement, *, user: Any) -> NextStep | None:
    """The oldest request that nobody has answered: it comes before anything that is due by itself."""
    asked = agreement.requests.open().select_related("enterprise").order_by("asked_at", "pk").first()
    if asked is None:
        return None
    words = {
        Kind.CHANGE: _("Answer: %(enterprise)s asks for a change"),
        Kind.RENEWAL: _("Answer: %(enterprise)s proposes a renewal"),
        Kind.NOTICE: _("Answer: %(enterprise)s gives notice"),
    }
    return NextStep(
        text=words[Kind(asked.kind)] % {"enterprise": asked.enterprise},
        whose=_("You") if agreement.owner_id == user.pk else str(agreement.owner),
        url=f"{agreement.get_absolute_url()}?tab=requests",
        label=_("Read it"),
    )


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    about = AgreementRequest.objects.visible_to(request.user).filter(pk=pk)
    kept = AgreementRequestFile.objects.filter(parent__in=about, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"agreements.AgreementRequestFile {file_id}")
    return serve(request, kept)

"""What a student was paid, as the enterprise's pay sheets say, and what the student says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.registry import StudentTask
from core.views import act
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from placements.me.forms import DisputeForm
from placements.me.log import placement_now
from placements.models import Payment
from placements.operations import pay as operations

SHOWN = 36


def own_payments(pupil: Pupil) -> Any:
    return Payment.objects.filter(placement__student=pupil.student.pk)


def tasks_of_pay(pupil: Any, on: date) -> Iterator[StudentTask]:
    """Payments of which the student has said nothing yet. One query."""
    for payment in own_payments(pupil).filter(received_at=None, disputed_at=None)[:3]:
        yield StudentTask(
            title=_("Has your pay for %(month)s come?") % {"month": payment},
            text=f"¥{payment.amount}",
            url=reverse("me:pay"),
            icon="report-money",
        )


@require_safe
def pay(request: PupilRequest) -> HttpResponse:
    placement = placement_now(request.pupil)
    context = {
        "title": _("My pay"),
        "placement": placement,
        "agreed": placement.post.pay_per_month if placement else None,
        "payments": list(own_payments(request.pupil)[:SHOWN]),
    }
    return render(request, "me/pay.html", context)


@act
def pay_received(request: PupilRequest, pk: int) -> str:
    _own(request.pupil, pk)
    with outside():
        operations.say_received(pupil=request.pupil, pk=pk, now=timezone.now())
    messages.success(request, _("Noted."))
    return reverse("me:pay")


class PayDispute(PupilFormView):
    form_class = DisputeForm
    title = gettext_lazy("My pay has not come")
    submit_label = gettext_lazy("Tell the school")
    success_message = gettext_lazy("Your instructor is told.")

    def authorise(self, **kwargs: Any) -> None:
        self.payment = _own(self.request.pupil, kwargs["pk"])

    def perform(self, form: Any) -> str:
        with outside():
            operations.say_not_received(
                pupil=self.request.pupil,
                pk=self.payment.pk,
                text=form.cleaned_data["text"],
                now=timezone.now(),
            )
        return reverse("me:pay")

    def cancel_url(self) -> str:
        return reverse("me:pay")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.payment),
            "breadcrumbs": [{"label": _("My pay"), "url": reverse("me:pay")}],
        }


def _own(pupil: Pupil, pk: int) -> Payment:
    payment: Payment | None = own_payments(pupil).filter(pk=pk).first()
    if payment is None:
        raise NotVisible(f"placements.Payment {pk}")
    return payment

"""What follows when an agreement ends: the page that every reminder leads to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.chips import agreement_chip
from agreements.choices import Language, RenewalRule, State
from agreements.documents.printing import file_name
from agreements.documents.renewal_pack import Proposal, pack_pdf
from agreements.forms.promises import PackForm
from agreements.models import Agreement, Standing
from agreements.notices import KINDS, PARTNER_DEADLINE, UNANSWERED
from agreements.operations.renewal import SNOOZE_DAYS, usual_snooze
from agreements.policies import EDIT, END, READ
from agreements.promise_reading import PromiseLine, promise_lines
from agreements.views.detail import renewal_rule
from agreements.views.documents import pdf_response
from agreements.views.pages import AgreementForm, agreement_for, trail
from core.emails import address_of
from core.http import PersonRequest
from core.look import Chip, Meaning
from core.models import Notification

SHOWN = 30

STATES = {
    Notification.State.WAITING: (Meaning.WAITING, "send"),
    Notification.State.SENT: (Meaning.GOOD, "mail"),
    Notification.State.KEPT: (Meaning.INACTIVE, "inbox"),
    Notification.State.REFUSED: (Meaning.STOPPED, "alert-circle"),
    Notification.State.FAILED: (Meaning.STOPPED, "alert-circle"),
    Notification.State.CANCELLED: (Meaning.INACTIVE, "ban"),
}


class RenewalPack(AgreementForm):
    """The proposal is gone over here, then the paper is made and handed out; nothing of it is kept."""

    capability = READ
    form_class = PackForm
    title = gettext_lazy("Renewal pack")
    submit_label = gettext_lazy("Make the PDF")
    success_message = ""

    def form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        own = Language(self.agreement.language)
        languages = [own, *(one for one in Language if one is not own)]
        lines = promise_lines(self.agreement, on=today)
        return {
            "lines": lines,
            "on": today,
            "languages": languages,
            "initial": {
                f"text_{code}": words
                for code, words in (
                    ("en", self.usual_words("en", lines, today)),
                    ("zh", self.usual_words("zh-hans", lines, today)),
                )
            },
        }

    @staticmethod
    def usual_words(language: str, lines: Sequence[PromiseLine], on: date) -> str:
        """What the numbers say, to begin with."""
        begun = [entry.period for line in lines for entry in line.periods if entry.period.starts_on <= on]
        met = sum(period.standing == Standing.MET for period in begun)
        with translation.override(language):
            return _(
                "Of %(begun)d promises that have begun, %(met)d are met. Both sides wish to go on and "
                "promise for the next term what the table says."
            ) % {"begun": len(begun), "met": met}

    def perform(self, form: Any) -> HttpResponse:
        today, language = timezone.localdate(), Language(form.cleaned_data["language"])
        proposal = Proposal(form.quantities(), form.cleaned_data["text_en"], form.cleaned_data["text_zh"])
        content = pack_pdf(self.agreement, proposal, reader=self.request.user, language=language, on=today)
        return pdf_response(
            self.request, content, file_name(self.agreement, language, f"renewal-{today.isoformat()}")
        )

    def cancel_url(self) -> str:
        return reverse("agreements:agreement_renewal", args=[self.agreement.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "subtitle": str(self.agreement),
            "form_help": _(
                "For each promise what was promised and done, the records, who confirmed it and what is "
                "open is put together by itself. Go over what is proposed for the next term."
            ),
        }


@require_safe
def renewal(request: PersonRequest, pk: int) -> HttpResponse:
    """One task: read what ends when and who was told, and give one of four answers."""
    agreement = agreement_for(request.user, pk, READ)
    today = timezone.localdate()
    return render(
        request,
        "agreements/renewal.html",
        {
            "title": _("What follows?"),
            "subtitle": str(agreement),
            "chip": agreement_chip(agreement, on=today),
            "breadcrumbs": trail(agreement),
            "agreement": agreement,
            "is_open": agreement.state == State.SIGNED and not agreement.renewal_decision,
            "successor": agreement.successors.exclude(state=State.WITHDRAWN).first(),
            "is_automatic": renewal_rule(agreement) == RenewalRule.AUTOMATIC,
            "stage": _stage(agreement, today),
            "notice_on": agreement.notice_on,
            "last_on": agreement.last_day,
            "remind_on": (remind_on := usual_snooze(agreement, on=today)),
            "is_sooner": remind_on < today + timedelta(days=SNOOZE_DAYS),
            "may_edit": agreement.permits(request.user, EDIT),
            "may_end": agreement.permits(request.user, END),
            "told": _told(agreement),
            "pack_url": reverse("agreements:renewal_pack", args=[agreement.pk])
            if agreement.obligations.exists()
            else "",
        },
    )


def _stage(agreement: Agreement, on: date) -> str:
    """As the mails call it, see ``agreements.reminders``."""
    if agreement.last_day is None or agreement.notice_on is None:
        return ""
    if agreement.last_day < on:
        return "ended"
    return "ending" if agreement.notice_on < on else "notice"


def _told(agreement: Agreement) -> list[dict[str, Any]]:
    """The newest reminders, in one query."""
    rows = Notification.objects.filter(
        subject_type=ContentType.objects.get_for_model(Agreement),
        subject_id=agreement.pk,
        kind__in=[kind.name for kind in KINDS],
    ).select_related("recipient")
    roles = {UNANSWERED.name: _("head of department"), PARTNER_DEADLINE.name: _("enterprise")}
    return [
        {
            "at": row.sent_at or row.due_at,
            "name": row.recipient or row.name,
            "address": address_of(row),
            "role": roles.get(row.kind, _("owner")),
            "chip": Chip(row.get_state_display(), *STATES[Notification.State(row.state)]),
        }
        for row in rows[:SHOWN]
    ]

"""What waits for people to decide or to sign."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.duties import Duty, Rows
from signing.desk import waiting_to_sign, with_subjects
from signing.models import ApprovalStep


def decisions(user: Any, on: date) -> Rows:
    """Approvals whose current step is the user's, the oldest deadline first; a query per kind of record."""
    return Rows(with_subjects(ApprovalStep.objects.waiting_for(user)), _decision)


def _decision(step: ApprovalStep) -> Duty:
    subject: Any = step.approval.subject
    decide = reverse("signing:decide", args=[step.pk])
    return Duty(
        title=str(subject or step.approval.title),
        url=subject.get_absolute_url() if subject is not None else decide,
        text=_("%(step)s · asked by %(name)s") % {"step": step.name, "name": step.approval.opened_by},
        due_on=step.due_on,
        act_url=decide,
        act_label=_("Decide"),
    )


def signatures(user: Any, on: date) -> Rows:
    """Documents whose next signature is the user's, the most urgent first. Two queries."""
    return Rows(
        waiting_to_sign(user),
        lambda one: Duty(
            title=one.envelope.title,
            url=one.get_absolute_url(),
            text=one.envelope.reference,
            due_on=one.envelope.deadline_on,
        ),
    )

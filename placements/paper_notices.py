"""What is told about the papers of placements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.notifications import Importance, Kind, Readers

# To the student on their own pages, or to a guardian by link.
CONSENT_ASKED = Kind(
    name="placements.consent_asked",
    label=_("Consent to an internship"),
    icon="writing-sign",
    can_be_off=False,
    readers=Readers.NOBODY,
)
# To whoever asked.
CONSENT_ANSWERED = Kind(
    name="placements.consent_answered",
    label=_("Consents and objections to what I asked"),
    icon="message-circle",
    importance=Importance.HIGH,
)
KINDS = (CONSENT_ASKED, CONSENT_ANSWERED)

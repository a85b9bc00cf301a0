from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Entry, register_entry
from core.registry import register_verbs


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = _("Approval and signing")

    def ready(self) -> None:
        from core.calendar import register_deadlines
        from core.duties import register_duty_source
        from core.notifications import on_refused, register_kind
        from core.walls import register_wall
        from signing import inviting
        from signing.calendar import deadlines
        from signing.duties import decisions, signatures
        from signing.links import register_link_task
        from signing.links_to_sign import SIGN
        from signing.notices import ENVELOPE_KINDS, KINDS
        from signing.reminders import tell_of_refusal
        from signing.walls import WALLS

        for kind in KINDS:
            register_kind(kind)
            on_refused(kind.name, tell_of_refusal)
        for kind in ENVELOPE_KINDS:
            register_kind(kind)
            on_refused(kind.name, inviting.tell_of_refusal)
        register_deadlines("signing", deadlines)
        register_duty_source(
            "decisions",
            label=_("Decisions"),
            icon="gavel",
            duties=decisions,
            order=10,
        )
        register_duty_source(
            "signatures",
            label=_("Documents to sign"),
            icon="writing-sign",
            duties=signatures,
            order=12,
        )
        register_link_task(SIGN)
        for wall in WALLS:
            register_wall(wall)
        register_verbs(
            {
                "approval.approve": _("approved"),
                "approval.return": _("returned with a reason"),
                "envelope.send": _("sent it out for electronic signature"),
                "envelope.readdress": _("sent a signatory the link again"),
                "envelope.void": _("called the electronic signing off"),
            }
        )
        register_entry(
            Entry(
                group="today",
                label=_("Waiting for me"),
                url_name="signing:desk",
                icon="clipboard-check",
                order=20,
                badge=how_many_wait,
            )
        )


def how_many_wait(user: Any) -> int | None:
    """Decisions and signatures: two indexed queries, and one for those who hold no power at all."""
    from signing.models import ApprovalStep, Signatory

    to_sign = Signatory.objects.of(user).asked().filter(way="electronic").count()
    if not any(True for _power in user.powers):
        return to_sign or None
    return to_sign + ApprovalStep.objects.waiting_for(user).count() or None

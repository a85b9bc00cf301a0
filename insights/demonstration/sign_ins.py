"""Who can sign in to the demonstration, and with what."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import check_password
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from insights.demonstration.people import DOMAIN, PASSWORD
from internships.models import Plan, PlanState, Student
from placements.models import Placement, PlacementState

OPEN_PLANS = [PlanState.RUNNING, PlanState.APPROVED]
BEGUN = [PlacementState.IN_PROGRESS, PlacementState.FINISHED]


@dataclass(frozen=True, slots=True)
class SignIn:
    role: str
    name: str
    login: str
    password: str
    secret: str = ""

    def code(self, at: float | None = None) -> str:
        """What their authenticator app shows at an instant (seconds since 1970), by default now."""
        if not self.secret:
            return ""
        counter = int(time.time() if at is None else at) // app_settings.TOTP_PERIOD
        return format_hotp_value(hotp_value(self.secret, counter))


def sign_ins() -> list[SignIn]:
    """The demonstration's people, in the order of the table they come from."""
    secrets = {
        found.user_id: decrypt(found.data["secret"])
        for found in Authenticator.objects.filter(
            Q(user__email__endswith=f"@{DOMAIN}") | Q(user__is_inspector=True), type=Authenticator.Type.TOTP
        )
    }
    unchanged: dict[str, bool] = {}  # they share one hash, and a check takes half a second
    found = []
    # All students share the password: one at work, one who is back, one who chooses a post.
    begun = Placement.objects.filter(student=OuterRef("pk"), state__in=BEGUN)
    shown_students = [
        Student.objects.exclude(user=None)
        .filter(school_class__plans=plan)
        .order_by(Exists(begun).desc(), "number")
        .values_list("user", flat=True)
        .first()
        for plan in Plan.objects.filter(state__in=OPEN_PLANS).order_by("pk")
    ]
    people = User.objects.filter(
        Q(email__endswith=f"@{DOMAIN}")
        | Q(is_partner=True)
        | Q(is_inspector=True)
        | Q(pk__in=shown_students),
        is_active=True,
    )
    for user in people.order_by("pk").prefetch_related(
        "appointments__position__department", "contacts__enterprise", "student__school_class"
    ):
        if user.password not in unchanged:
            unchanged[user.password] = check_password(PASSWORD, user.password)
        positions = ", ".join(
            [str(appointment.position) for appointment in user.appointments.all()]
            + [f"Partner portal: {contact.enterprise}" for contact in user.contacts.all()]
            + ([f"Student: {user.student.school_class}"] if user.is_student else [])
            + (["Inspector"] if user.is_inspector else [])
        )
        found.append(
            SignIn(
                role=positions,
                name=user.display_name,
                login=user.email or user.login_name or "",
                password=PASSWORD if unchanged[user.password] else "(changed)",
                secret=secrets.get(user.pk, ""),
            )
        )
    return found

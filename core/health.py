"""For whoever watches the site: does it answer, and can it do its work?"""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.models import Heartbeat, Notification

SILENT_AFTER = timedelta(minutes=3)
OVERDUE_AFTER = timedelta(minutes=15)


@require_safe
@never_cache
@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """The web process answers."""
    return HttpResponse("live", content_type="text/plain")


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, background work runs and nothing in it is stuck."""
    try:
        reasons = reasons_not_ready(now=timezone.now())
    except DatabaseError:
        reasons = ["the database does not answer"]
    return JsonResponse({"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200)


def reasons_not_ready(*, now: datetime) -> list[str]:
    """What keeps the site from doing its work, in English for the operator. Two queries."""
    reasons = []
    beat = Heartbeat.objects.filter(name="beat").first()
    if beat is None:
        reasons.append("background work has never run")
    elif beat.at < now - SILENT_AFTER:
        reasons.append(f"background work was last seen at {beat.at.isoformat(timespec='seconds')}")
    # A mailbox that asked us to come back later has its next attempt ahead, and is not stuck.
    overdue = Notification.objects.waiting().filter(next_attempt_at__lt=now - OVERDUE_AFTER).count()
    if overdue:
        reasons.append(f"notifications overdue by more than 15 minutes: {overdue}")
    return reasons

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from core.navigation import FOLDED_COOKIE, navigation_for, portal_navigation
from core.notifications import unread_count


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame shows: where the person may go, and how much they have not read."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    partner = getattr(request, "partner", None)
    return {
        # Asked only by a page that draws the frame.
        "navigation": SimpleLazyObject(
            lambda: navigation_for(user, request.path, folded=request.COOKIES.get(FOLDED_COOKIE))
        ),
        "portal_navigation": SimpleLazyObject(
            lambda: portal_navigation(partner.contact.roles if partner else (), request.path)
        ),
        "inbox_count": SimpleLazyObject(lambda: unread_count(user, now=timezone.now())),
    }

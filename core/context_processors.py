from typing import Any

from django.http import HttpRequest

from core.navigation import navigation_for


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame shows: whose centre this is, and where the person may go."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    return {"navigation": navigation_for(user, request.path)}

from typing import Any

from django.http import HttpRequest

from accounts.models import Centre


def centre(request: HttpRequest) -> dict[str, Any]:
    """Whose site this is: name, logo and accent of every page."""
    return {"centre": Centre.current()}

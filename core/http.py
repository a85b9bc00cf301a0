from typing import Any

from django.http import HttpRequest


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in, which every page is unless it opts out."""

    user: Any  # a person with powers: core does not know the user model

from __future__ import annotations

from typing import Any

from agreements.portal.reading import own_rows
from internships.forms.posts import PostForm, binding, mentors_of
from internships.models import Plan
from partnerships.portal.walls import CONTACT_COLUMNS


class OwnPostForm(PostForm):
    """A post of one's own enterprise; ``user`` is the partner. Its choices are found behind the wall."""

    def plans(self) -> Any:
        return Plan.objects.open_to_posts().order_by("-starts_on", "pk")

    def agreements(self) -> Any:
        partner: Any = self.user
        return binding(own_rows(partner))

    def mentors(self) -> Any:
        return mentors_of(self.enterprise).only(*CONTACT_COLUMNS)

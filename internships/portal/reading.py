"""The rows that the portal's pages of posts start from: only what the walls let through, and only ours."""

from __future__ import annotations

from django.db.models import Prefetch, Q

from core.access import NotVisible
from internships.models import Post
from internships.querysets import PostQuerySet
from partnerships.models import Contact, ContactRole
from partnerships.portal.partner import Partner
from partnerships.portal.walls import CONTACT_COLUMNS


def offers(partner: Partner) -> bool:
    """Whether this person offers posts for the enterprise."""
    return partner.is_liaison


def own_posts(partner: Partner) -> PostQuerySet:
    """The posts that the enterprise offers; a mentor who does nothing else sees those they mentor.

    Six queries. What a student found there was never offered.
    """
    rows: PostQuerySet = Post.objects.filter(enterprise=partner.enterprise, found_by=None)
    if not {ContactRole.LIAISON, ContactRole.SIGNATORY} & set(partner.contact.roles):
        rows = rows.filter(Q(mentor=partner.contact))
    return rows.select_related("plan", "region__parent__parent", "occupation", "agreement").prefetch_related(
        "majors", Prefetch("mentor", Contact.objects.only(*CONTACT_COLUMNS))
    )


def own_post(partner: Partner, pk: int) -> Post:
    """Raises NotVisible."""
    post = own_posts(partner).filter(pk=pk).first()
    if post is None:
        raise NotVisible(f"internships.Post {pk}")
    post.enterprise = partner.enterprise
    return post

"""What stands in the way of offering a post, or of approving it."""

from __future__ import annotations

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from agreements.models import Agreement
from internships.headcounts import headcounts_of
from internships.models import Conclusion, HostVisit, Post
from partnerships.models import ContactRole


def problems_before_offer(post: Post, *, on: date) -> list[str]:
    """What has to be mended first. Four queries at most."""
    found = []
    plan = post.plan
    first, last = post.term
    if plan is not None and not plan.is_open_to_posts:
        found.append(_("The plan is “%(state)s”: it takes no posts.") % {"state": plan.get_state_display()})
    if first is None or last is None:
        found.append(_("Say from when until when the offer stands, or choose a plan."))
    elif last < on:
        found.append(_("Its last day is over."))
    if not post.majors.exists():
        found.append(_("Name the majors that it suits."))
    binding = Agreement.objects.binding(max(on, first or on))
    if not binding.filter(pk=post.agreement_id or 0, parties__enterprise=post.enterprise_id).exists():
        found.append(_("The agreement does not bind the enterprise and us when the post begins."))
    mentor = post.mentor
    if mentor is None:
        found.append(_("Name a mentor."))
    elif mentor.left_on is not None or ContactRole.MENTOR not in mentor.roles:
        found.append(_("%(person)s is not a mentor of the enterprise any more.") % {"person": mentor})
    if post.enterprise.is_barred:
        found.append(_("The enterprise is barred."))
    return found


def vetting_objection(enterprise_id: int, *, on: date) -> str | None:
    """Why the host cannot be taken as vetted (INT-03, INT-04); ``None`` where it is. One query."""
    visit = HostVisit.objects.filter(enterprise=enterprise_id).most_recent().first()
    if visit is None:
        return _("Nobody has visited and vetted the host yet.")
    if visit.is_ended(on):
        return _("The host is to be visited anew: %(reason)s") % {"reason": visit.ended_because}
    if visit.conclusion != Conclusion.SUITABLE:
        return _("The last visit of the host found: %(conclusion)s.") % {
            "conclusion": visit.get_conclusion_display()
        }
    if not visit.vets(on):
        return _("The vetting of the host ended on %(day)s.") % {
            "day": formats.date_format(visit.valid_until, "DATE_FORMAT")
        }
    return None


def objections_to_approval(post: Post, *, on: date) -> list[str]:
    """What somebody with the power may accept, with a reason that stays with the post."""
    vetting = vetting_objection(post.enterprise_id, on=on)
    return [*headcounts_of(post).objections, *([vetting] if vetting else [])]


def is_unsuitable(enterprise_id: int) -> bool:
    """Whether the last visit found the host unsuitable: nobody can accept that. One query."""
    visit = HostVisit.objects.filter(enterprise=enterprise_id).most_recent().first()
    return visit is not None and visit.conclusion == Conclusion.UNSUITABLE

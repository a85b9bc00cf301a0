"""How the votes of a panel stand, and who of its members is still of the centre."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.models import Appointment
from teachers.models import ConflictOfInterest, Majority, Panel, PanelVote, Teacher
from teachers.panel_counting import Count, counted


def has_left(on: date) -> Q:
    """Members who are not of the centre any more on a day: their account is closed, or their last
    appointment or their service as a teacher has ended since the day of the session. Experts from outside
    have neither."""
    of_member = Appointment.objects.filter(user=OuterRef("user"))
    serves = Teacher.objects.serving_on(on).order_by().filter(user=OuterRef("user"))
    session = OuterRef("panel__held_on")
    taught = Teacher.objects.order_by().filter(user=OuterRef("user"), left_on__lt=on, left_on__gte=session)
    ended = Exists(of_member.filter(ends_on__lt=on, ends_on__gte=session)) | Exists(taught)
    return Q(user__is_active=False) | (Q(ended) & ~Q(Exists(of_member.on(on))) & ~Q(Exists(serves)))


def note_the_gone(panel: Panel, *, on: date) -> list[str]:
    """Whoever was present and has left since is absent; answers their names."""
    seats = panel.members.filter(is_present=True).filter(has_left(on)).select_related("user")
    gone = {seat.pk: str(seat.user) for seat in seats.order_by("pk")}
    panel.members.filter(pk__in=gone).update(is_present=False)
    return list(gone.values())


def counts_of(panel: Panel, *, on: date) -> dict[int, Count]:
    """How the votes stand on a day, by the key of the case. Four queries."""
    seats = panel.members.filter(is_present=True)
    if panel.is_in_session:
        seats = seats.exclude(has_left(on))
    present = frozenset(seats.values_list("pk", flat=True))
    out: dict[int, set[int]] = {pk: set() for pk in panel.cases.values_list("pk", flat=True)}
    votes: dict[int, dict[int, str]] = {pk: {} for pk in out}
    for case, member in ConflictOfInterest.objects.filter(case__panel=panel).values_list("case", "member"):
        out[case].add(member)
    rows = PanelVote.objects.filter(case__panel=panel).values_list("case", "member", "choice")
    for case, member, choice in rows:
        votes[case][member] = choice
    return {
        pk: counted(
            present=present,
            conflicted=frozenset(out[pk]),
            votes=votes[pk],
            quorum=panel.quorum,
            needs_two_thirds=panel.majority == Majority.TWO_THIRDS,
        )
        for pk in out
    }

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import RecordForm, RecordModelForm
from internships.models import Plan, PlanKind, Post, RoundSeat, SelectionRound
from internships.seat_limits import held_by_post, seats_left
from internships.transitions.rounds import RUN

ENHANCED = {"data-enhance": ""}
TIMES = ("opens_at", "students_until", "closes_at", "confirm_by")


class InstantInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class RoundForm(RecordModelForm):
    """A new main round of a plan."""

    sections = [
        (_("Which round"), ("plan", "name")),
        (_("When"), TIMES),
    ]

    class Meta:
        model = SelectionRound
        fields = ("plan", "name", *TIMES)
        widgets = {"plan": forms.Select(attrs=ENHANCED), **{name: InstantInput() for name in TIMES}}

    def narrow(self) -> None:
        plans: Any = self.fields["plan"]
        plans.queryset = Plan.objects.permitting(self.user, RUN).open_to_posts().filter(kind=PlanKind.POST)


class FillInForm(RecordModelForm):
    """A fill-in round: the plan, the seats and the students come from the round before."""

    sections = [(_("Which round"), ("name",)), (_("When"), TIMES)]

    class Meta:
        model = SelectionRound
        fields = ("name", *TIMES)
        widgets = {name: InstantInput() for name in TIMES}


class TimesForm(RecordModelForm):
    """When a round happens; once it is open, with the reason that everybody reads."""

    sections = [(_("When"), TIMES), (_("Why"), ("reason",))]
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    class Meta:
        model = SelectionRound
        fields = TIMES
        widgets = {name: InstantInput() for name in TIMES}

    def narrow(self) -> None:
        self.fields["reason"].required = self.instance.state != "draft"

    @property
    def times(self) -> dict[str, datetime]:
        return {name: self.cleaned_data[name] for name in TIMES}


class RoundMoveForm(RecordForm):
    """Why a round moves, where others read it."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]


class RemindForm(RecordForm):
    """How many people the page said it would remind."""

    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SeatForm(RecordModelForm):
    """Seats of one post in a round."""

    sections = [(_("Seats"), ("post", "seats", "lower", "closing_place"))]

    class Meta:
        model = RoundSeat
        fields = ("post", "seats", "lower", "closing_place")
        widgets = {"post": forms.Select(attrs=ENHANCED)}

    def __init__(self, *args: Any, round: SelectionRound, **kwargs: Any) -> None:
        self.round = round
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        post: Any = self.fields["post"]
        post.label = pgettext_lazy("internship", "Post")
        if self.instance.pk:
            post.queryset = Post.objects.filter(pk=self.instance.post_id)
            post.disabled = True
            left = seats_left(self.instance.post, held_by_post(besides=self.round))
            self.fields["seats"].help_text = _("%(left)d are left.") % {"left": left}
        else:
            taken = RoundSeat.objects.filter(round=self.round)
            post.queryset = (
                Post.objects.approved().filter(plan=self.round.plan).exclude(pk__in=taken.values("post"))
            )


def now_and_later() -> dict[str, datetime]:
    """Times that a new round may well have: a week for students, another for enterprises, one to answer."""
    start = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    weeks = (1, 8, 15, 22)
    return {name: start + timedelta(days=days) for name, days in zip(TIMES, weeks, strict=True)}

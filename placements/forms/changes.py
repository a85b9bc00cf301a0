from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, RecordForm
from internships.forms.posts import mentors_of
from internships.models import Post
from partnerships.models import Contact
from placements.forms.placing import PostChoice
from placements.models import AskedBy, ChangeKind, Placement
from placements.operations.changes import TARGETS
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}
ELSEWHERE = _(
    "At another enterprise another placement begins: agreement, consents and safety training are needed "
    "anew, and the student starts when nothing stands in the way."
)
READ_BY_OTHERS = _("The student, the instructor and whoever asked for it read it.")


def was_free_field(help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Could the student have chosen another host?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=help_text,
    )


def is_imposed(was_free: bool | None) -> bool | None:
    return None if was_free is None else not was_free


class AskForm(RecordForm):
    """What a student asks for: in words, and for an end the day."""

    placement = forms.TypedChoiceField(label=_("Placement"), coerce=int)
    kind = forms.ChoiceField(
        label=_("What I ask for"), choices=ChangeKind, widget=forms.RadioSelect, initial=ChangeKind.EARLY_END
    )
    ends_on = forms.DateField(
        label=_("My last day would be"),
        required=False,
        widget=DateInput(),
        help_text=_("For ending early, and for other dates."),
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["placement"]
        field.choices = self.places
        if len(self.places) == 1:
            field.initial, field.widget = self.places[0][0], forms.HiddenInput()

    def as_operation(self) -> dict[str, Any]:
        given = self.cleaned_data
        has_day = given["kind"] in {ChangeKind.EARLY_END, ChangeKind.DATES}
        return {
            "placement_id": given["placement"],
            "kind": given["kind"],
            "reason": given["reason"],
            "to": {"ends_on": given["ends_on"]} if has_day else {},
        }


class TargetForm(RecordForm):
    """To what something is changed: the fields of one kind of change."""

    def __init__(self, *args: Any, placement: Placement, kind: str, initial_to: Any = None, **kwargs: Any):
        self.placement, self.kind, self.initial_to = placement, ChangeKind(kind), initial_to or {}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for name in TARGETS[self.kind]:
            field = self._field(name)
            field.initial = self.initial_to.get(name)
            self.fields[name] = field
        order = [*TARGETS[self.kind]]
        if self.kind == ChangeKind.POST:
            self.fields["was_free"] = was_free_field(
                _("For a post at another enterprise: no host is imposed on anybody (INT-10).")
            )
            order.insert(1, "was_free")
        self.order_fields(order)

    def _field(self, name: str) -> Any:
        placement = self.placement
        if name == "post":
            rows = Post.objects.approved().filter(plan=placement.plan_id).exclude(pk=placement.post_id)
            return PostChoice(
                label=_("New post"),
                queryset=rows.select_related("enterprise"),
                widget=forms.Select(attrs=ENHANCED),
                help_text=ELSEWHERE,
            )
        if name == "mentor":
            is_of_post = self.kind == ChangeKind.POST
            rows_of_mentors: Any = (
                Contact.objects.filter(
                    enterprise__posts__plan=placement.plan_id, roles__contains=["mentor"], left_on=None
                ).distinct()
                if is_of_post
                else mentors_of(placement.enterprise).exclude(pk=placement.mentor_id or 0)
            )
            return forms.ModelChoiceField(
                label=_("New mentor"),
                queryset=rows_of_mentors,
                required=not is_of_post,
                widget=forms.Select(attrs=ENHANCED),
                help_text=_("Empty: the mentor whom the post names.") if is_of_post else "",
            )
        if name == "instructor":
            return forms.ModelChoiceField(
                label=_("New instructor"),
                queryset=Teacher.objects.filter(left_on=None).exclude(pk=placement.instructor_id or 0),
                widget=forms.Select(attrs=ENHANCED),
            )
        if name == "workplace":
            return forms.CharField(label=_("New place of work"), max_length=300)
        if name == "hours_per_day":
            return forms.DecimalField(
                label=_("New hours a day"), min_value=1, max_value=24, max_digits=3, decimal_places=1
            )
        label = {
            "starts_on": _("New first day"),
            "ends_on": _("Last day at the host") if self.kind == ChangeKind.EARLY_END else _("New last day"),
        }[name]
        return forms.DateField(label=label, required=False, widget=DateInput())

    def targets(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data[name] for name in TARGETS[self.kind]}
        if self.kind == ChangeKind.POST:
            chosen["is_host_imposed"] = is_imposed(self.cleaned_data["was_free"])
        return chosen


class ChangeForm(TargetForm):
    """Changed by the school at once, for a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=READ_BY_OTHERS
    )


class DecideForm(TargetForm):
    """Making what somebody asked for."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=READ_BY_OTHERS,
    )


class RefuseForm(RecordForm):
    answer = forms.CharField(
        label=_("Why it is refused"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=READ_BY_OTHERS,
    )


class RecordedForm(RecordForm):
    """What somebody asked for in person or on paper, written down by the school."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("placement", "What is changed"), choices=ChangeKind, widget=forms.RadioSelect
    )
    asked_by = forms.ChoiceField(
        label=_("Who asks for it"), choices=[choice for choice in AskedBy.choices if choice[0] != "staff"]
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=READ_BY_OTHERS
    )


class LeaveForm(RecordForm):
    """What becomes of each student of a host where nobody can stay."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Students, instructors and the enterprise read it: name no concern in it."),
    )

    was_free = was_free_field(
        _("For those who go to another enterprise: no host is imposed on anybody (INT-10).")
    )

    RECALL = "recall"

    def __init__(self, *args: Any, placements: list[Placement], posts: list[Post], **kwargs: Any) -> None:
        self.placements, self.posts = placements, posts
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for one in self.placements:
            fitting = [
                (str(post.pk), f"{post.enterprise} · {post}")
                for post in self.posts
                if post.plan_id == one.plan_id
            ]
            self.fields[f"to_{one.pk}"] = forms.ChoiceField(
                label=f"{one.student} · {one.post} · {one.get_state_display()}",
                required=False,
                choices=[
                    ("", _("stays for now")),
                    (self.RECALL, _("is recalled to the school")),
                    *fitting,
                ],
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and given.get("was_free") is None and any(self.moves().values()):
            self.add_error("was_free", _("Say whether the students could have chosen another host (INT-10)."))
        return given

    def moves(self) -> dict[int, int | None]:
        """The post of each placement, or nothing where the student is recalled."""
        found: dict[int, int | None] = {}
        for one in self.placements:
            chosen = self.cleaned_data[f"to_{one.pk}"]
            if chosen:
                found[one.pk] = None if chosen == self.RECALL else int(chosen)
        return found

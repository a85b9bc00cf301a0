from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from catalogue.models import Occupation, Region
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect, RemoteSelectMultiple
from internships.conditions import Fee, Hazard
from internships.models import Plan, PlanTask, Post
from partnerships.models import Contact, ContactRole, Enterprise

ENHANCED = {"data-enhance": ""}


class TaskChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.plan}: {obj}"


class PostForm(RecordModelForm):
    """What an enterprise offers, filled in by the staff or by the enterprise itself."""

    sections = [
        (
            _("What the post is"),
            ("name_zh", "name_en", "plan", "agreement", "majors", "occupation", "mentor"),
        ),
        (_("What interns do"), ("duties", "plan_tasks", "is_simple_repetition")),
        (_("How many, and from when"), ("seats", "lower", "similar_staff", "open_from", "open_until")),
        (_("Where"), ("region", "address", "venue")),
        (_("Hours"), ("hours_per_day", "days_per_week", "shift", "works_on_holidays")),
        (
            _("Pay"),
            (
                "pay_per_month",
                "pay_method",
                "pay_cycle_months",
                "works_independently",
                "same_post_wage",
                "lowest_tier_wage",
            ),
        ),
        (_("Meals and lodging"), ("board", "lodging", "living_notes")),
        (
            _("What the law forbids or limits"),
            ("hazards", "labour_grade", "is_harmful", "channel", "intermediary", "intermediary_code", "fees"),
        ),
    ]
    plan_tasks = TaskChoices(
        label=_("Tasks of the plan it covers"),
        queryset=PlanTask.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    hazards = forms.MultipleChoiceField(
        label=_("Hazards"),
        choices=Hazard,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what the work brings with it, even rarely. Nothing ticked says: none of it."),
    )
    fees = forms.MultipleChoiceField(
        label=_("Asked of the intern"),
        choices=Fee,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what is asked or kept. Nothing ticked says: nothing."),
    )

    class Meta:
        model = Post
        fields = (
            "name_zh", "name_en", "plan", "agreement", "majors", "occupation", "mentor", "duties",
            "plan_tasks", "is_simple_repetition", "seats", "lower", "similar_staff", "open_from",
            "open_until",
            "region", "address", "venue", "hours_per_day", "days_per_week", "shift", "works_on_holidays",
            "pay_per_month", "pay_method", "pay_cycle_months", "works_independently", "same_post_wage",
            "lowest_tier_wage", "board", "lodging", "living_notes", "hazards", "labour_grade", "is_harmful",
            "channel", "intermediary", "intermediary_code", "fees",
        )  # fmt: skip
        widgets = {
            "duties": forms.Textarea(attrs={"rows": 4}),
            "open_from": DateInput(),
            "open_until": DateInput(),
            "plan": forms.Select(attrs=ENHANCED),
        }
        help_texts = {
            "name_zh": _("At least one of the two names."),
            "open_from": _("Only for an offer without a plan: a plan brings its own dates."),
            "pay_per_month": _("In yuan, before tax. Empty: unpaid."),
            "same_post_wage": _("In yuan. What interns are paid is compared with it."),
            "intermediary": _("Only where there is one."),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["plan"].queryset = self.plans()
        fields["agreement"].queryset = self.agreements()
        fields["plan_tasks"].queryset = PlanTask.objects.filter(plan__in=self.plans()).select_related("plan")
        fields["mentor"].queryset = self.mentors()
        for name, rows, widget in (
            ("region", Region.objects.all(), RemoteSelect),
            ("occupation", Occupation.objects.all(), RemoteSelect),
            ("majors", fields["majors"].queryset, RemoteSelectMultiple),
        ):
            fields[name].queryset = rows
            fields[name].widget = widget(f"catalogue:{name.removesuffix('s')}_choices")
            fields[name].widget.choices = fields[name].choices

    def plans(self) -> Any:
        return Plan.objects.permitting(self.user, "post.edit").open_to_posts().order_by("-starts_on", "pk")

    def agreements(self) -> Any:
        """Those that bind the enterprise and us, today or when it starts."""
        seen = Agreement.objects.visible_to(self.user).filter(parties__enterprise=self.enterprise)
        return binding(seen)

    def mentors(self) -> Any:
        return mentors_of(self.enterprise)


def binding(agreements: Any) -> Any:
    """Signed agreements that bind today or later on."""
    return agreements.filter(state__in=["signed", "renewed"], last_day__gte=timezone.localdate()).order_by(
        "-starts_on", "pk"
    )


def mentors_of(enterprise: Enterprise) -> Any:
    return Contact.objects.current().with_role(ContactRole.MENTOR).filter(enterprise=enterprise)


class ChooseEnterpriseForm(RecordForm):
    """Whose post is to be entered: agreements and mentors follow from it."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
        help_text=_("Type two characters of a name or a code."),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["enterprise"].queryset = Enterprise.objects.visible_to(self.user)


def _reason(*, required: bool, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(RecordForm):
    reason = _reason(
        required=False,
        help_text=_("Needed where a limit is not kept or the host is not vetted. It stays with the post."),
    )


class ReturnForm(RecordForm):
    reason = _reason(required=True, help_text=_("The enterprise reads it."))


class CloseForm(RecordForm):
    reason = _reason(required=True, help_text=_("It stands in the history of the post."))

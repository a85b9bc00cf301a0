"""What a tripartite agreement says of one placement: its variables, and its terms, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.models import Centre
from agreements.variables import LANGUAGE_CODES, shown_amount, shown_date
from core.access import Text
from core.bilingual import in_words, listed
from internships.conditions import Hazard
from internships.models import Guardian
from placements.models import Placement
from placements.paper_facts import cover_of


@dataclass(frozen=True, slots=True)
class Said:
    """The placement with everything an agreement speaks of, fetched once."""

    placement: Placement
    centre: Centre
    guardian: Guardian | None
    number: str

    @classmethod
    def of(cls, placement: Placement, number: str) -> Said:
        """About eight queries; the placement comes from :func:`with_everything`."""
        guardian = placement.student.guardians.order_by("-is_first", "pk").first()
        return cls(placement, Centre.current(), guardian, number)


RELATED = (
    "student__school_class__major",
    "student__user",
    "enterprise",
    "post__region__parent__parent",
    "plan",
    "instructor",
    "mentor",
)


def _place(said: Said) -> str:
    if said.placement.workplace:
        return said.placement.workplace
    post = said.placement.post
    region = post.region.full_name if post.region else ""
    if post.address.startswith(region.partition(" ")[0] or " "):
        return post.address  # which begins with the province itself
    return " ".join(filter(None, (region, post.address)))


def _tasks(said: Said) -> str:
    return listed(task.title for task in said.placement.plan.tasks.all())


def _assessment(said: Said) -> str:
    return listed(
        f"{criterion.name} ({criterion.get_side_display()}, {criterion.weight} %)"
        for criterion in said.placement.plan.criteria.all()
    )


def _policy(said: Said) -> str:
    insured = list(said.placement.insurance.select_related("policy"))
    chain = cover_of(insured, said.placement.starts_on)
    if not chain:
        return _("to be taken out before the first day, and told to everybody in writing")
    return listed(str(one.policy) for one in chain)


def _payer(said: Said) -> str:
    one = said.placement.insurance.select_related("policy").order_by("covers_from").first()
    if one is None:
        return _("the school or the enterprise")
    label = one.policy.get_paid_by_display()
    return label[:1].lower() + label[1:]  # it stands within a sentence


def _living(said: Said) -> str:
    post = said.placement.post
    lines = [
        _("meals: %(board)s") % {"board": post.get_board_display()},
        _("lodging: %(lodging)s") % {"lodging": post.get_lodging_display()},
        post.living_notes,
    ]
    return listed(filter(None, lines))


def _cycle(said: Said) -> str:
    months = said.placement.post.pay_cycle_months
    return _("every month") if months == 1 else _("every %(count)d months") % {"count": months}


VALUES: dict[str, tuple[Text, Callable[[Said], str]]] = {
    "agreement.number": (gettext_lazy("reference"), lambda s: s.number),
    "school.name": (gettext_lazy("name of the school"), lambda s: s.centre.name),
    "school.address": (
        gettext_lazy("address of the school"),
        lambda s: in_words(s.centre.address_en, s.centre.address_zh),
    ),
    "school.instructor": (
        gettext_lazy("school instructor"),
        lambda s: str(s.placement.instructor or ""),
    ),
    "enterprise.name": (gettext_lazy("name of the enterprise"), lambda s: str(s.placement.enterprise)),
    "enterprise.code": (
        gettext_lazy("registration code of the enterprise"),
        lambda s: s.placement.enterprise.code or "",
    ),
    "enterprise.address": (
        gettext_lazy("address of the enterprise"),
        lambda s: s.placement.enterprise.address or s.placement.post.address,
    ),
    "enterprise.mentor": (
        gettext_lazy("mentor at the enterprise"),
        lambda s: str(s.placement.mentor or ""),
    ),
    "student.name": (gettext_lazy("name of the student"), lambda s: str(s.placement.student)),
    "student.number": (gettext_lazy("student number"), lambda s: s.placement.student.number),
    "student.class_name": (gettext_lazy("class"), lambda s: str(s.placement.student.school_class)),
    "student.major": (gettext_lazy("major"), lambda s: str(s.placement.student.school_class.major)),
    "guardian.name": (gettext_lazy("guardian"), lambda s: s.guardian.name if s.guardian else ""),
    "guardian.relationship": (
        gettext_lazy("relationship of the guardian"),
        lambda s: s.guardian.get_relationship_display() if s.guardian else "",
    ),
    "post.name": (pgettext_lazy("internship", "post"), lambda s: str(s.placement.post)),
    "post.duties": (gettext_lazy("what interns do"), lambda s: s.placement.post.duties.strip()),
    "post.place": (gettext_lazy("place of work"), _place),
    "post.hours_per_day": (
        gettext_lazy("hours a day"),
        lambda s: f"{float(s.placement.daily_hours):g}",
    ),
    "post.days_per_week": (gettext_lazy("days a week"), lambda s: str(s.placement.post.days_per_week)),
    "post.hours_per_week": (
        gettext_lazy("hours a week"),
        lambda s: f"{s.placement.weekly_hours:g}",
    ),
    "post.shift": (gettext_lazy("shifts"), lambda s: s.placement.post.get_shift_display()),
    "post.living": (gettext_lazy("meals and lodging"), _living),
    "post.hazards": (
        gettext_lazy("hazards"),
        lambda s: (
            listed(Hazard(code).label for code in s.placement.post.hazards)
            or pgettext("hazards of a post", "none known")
        ),
    ),
    "pay.amount": (
        gettext_lazy("pay a month"),
        lambda s: shown_amount(s.placement.post.pay_per_month, "CNY"),
    ),
    "pay.method": (gettext_lazy("how it is paid"), lambda s: s.placement.post.get_pay_method_display()),
    "pay.cycle": (gettext_lazy("how often it is paid"), _cycle),
    "term.start": (gettext_lazy("first day"), lambda s: shown_date(s.placement.starts_on)),
    "term.end": (pgettext_lazy("of an internship", "last day"), lambda s: shown_date(s.placement.ends_on)),
    "insurance.policy": (gettext_lazy("insurance policy"), _policy),
    "insurance.payer": (gettext_lazy("who pays the insurance"), _payer),
    "plan.name": (gettext_lazy("internship plan"), lambda s: str(s.placement.plan)),
    "plan.tasks": (gettext_lazy("tasks of the plan"), _tasks),
    "plan.assessment": (gettext_lazy("how it is assessed"), _assessment),
}

# The terms at the head of the paper; an amendment says which of them change.
TERMS: dict[str, tuple[Text, str]] = {
    "period": (gettext_lazy("Period"), "{term.start} – {term.end}"),
    "post": (pgettext_lazy("of a tripartite agreement", "Post"), "{post.name}"),
    "place": (gettext_lazy("Place of work"), "{post.place}"),
    "hours": (gettext_lazy("Hours"), ""),
    "pay": (gettext_lazy("Pay a month"), "{pay.amount}"),
    "living": (gettext_lazy("Meals and lodging"), "{post.living}"),
    "mentor": (gettext_lazy("Mentor at the enterprise"), "{enterprise.mentor}"),
    "instructor": (gettext_lazy("School instructor"), "{school.instructor}"),
    "insurance": (gettext_lazy("Liability insurance"), "{insurance.policy}"),
}


def values_of(said: Said, language: str) -> dict[str, str]:
    """Every variable in one language ("en" or "zh"); what is not known is empty."""
    with translation.override(LANGUAGE_CODES[language]):
        return {name: str(value(said)).strip() for name, (_label, value) in VALUES.items()}


def labels_in(language: str) -> dict[str, str]:
    """The variables in words, for a preview and for what is missing."""
    with translation.override(LANGUAGE_CODES[language]):
        return {name: str(label) for name, (label, _value) in VALUES.items()}


def terms_in(values: dict[str, str], language: str) -> dict[str, tuple[str, str]]:
    """Label and words of each term in one language."""
    found = {}
    with translation.override(LANGUAGE_CODES[language]):
        for name, (label, pattern) in TERMS.items():
            words = pattern
            for variable, value in values.items():
                words = words.replace(f"{{{variable}}}", value)
            if name == "hours":
                words = _("%(hours)s h a day, %(days)s days a week: %(week)s h; %(shift)s") % {
                    "hours": values["post.hours_per_day"],
                    "days": values["post.days_per_week"],
                    "week": values["post.hours_per_week"],
                    "shift": values["post.shift"],
                }
            found[name] = (str(label), words)
    return found

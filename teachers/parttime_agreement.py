"""The agreement between school, part-time teacher and enterprise: its first words, and its sheet (PT-06).

What is printed is what the appointment's clauses say; they stay as they are from the signature on.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import LANGUAGE_CODES, shown_amount, shown_date
from core.rendering import RenderedPdf
from core.rendering import context as paper
from core.rendering.labels import translated
from teachers.models import Appointment, AppointmentState, ClauseKind

FILE = Path(__file__).parent / "data" / "part_time_agreement.toml"
TITLE = gettext_noop("Agreement with a part-time teacher")
BLANK = "________"
# Nobody has decided yet that there will be an agreement.
DRAFT_STATES = frozenset({AppointmentState.PROPOSED, AppointmentState.VETTED})


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text("utf-8"))


def drafted_clauses(appointment: Appointment) -> list[dict[str, Any]]:
    """The clauses with which an agreement begins, with what is known of the appointment written in."""
    values = {language: _values(appointment, code) for language, code in LANGUAGE_CODES.items()}
    return [
        {
            "kind": kind,
            **{
                f"text_{language}": _texts()[kind][language].strip().format(**values[language])
                for language in LANGUAGE_CODES
            },
        }
        for kind in ClauseKind.values
    ]


def _values(appointment: Appointment, code: str) -> dict[str, str]:
    need = appointment.need
    with translation.override(code):
        return {
            "courses": need.courses,
            "hours": str(need.hours_per_term),
            "begins_on": shown_date(appointment.begins_on),
            "ends_on": shown_date(appointment.ends_on),
            "fee": _fee(appointment.fee),
        }


def _fee(fee: Decimal | None) -> str:
    return BLANK if fee is None else shown_amount(fee, "CNY")


def number_of(appointment: Appointment) -> str:
    """Under which it is filed; told by the appointment alone."""
    year = appointment.proposed_on.year
    return f"{Centre.current().reference_prefix}-JZ-{year}-{appointment.pk:05d}"


def is_draft(appointment: Appointment) -> bool:
    return appointment.state in DRAFT_STATES


def agreement_pdf(appointment: Appointment, language: Language) -> RenderedPdf:
    """Needs the person, the contact with its enterprise, and the need with its department.

    Raises NotPrintable, and what :mod:`core.rendering.errors` has.
    """
    return paint(agreement_sheet(appointment), language, is_final=not is_draft(appointment))


def agreement_sheet(appointment: Appointment) -> paper.DocumentContext:
    centre, need = Centre.current(), appointment.need
    contact = appointment.contact
    parties = (
        _party("A", "甲", "school", "学校", in_both(lambda: centre)),
        _party(
            *("B", "乙", "part-time teacher", "兼职教师"),
            paper.Bilingual(en=contact.name_latin or contact.name, zh=contact.name),
            fact(lambda: _("Job title"), lambda: contact.title),
            fact(lambda: _("Title or skill"), lambda: appointment.person.standing_in_words),
        ),
        _party(
            *("C", "丙", "enterprise", "企业"),
            paper.Bilingual(
                en=contact.enterprise.name_en or contact.enterprise.name, zh=contact.enterprise.name
            ),
            fact(lambda: _("Registration code"), lambda: contact.enterprise.code or ""),
            fact(lambda: _("Address"), lambda: contact.enterprise.address),
        ),
    )
    return paper.DocumentContext(
        title=translated(TITLE),
        reference=number_of(appointment),
        version="1",
        issuer=in_both(lambda: centre),
        is_draft=is_draft(appointment),
        logo=logo(centre),
        facts=facts(
            fact(lambda: _("Department"), lambda: need.department.name),
            fact(lambda: pgettext("need of a part-time teacher", "Need"), lambda: need.title),
            fact(
                lambda: pgettext("appointment of a part-time teacher", "Term"),
                lambda: (
                    _("%(start)s to %(end)s")
                    % {"start": shown_date(appointment.begins_on), "end": shown_date(appointment.ends_on)}
                ),
            ),
        ),
        parties=parties,
        preamble=in_both(
            lambda: _(
                "Party A appoints Party B, who works for Party C, as a part-time teacher. After vetting and "
                "a publicity period, the parties agree as follows."
            )
        ),
        clauses=[
            paper.Clause(
                number=str(number),
                heading=in_both(ClauseKind(clause.kind).label.__str__),
                text=paper.Bilingual(en=clause.text_en, zh=clause.text_zh),
            )
            for number, clause in enumerate(appointment.clauses.all(), start=1)
        ],
        signatures=[paper.Signature(role=party.role, party=party.name) for party in parties],
    )


def _party(
    letter: str, character: str, en: str, zh: str, name: paper.Bilingual, *details: paper.Fact | None
) -> paper.Party:
    role = paper.Bilingual(en=f"Party {letter} ({en})", zh=f"{character}方（{zh}）")
    return paper.Party(role=role, name=name, details=facts(*details))

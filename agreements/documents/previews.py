"""A template as a paper, before any agreement is made from it: sample parties, blanks for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.documents.agreement import BLANK
from agreements.documents.words import NO_NUMBER_YET, in_both, logo, name_of, role_of
from agreements.models import AgreementType, Clause, ClauseVersion, Party
from agreements.variables import LANGUAGE_CODES, built_in_names, preview, shown_amount, shown_date
from core.rendering import context as paper

START, END = date(2026, 9, 1), date(2029, 8, 31)
AMOUNT = Decimal(250_000)


def preview_of_type(kind: AgreementType) -> paper.DocumentContext:
    """A type's template as a new draft would begin with it, as it was last saved."""
    lines = kind.template.select_related("clause").prefetch_related("clause__versions").order_by("order")
    versions = [line.clause.current for line in lines if line.clause.is_active]
    return _sheet(
        paper.Bilingual(en=kind.name_en, zh=kind.name_zh),
        [version for version in versions if version is not None],
    )


def preview_of_clause(clause: Clause) -> paper.DocumentContext:
    """A clause alone, in its current words."""
    current = clause.current
    heading = paper.Bilingual(en=current.heading_en, zh=current.heading_zh) if current else paper.Bilingual()
    return _sheet(heading or paper.Bilingual.same(clause.code), [current] if current else [])


def _sheet(title: paper.Bilingual, versions: Sequence[ClauseVersion]) -> paper.DocumentContext:
    centre = Centre.current()
    parties = [_centre_party(centre), _enterprise_party()]
    return paper.DocumentContext(
        title=title,
        kind=in_both(lambda: _("Preview of the template")),
        reference=NO_NUMBER_YET,
        version="0",
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        is_draft=True,
        parties=[paper.Party(role=role_of(party), name=name_of(party)) for party in parties],
        clauses=[_clause(number, version, parties) for number, version in enumerate(versions, start=1)],
        signatures=[paper.Signature(role=role_of(party), party=name_of(party)) for party in parties],
    )


def _centre_party(centre: Centre) -> Party:
    return Party(
        order=1,
        role=Party.Role.CENTRE,
        legal_name=centre.legal_name_zh or centre.legal_name_en,
        legal_name_en=centre.legal_name_en,
        registration_code=centre.registration_code,
        address=centre.address_zh,
        address_en=centre.address_en,
        representative=centre.representative,
        signatory_name=centre.representative,
    )


def _enterprise_party() -> Party:
    return Party(
        order=2,
        role=Party.Role.ENTERPRISE,
        legal_name="示例机械有限公司",
        legal_name_en="Example Machinery Co., Ltd",
        registration_code="91320500MA00000000",
        address="苏州市示例路1号",
        address_en="1 Example Road, Suzhou",
        representative="张三",
        signatory_name="张三",
    )


def _clause(number: int, version: ClauseVersion, parties: list[Party]) -> paper.Clause:
    return paper.Clause(
        number=str(number),
        heading=paper.Bilingual(en=version.heading_en, zh=version.heading_zh),
        text=paper.Bilingual(
            en=preview(version.text_en, _values(version, parties, "en")),
            zh=preview(version.text_zh, _values(version, parties, "zh")),
        ),
    )


def _values(version: ClauseVersion, parties: list[Party], language: str) -> dict[str, str]:
    """Samples where one reads better than a blank, and what is to be filled in by its name."""
    brackets = "【{}】" if language == "zh" else "[{}]"
    values = dict.fromkeys(built_in_names(len(parties)), BLANK)
    with translation.override(LANGUAGE_CODES[language]):
        values |= {
            "term.start": shown_date(START),
            "term.end": shown_date(END),
            "term.notice_days": "60",
            "term.automatic_months": "12",
            "agreement.value": shown_amount(AMOUNT, "CNY"),
        }
        for party in parties:
            values[f"party_{party.letter.lower()}.name"] = party.name
    return values | {
        declared["name"]: brackets.format(declared[f"label_{language}"]) for declared in version.variables
    }

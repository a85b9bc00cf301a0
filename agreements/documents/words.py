"""The words of a paper in both languages."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Centre
from agreements.choices import FormOfCooperation, RenewalRule
from agreements.models import Agreement, Party
from agreements.variables import LANGUAGE_CODES, in_chinese, shown_amount, shown_date
from core.bilingual import listed
from core.rendering import context as paper

NO_NUMBER_YET = "—"


def in_both(words: Callable[[], Any]) -> paper.Bilingual:
    """What ``words`` answers in each of the languages."""
    spoken = []
    for code in (LANGUAGE_CODES["en"], LANGUAGE_CODES["zh"]):
        with translation.override(code):
            spoken.append(str(words()))
    return paper.Bilingual(*spoken)


def fact(label: Callable[[], str], value: Callable[[], Any]) -> paper.Fact | None:
    """A line of a table, or nothing where there is no value."""
    words = in_both(value)
    return paper.Fact(label=in_both(label), value=words) if words else None


def facts(*lines: paper.Fact | None) -> list[paper.Fact]:
    return [line for line in lines if line is not None]


def logo(centre: Centre) -> str:
    """The centre's logo as a `data:` address."""
    image = centre.logo
    if not image:
        return ""
    kind = mimetypes.guess_type(str(image.name))[0] or "image/png"
    with image.open("rb") as file:
        return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"


# --- Parties ----------------------------------------------------------------------------------


def role_of(party: Party) -> paper.Bilingual:
    return paper.Bilingual(en=f"Party {party.letter}", zh=f"{in_chinese(party.letter)}方")


def name_of(party: Party) -> paper.Bilingual:
    return in_both(lambda: party.name)


def party_block(party: Party) -> paper.Party:
    return paper.Party(
        role=role_of(party),
        name=name_of(party),
        details=facts(
            fact(lambda: _("Registration code"), lambda: party.registration_code),
            fact(lambda: _("Address"), lambda: party.shown_address),
            fact(lambda: _("Legal representative"), lambda: party.representative),
            fact(lambda: pgettext("of a party", "Signed by"), lambda: signatory_of(party)),
        ),
    )


def signatory_of(party: Party) -> str:
    return ", ".join(filter(None, (party.signatory_name, party.signatory_title)))


def signature_block(party: Party) -> paper.Signature:
    return paper.Signature(
        role=role_of(party),
        party=name_of(party),
        signatory=paper.Bilingual.same(party.signatory_name),
        position=paper.Bilingual.same(party.signatory_title),
    )


# --- Terms ------------------------------------------------------------------------------------

TERM_LABELS: dict[str, Callable[[], str]] = {
    "forms": lambda: pgettext("term of an agreement", "Forms of cooperation"),
    "aims": lambda: pgettext("term of an agreement", "Aims"),
    "content": lambda: pgettext("term of an agreement", "Contents of the cooperation"),
    "majors": lambda: pgettext("term of an agreement", "Majors concerned"),
    "value_amount": lambda: pgettext("term of an agreement", "Value"),
    "value_currency": lambda: pgettext("term of an agreement", "Currency"),
    "ends_on": lambda: pgettext("term of an agreement", "Last day"),
    "renewal_rule": lambda: pgettext("term of an agreement", "Renewal"),
    "automatic_term_months": lambda: pgettext("term of an agreement", "Each automatic renewal"),
    "notice_days": lambda: pgettext("term of an agreement", "Notice"),
}


def term_in_words(
    name: str, value: Any, *, majors: Mapping[str, str] | None = None, currency: str = ""
) -> str:
    """A term as a paper in the active language writes it; ``majors`` names them by code."""
    if value in (None, "", []):
        return ""
    match name:
        case "forms":
            return listed([str(FormOfCooperation(code).label) for code in value])
        case "majors":
            return listed([(majors or {}).get(code, code) for code in value])
        case "renewal_rule":
            return str(RenewalRule(value).label)
        case "ends_on":
            return shown_date(value)
        case "value_amount":
            return shown_amount(value, currency)
        case "automatic_term_months":
            return _("%(count)s months") % {"count": value}
        case "notice_days":
            return _("%(count)s days") % {"count": value}
    return str(value)


def term_of(agreement: Agreement, *, ends_on: date | None = None) -> str:
    """From the first to the last day, as signed, or to the last day as it is now."""
    last_day = ends_on or agreement.ends_on
    if agreement.starts_on is None or last_day is None:
        return ""
    return _("%(start)s to %(end)s") % {
        "start": shown_date(agreement.starts_on),
        "end": shown_date(last_day),
    }

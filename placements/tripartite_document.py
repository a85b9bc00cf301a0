"""The words of a tripartite agreement, kept as plain data, and the sheet that is painted from them.

The data are everything the paper says: nothing is looked up again when it is shown, signed or verified.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Centre
from agreements.documents.words import in_both, logo
from agreements.variables import LANGUAGE_CODES, names_in, preview
from core.bilingual import listed
from core.errors import Refused
from core.rendering import context as paper
from placements.models import Placement, Tripartite, TripartiteParty, TripartiteTemplate
from placements.tripartite_values import RELATED, Said, labels_in, terms_in, values_of

type Contents = dict[str, Any]

BLANK = "________"
PARTIES = (
    (TripartiteParty.SCHOOL, "Party A (school)", "甲方（学校）"),
    (TripartiteParty.HOST, "Party B (enterprise)", "乙方（实习单位）"),
    (TripartiteParty.STUDENT, "Party C (student)", "丙方（学生）"),
    (TripartiteParty.GUARDIAN, "Guardian of party C", "丙方法定监护人（或家长）"),
)
# They sign for themselves: without a position, without a seal.
PERSONS = {TripartiteParty.STUDENT, TripartiteParty.GUARDIAN}


class NotMade(Refused):
    """The agreement cannot be made; the message says what is missing."""


def with_everything(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """What an agreement speaks of."""
    return rows.select_related(*RELATED).prefetch_related(
        "student__guardians", "plan__tasks", "plan__criteria"
    )


def current_template() -> TripartiteTemplate:
    """The text on which agreements are made today.

    Raises:
        NotMade: none is published.
    """
    template = (
        TripartiteTemplate.objects.exclude(published_at=None)
        .prefetch_related("clauses")
        .order_by("-number")
        .first()
    )
    if template is None:
        raise NotMade(_("No text of the tripartite agreement is published yet: an administrator does that."))
    return template


def contents_of(placement: Placement, *, template: TripartiteTemplate, number: str) -> Contents:
    """Every word of the agreement of a placement.

    Raises:
        NotMade: something the text needs is not on record.
    """
    said = Said.of(placement, number)
    values = {language: values_of(said, language) for language in LANGUAGE_CODES}
    _require(values["zh"] | {n: v for n, v in values["en"].items() if not v}, _used(template))
    return {
        "title": _both(lambda: _("Tripartite internship agreement")),
        "terms": _terms(values),
        "parties": _parties(said, values),
        "clauses": [
            {
                "point": clause.point,
                "heading": {"en": clause.heading_en, "zh": clause.heading_zh},
                "text": {
                    language: preview(getattr(clause, f"text_{language}"), values[language])
                    for language in LANGUAGE_CODES
                },
            }
            for clause in template.clauses.all()
        ],
        "annexes": [
            {
                "heading": _both(lambda: pgettext("annex", "Informed consent")),
                "text": {
                    language: preview(getattr(template, f"consent_{language}"), values[language])
                    for language in LANGUAGE_CODES
                },
            }
        ]
        if template.asks_consent
        else [],
    }


def amendment_of(
    before: Contents, placement: Placement, *, base: Tripartite, no: int, reason: str
) -> Contents:
    """What changes in a signed agreement, from → to; the rest remains.

    Raises:
        NotMade: nothing has changed, or something is missing.
    """
    said = Said.of(placement, base.number)
    values = {language: values_of(said, language) for language in LANGUAGE_CODES}
    _require(values["zh"], {"enterprise.mentor", "school.instructor", "pay.amount", "guardian.name"})
    terms = _terms(values)
    known = {term["key"]: term for term in before["terms"]}
    changes = [
        {"label": term["label"], "before": known[term["key"]]["value"], "after": term["value"]}
        for term in terms
        if term["key"] in known and known[term["key"]]["value"] != term["value"]
    ]
    if not changes:
        raise NotMade(_("Nothing that the agreement says has changed."))
    return {
        "title": {
            "en": f"Amendment {no} to the tripartite internship agreement",
            "zh": f"实习三方协议补充协议（{no}）",
        },
        "terms": terms,
        "parties": _parties(said, values),
        "clauses": [],
        "annexes": [],
        "changes": changes,
        "reason": reason,
        "amends": base.number,
    }


def _both(words: Any) -> dict[str, str]:
    spoken = in_both(words)
    return {"en": spoken.en, "zh": spoken.zh}


def _used(template: TripartiteTemplate) -> set[str]:
    texts = [text for clause in template.clauses.all() for text in (clause.text_en, clause.text_zh)]
    texts += [template.consent_en, template.consent_zh]
    return {name for text in texts for name in names_in(text)}


def _require(values: dict[str, str], used: set[str]) -> None:
    labels = labels_in((translation.get_language() or "en")[:2])
    if missing := [labels[name] for name in labels if name in used and not values[name]]:
        raise NotMade(_("Missing for the agreement: %(what)s.") % {"what": listed(missing)})


def _terms(values: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    spoken = {language: terms_in(values[language], language) for language in LANGUAGE_CODES}
    return [
        {
            "key": key,
            "label": {language: spoken[language][key][0] for language in LANGUAGE_CODES},
            "value": {language: spoken[language][key][1] for language in LANGUAGE_CODES},
        }
        for key in spoken["en"]
    ]


def _parties(said: Said, values: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    details = {
        TripartiteParty.SCHOOL: ("school.address", "school.instructor"),
        TripartiteParty.HOST: ("enterprise.code", "enterprise.address", "enterprise.mentor"),
        TripartiteParty.STUDENT: ("student.number", "student.class_name", "student.major"),
        TripartiteParty.GUARDIAN: ("guardian.relationship",),
    }
    names = {
        TripartiteParty.SCHOOL: "school.name",
        TripartiteParty.HOST: "enterprise.name",
        TripartiteParty.STUDENT: "student.name",
        TripartiteParty.GUARDIAN: "guardian.name",
    }
    labels = {language: labels_in(language) for language in LANGUAGE_CODES}
    return [
        {
            "key": str(key),
            "role": {"en": english, "zh": chinese},
            "name": {language: values[language][names[key]] for language in LANGUAGE_CODES},
            "details": [
                {
                    "label": {language: _capitalised(labels[language][name]) for language in LANGUAGE_CODES},
                    "value": {language: values[language][name] for language in LANGUAGE_CODES},
                }
                for name in details[key]
                if values["zh"][name]
            ],
        }
        for key, english, chinese in PARTIES
    ]


def _capitalised(label: str) -> str:
    return label[:1].upper() + label[1:]


# --- The sheet --------------------------------------------------------------------------------


def sheet_of(
    contents: Contents,
    *,
    reference: str,
    version: int,
    verification: paper.Verification | None = None,
    is_draft: bool = False,
) -> paper.DocumentContext:
    """The paper as it is painted."""
    centre = Centre.current()
    return paper.DocumentContext(
        title=_spoken(contents["title"]),
        reference=reference,
        version=str(version),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        is_draft=is_draft,
        facts=[] if contents.get("changes") else [_fact(term) for term in contents["terms"]],
        parties=[
            paper.Party(
                role=_spoken(party["role"]),
                name=_spoken(party["name"]),
                details=[_fact(line) for line in party["details"]],
            )
            for party in contents["parties"]
        ],
        clauses=_amending(contents) if contents.get("changes") else _clauses(contents),
        annexes=[
            paper.Annex(heading=_spoken(annex["heading"]), text=_spoken(annex["text"]))
            for annex in contents["annexes"]
        ],
        signatures=[
            paper.Signature(
                role=_spoken(party["role"]),
                party=_spoken(party["name"]),
                signatory=_spoken(party["name"]) if party["key"] in PERSONS else paper.Bilingual(),
                is_person=party["key"] in PERSONS,
            )
            for party in contents["parties"]
        ],
        verification=verification,
    )


def _clauses(contents: Contents) -> list[paper.Clause]:
    return [
        paper.Clause(number=str(number), heading=_spoken(clause["heading"]), text=_spoken(clause["text"]))
        for number, clause in enumerate(contents["clauses"], start=1)
    ]


def _amending(contents: Contents) -> list[paper.Clause]:
    columns = [
        paper.Column(heading=in_both(words))
        for words in (
            lambda: pgettext("of an amendment", "Term"),
            lambda: pgettext("of an amendment", "So far"),
            lambda: pgettext("of an amendment", "From now on"),
        )
    ]
    rows = [
        [_spoken(change["label"]), _spoken(change["before"]), _spoken(change["after"])]
        for change in contents["changes"]
    ]
    return [
        paper.Clause(
            number="1",
            heading=in_both(lambda: _("What changes")),
            text=in_both(
                lambda: (
                    _("The parties of the agreement %(number)s agree to change it as follows.")
                    % {"number": contents["amends"]}
                )
            ),
            table=paper.Table(columns=columns, rows=rows),
        ),
        paper.Clause(
            number="2",
            heading=in_both(lambda: pgettext("of an amendment", "Reason")),
            text=paper.Bilingual.same(contents["reason"]),
        ),
        paper.Clause(
            number="3",
            heading=in_both(lambda: pgettext("of an amendment", "The rest")),
            text=in_both(lambda: _("Everything else that was agreed remains as it is.")),
        ),
    ]


def _fact(line: dict[str, Any]) -> paper.Fact:
    return paper.Fact(label=_spoken(line["label"]), value=_spoken(line["value"]))


def _spoken(words: dict[str, str]) -> paper.Bilingual:
    return paper.Bilingual(en=words["en"], zh=words["zh"])


def preview_of(template: TripartiteTemplate) -> paper.DocumentContext:
    """A text as the paper it makes, each variable named where it stands."""
    contents: Contents = {
        "title": _both(lambda: _("Tripartite internship agreement")),
        "terms": [],
        "parties": [
            {
                "key": str(key),
                "role": {"en": english, "zh": chinese},
                "name": dict.fromkeys(LANGUAGE_CODES, BLANK),
                "details": [],
            }
            for key, english, chinese in PARTIES
        ],
        "clauses": shared_words(template)[: len(template.clauses.all())],
        "annexes": shared_words(template)[len(template.clauses.all()) :],
    }
    return sheet_of(contents, reference=BLANK, version=template.number, is_draft=True)


# --- Shared words, for signing many -----------------------------------------------------------


def shared_words(template: TripartiteTemplate) -> list[dict[str, Any]]:
    """The clauses before their variables are filled in, each variable named where it stands."""
    blanks = {
        "en": {name: f"[{label}]" for name, label in labels_in("en").items()},
        "zh": {name: f"【{label}】" for name, label in labels_in("zh").items()},
    }
    lines = [
        {
            "heading": {"en": clause.heading_en, "zh": clause.heading_zh},
            "text": {
                language: preview(getattr(clause, f"text_{language}"), blanks[language])
                for language in LANGUAGE_CODES
            },
        }
        for clause in template.clauses.all()
    ]
    if template.asks_consent:
        lines.append(
            {
                "heading": _both(lambda: pgettext("annex", "Informed consent")),
                "text": {
                    language: preview(getattr(template, f"consent_{language}"), blanks[language])
                    for language in LANGUAGE_CODES
                },
            }
        )
    return lines


def differing_words(contents: Contents) -> list[dict[str, Any]]:
    """What one agreement says beyond them: its parties and its terms."""
    parties = [{"label": party["role"], "value": party["name"]} for party in contents["parties"]]
    return [*parties, *({"label": term["label"], "value": term["value"]} for term in contents["terms"])]

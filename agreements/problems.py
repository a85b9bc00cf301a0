"""What stands in the way of a submission, and what its author should think about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from agreements.choices import Language, RenewalRule
from agreements.cooperation_rules import findings_on
from agreements.models import Agreement, AgreementClause, Obligation, Party
from agreements.variables import (
    VariableProblem,
    agreement_values,
    built_in_label,
    clause_values,
    declarations_of,
    names_in,
)
from compliance.choices import Outcome
from compliance.operations import Judged
from core.metrics import metric_of
from core.rendering import missing_glyphs

# Where what a rule asks for is entered.
SECTIONS = {"CO-01": "clauses"}
# What these rules ask for is said by itself where it is missing.
MISSING_ANYWAY = frozenset({"CO-07", "CO-08"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is missing or wrong. ``section`` and ``clause`` say where it is mended."""

    code: str
    section: str
    message: str
    blocks: bool = True
    clause: int | None = None


def problems_before_submission(agreement: Agreement, *, on: date) -> list[Problem]:
    """Everything to be mended before submission, then advice; a constant number of queries."""
    agreement = copy(agreement)  # what is fetched here is true for the moment, not for whoever asked
    prefetch_related_objects([agreement], "parties", "majors")
    parties = list(agreement.parties.all())
    clauses = list(agreement.clauses.select_related("source"))
    promises = list(agreement.obligations.select_related("enterprise").order_by("order"))
    found = [
        *_terms(agreement),
        *_parties(parties),
        *_clauses(agreement, clauses),
        *_promises(agreement, parties, promises),
        *_characters(agreement, parties, clauses, promises),
        *_rules(agreement, on),
        *_advice(agreement, on),
    ]
    # A variable without a value is missing in both languages, and mended once.
    return sorted(dict.fromkeys(found), key=lambda problem: not problem.blocks)


def _terms(agreement: Agreement) -> list[Problem]:
    found = []
    language = Language(agreement.language)
    if "en" in language.codes and not agreement.title_en:
        found.append(Problem("title_en", "terms", _("The English title is missing.")))
    if "zh" in language.codes and not agreement.title_zh:
        found.append(Problem("title_zh", "terms", _("The Chinese title is missing.")))
    if agreement.starts_on is None or agreement.ends_on is None:
        found.append(Problem("term", "terms", _("The first and the last day are missing.")))
    if not agreement.forms:
        found.append(Problem("forms", "terms", _("No form of cooperation is chosen.")))
    if not agreement.aims.strip():
        found.append(Problem("aims", "terms", _("The aims of the cooperation are missing.")))
    if agreement.renewal_rule == RenewalRule.AUTOMATIC and not agreement.automatic_term_months:
        found.append(Problem("renewal", "terms", _("Say by how many months it renews itself.")))
    return found


def _parties(parties: list[Party]) -> list[Problem]:
    found = []
    roles = [party.role for party in parties]
    if Party.Role.CENTRE not in roles:
        found.append(Problem("centre", "parties", _("The centre is not a party.")))
    if Party.Role.ENTERPRISE not in roles:
        found.append(Problem("enterprise", "parties", _("No enterprise is a party.")))
    for party in parties:
        name = {"party": party.legal_name}
        if not party.signatory_name:
            found.append(Problem("signatory", "parties", _("%(party)s: nobody is named who signs.") % name))
        if not party.registration_code:
            found.append(
                Problem("code", "parties", _("%(party)s has no registration code.") % name, blocks=False)
            )
        if not party.address:
            found.append(Problem("address", "parties", _("%(party)s has no address.") % name, blocks=False))
    return found


def _clauses(agreement: Agreement, clauses: list[AgreementClause]) -> list[Problem]:
    found = []
    if not clauses:
        return [Problem("clauses", "clauses", _("The agreement has no clauses."))]
    present = {clause.source.clause_id for clause in clauses if clause.source}
    found += [
        Problem(
            "mandatory",
            "clauses",
            _("The mandatory clause “%(clause)s” is missing.") % {"clause": wanted.clause},
        )
        for wanted in agreement.type.template.filter(is_mandatory=True).select_related("clause")
        if wanted.clause_id not in present
    ]
    for language in Language(agreement.language).codes:
        values = agreement_values(agreement, language)
        for clause in clauses:
            text = getattr(clause, f"text_{language}")
            where = {"order": clause.order, "heading": clause.heading}
            if not text.strip():
                found.append(
                    Problem(
                        f"text_{language}",
                        "clauses",
                        _("Clause %(order)s “%(heading)s” has no English text.") % where
                        if language == "en"
                        else _("Clause %(order)s “%(heading)s” has no Chinese text.") % where,
                    )
                )
                continue
            found += _variables(clause, text, values | clause_values(clause, language))
    return found


def _variables(clause: AgreementClause, text: str, values: Mapping[str, str]) -> Iterator[Problem]:
    """What a clause mentions and nobody has filled in, called as the forms call it."""
    where = {"order": clause.order, "heading": clause.heading}
    try:
        names = names_in(text)
    except VariableProblem as problem:
        message = _("Clause %(order)s “%(heading)s”: %(problem)s") % (where | {"problem": problem})
        yield Problem("variable", "clauses", message, clause=clause.pk)
        return
    labels = {declared.name: declared.label for declared in declarations_of(clause)}
    for name in names:
        if name not in values:
            message = _("Clause %(order)s “%(heading)s” mentions “%(name)s”, which is not known.")
            yield Problem("variable", "clauses", message % (where | {"name": name}), clause=clause.pk)
        elif not values[name].strip() and name in labels:
            message = _("Clause %(order)s “%(heading)s”: “%(label)s” is not filled in yet.")
            yield Problem(
                "variable", "clauses", message % (where | {"label": labels[name]}), clause=clause.pk
            )
        elif not values[name].strip():
            message = _("Clause %(order)s “%(heading)s” mentions “%(label)s”, which is empty.")
            section = "parties" if name.startswith("party_") else "terms"
            yield Problem("variable", section, message % (where | {"label": built_in_label(name)}))


def _promises(agreement: Agreement, parties: list[Party], promises: list[Obligation]) -> Iterator[Problem]:
    """What could not be counted, or is not said in a language of the paper."""
    ours = {party.enterprise_id for party in parties if party.enterprise_id}
    for promise in promises:
        where = {"order": promise.order, "words": promise.words}
        if promise.enterprise_id not in ours:
            yield Problem(
                "promise_party",
                "promises",
                _("Promise %(order)s “%(words)s” concerns %(enterprise)s, which is not a party.")
                % (where | {"enterprise": promise.enterprise}),
            )
        if metric_of(promise.metric) is None:
            message = _("Promise %(order)s “%(words)s”: nothing counts this any more. Choose something else.")
            yield Problem("promise_metric", "promises", message % where)
        for language in Language(agreement.language).codes:
            if not getattr(promise, f"what_{language}").strip():
                yield Problem(
                    f"promise_{language}",
                    "promises",
                    _("Promise %(order)s “%(words)s” is not said in English.") % where
                    if language == "en"
                    else _("Promise %(order)s “%(words)s” is not said in Chinese.") % where,
                )
        if not _within_term(agreement, promise):
            message = _("Promise %(order)s “%(words)s” lies outside the term of the agreement.")
            yield Problem("promise_term", "promises", message % where)


def _within_term(agreement: Agreement, promise: Obligation) -> bool:
    starts, ends = agreement.starts_on, agreement.ends_on
    days = [day for day in (promise.starts_on, promise.ends_on) if day is not None]
    return starts is None or ends is None or all(starts <= day <= ends for day in days)


def _characters(
    agreement: Agreement,
    parties: list[Party],
    clauses: list[AgreementClause],
    promises: list[Obligation],
) -> list[Problem]:
    """What would be a hole in the printed text."""
    words = [agreement.title_en, agreement.title_zh, agreement.aims, agreement.content]
    for party in parties:
        words += [party.legal_name, party.legal_name_en, party.address, party.representative]
        words += [party.signatory_name, party.signatory_title]
    for clause in clauses:
        words += [clause.heading_en, clause.heading_zh, clause.text_en, clause.text_zh]
        words += [str(value) for value in clause.values.values()]
    for promise in promises:
        words += [promise.what_en, promise.what_zh]
    missing = missing_glyphs("".join(words))
    if not missing:
        return []
    message = _("No font can print these characters: %(characters)s.") % {
        "characters": " ".join(sorted(missing))
    }
    return [Problem("characters", "clauses", message)]


def _rules(agreement: Agreement, on: date) -> Iterator[Problem]:
    """What the law asks of it and it does not say; a question waits for the review. About six queries."""
    for finding in findings_on(agreement, on=on):
        if not finding.applies or finding.outcome is Outcome.PASS or finding.code in MISSING_ANYWAY:
            continue
        rule = Judged(finding=finding)
        message = _("%(text)s (%(instrument)s, %(article)s)") % {
            "text": rule.text,
            "instrument": rule.instrument,
            "article": rule.article,
        }
        # Some other agreement may have to be signed first, or somebody decides: the review sees it.
        yield Problem(finding.code, SECTIONS.get(finding.code, "terms"), message, blocks=False)


def _advice(agreement: Agreement, on: date) -> Iterator[Problem]:
    if agreement.ends_on is not None and agreement.ends_on < on:
        yield Problem("past", "terms", _("The last day is in the past."), blocks=False)

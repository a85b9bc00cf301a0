"""The charter of an approved project and the report of its acceptance, as papers in both languages.

They are made when somebody asks for them, from what is kept; nothing of them is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from core.errors import Refused
from core.rendering import context as paper
from projects.models import Outcome, Project
from projects.views.tabs import money

EMPTY = "—"
BLANK = "\N{NO-BREAK SPACE}"


class NoSuchPaper(Refused):
    """The project is not so far yet; the message says why."""


def paper_pdf(project: Project, kind: str, *, language: Language, on: date) -> bytes:
    """Of a project with its names and its agreement fetched along.

    Raises NoSuchPaper, NotPrintable, RenderError.
    """
    if kind == "charter" and not project.has_charter:
        raise NoSuchPaper(_("There is a charter once the project is approved."))
    if kind == "report" and not project.has_report:
        raise NoSuchPaper(_("There is a report once the acceptance is concluded."))
    sheet = charter(project, on=on) if kind == "charter" else report(project, on=on)
    return paint(sheet, language, is_final=True).content


def charter(project: Project, *, on: date) -> paper.DocumentContext:
    """A dozen queries."""
    clauses = [
        (lambda: pgettext("joint project", "Aims"), paper.Bilingual.same(project.aims), None),
        (lambda: _("Milestones and deliverables"), paper.Bilingual(), milestones(project)),
        (lambda: pgettext("joint project", "People"), paper.Bilingual(), people(project)),
        (lambda: pgettext("joint project", "Budget"), paper.Bilingual(), budget(project)),
        (lambda: _("Contributions of both sides"), paper.Bilingual(), contributions(project)),
        (lambda: _("Criteria of the acceptance"), paper.Bilingual(), criteria(project)),
        (lambda: pgettext("joint project", "Risks"), paper.Bilingual(), risks(project)),
    ]
    return _sheet(project, lambda: _("Charter of a joint project"), clauses, on=on, signed=True)


def report(project: Project, *, on: date) -> paper.DocumentContext:
    """A dozen queries."""
    clauses = [
        (lambda: pgettext("joint project", "Aims"), paper.Bilingual.same(project.aims), None),
        (lambda: pgettext("joint project", "Result"), _result(project), None),
        (lambda: _("Milestones and deliverables"), paper.Bilingual(), milestones(project)),
        (lambda: _("Criteria of the acceptance"), paper.Bilingual(), criteria(project, judged=True)),
        (lambda: _("Opinions of the panel"), paper.Bilingual(), panel(project)),
        (lambda: _("Outcomes and whose they are"), paper.Bilingual(), outcomes(project)),
        (lambda: _("What was spent"), paper.Bilingual(), spending(project)),
        (lambda: _("Contributions of both sides"), paper.Bilingual(), contributions(project)),
    ]
    return _sheet(project, lambda: _("Report of the acceptance of a joint project"), clauses, on=on)


def _sheet(
    project: Project, kind: Any, parts: Sequence[Any], *, on: date, signed: bool = False
) -> paper.DocumentContext:
    centre = Centre.current()
    clauses: list[paper.Clause] = []
    for heading, text, table in parts:
        if not text and (table is None or not table.rows):
            continue
        number = str(len(clauses) + 1)
        clauses.append(paper.Clause(number=number, heading=in_both(heading), text=text, table=table))
    enterprises = [
        project.enterprise,
        *(one.enterprise for one in project.partners.select_related("enterprise")),
    ]
    return paper.DocumentContext(
        title=paper.Bilingual.same(project.title),
        kind=in_both(kind),
        reference=project.number,
        version=on.isoformat(),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=facts(
            fact(lambda: pgettext("joint project", "Kind"), project.get_kind_display),
            fact(
                lambda: _("Under the agreement"),
                lambda: project.agreement or "",
            ),
            fact(lambda: pgettext("joint project", "Led by"), lambda: project.leader or ""),
            fact(lambda: _("Department"), lambda: project.department),
            fact(
                lambda: pgettext("joint project", "Lasts"),
                lambda: (
                    _("%(start)s to %(end)s")
                    % {"start": shown_date(project.starts_on), "end": shown_date(project.ends_on)}
                ),
            ),
            fact(lambda: pgettext("joint project", "Approved on"), lambda: _day(project.approved_on)),
            fact(lambda: _("Day of acceptance"), lambda: _day(project.accepted_on)),
        ),
        parties=[
            paper.Party(role=in_both(lambda: _("School")), name=in_both(lambda: centre)),
            *(
                paper.Party(
                    role=in_both(lambda: _("Leading enterprise"))
                    if place == 0
                    else in_both(lambda: _("Further partner")),
                    name=in_both(partial(str, one)),
                )
                for place, one in enumerate(enterprises)
            ),
        ],
        clauses=clauses,
        signatures=[
            paper.Signature(role=in_both(lambda: _("School")), party=in_both(lambda: centre)),
            *(
                paper.Signature(role=in_both(lambda: _("Enterprise")), party=in_both(partial(str, one)))
                for one in enterprises
            ),
        ]
        if signed
        else (),
    )


# --- Tables -------------------------------------------------------------------------------------


def _day(day: date | None) -> str:
    return shown_date(day) if day else ""


def _yuan(amount: Decimal) -> str:
    return number_format(amount, 2, use_l10n=True, force_grouping=True)


def _hours(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _cell(words: Any) -> paper.Bilingual:
    """Text as it is, or what a function answers in each language."""
    return in_both(words) if callable(words) else paper.Bilingual.same(str(words) or EMPTY)


def _table(headings: Sequence[Any], rows: Any, numbers: Sequence[int] = ()) -> paper.Table:
    return paper.Table(
        columns=[
            paper.Column(heading=in_both(heading), is_number=place in numbers)
            for place, heading in enumerate(headings)
        ],
        rows=[[_cell(cell) for cell in row] for row in rows],
    )


def milestones(project: Project) -> paper.Table:
    return _table(
        (
            lambda: _("Milestone"),
            lambda: pgettext("milestone", "Deliverable"),
            lambda: pgettext("milestone", "Delivered by"),
            lambda: pgettext("milestone", "Due on"),
            lambda: pgettext("milestone", "Done on"),
        ),
        (
            (
                one.title,
                one.deliverable,
                one.get_side_display,
                partial(shown_date, one.due_on),
                partial(_day, one.done_on) if one.done_on else EMPTY,
            )
            for one in project.milestones.all()
        ),
    )


def people(project: Project) -> paper.Table:
    """Students are not named: the paper goes out of the house."""
    rows = list(project.members.select_related("teacher", "contact__enterprise"))
    found: list[tuple[Any, ...]] = [
        (
            partial(str, one.teacher or one.contact),
            partial(str, one.contact.enterprise) if one.contact else (lambda: _("School")),
            one.get_role_display,
            one.task or EMPTY,
            _hours(one.hours),
        )
        for one in rows
        if one.student_id is None
    ]
    students = [one for one in rows if one.student_id]
    if students:
        hours = sum((one.hours for one in students), Decimal(0))
        count = len(students)
        found.append(
            (
                lambda: ngettext("%(counter)s student", "%(counter)s students", count) % {"counter": count},
                lambda: _("School"),
                lambda: _("Students"),
                EMPTY,
                _hours(hours),
            )
        )
    return _table(
        (
            lambda: _("Name"),
            lambda: pgettext("joint project", "Side"),
            lambda: pgettext("joint project", "Role"),
            lambda: pgettext("joint project", "Task"),
            lambda: pgettext("joint project", "Hours"),
        ),
        found,
        numbers=(4,),
    )


def budget(project: Project) -> paper.Table:
    lines = list(project.budget_lines.all())
    rows: list[tuple[Any, ...]] = [
        (one.get_purpose_display, one.title or EMPTY, _yuan(one.amount)) for one in lines
    ]
    if rows:
        rows.append((lambda: _("Total"), BLANK, _yuan(sum((one.amount for one in lines), Decimal(0)))))
    return _table(
        (
            lambda: pgettext("budget", "For"),
            lambda: pgettext("budget", "What exactly"),
            lambda: _("Amount (¥)"),
        ),
        rows,
        numbers=(2,),
    )


def contributions(project: Project) -> paper.Table:
    return _table(
        (
            lambda: pgettext("joint project", "Side"),
            lambda: pgettext("contribution", "In what form"),
            lambda: _("Amount (¥)"),
            lambda: _("Spent of it (¥)"),
        ),
        (
            (
                partial(str, side["row"].enterprise) if side["row"].enterprise else (lambda: _("School")),
                side["row"].note or EMPTY,
                _yuan(side["row"].amount),
                _yuan(side["spent"]),
            )
            for side in money(project)["sides"]
        ),
        numbers=(2, 3),
    )


def spending(project: Project) -> paper.Table:
    sums = money(project)
    rows: list[tuple[Any, ...]] = [
        (
            one["line"].get_purpose_display,
            one["line"].title or EMPTY,
            _yuan(one["line"].amount),
            _yuan(one["spent"]),
        )
        for one in sums["lines"]
    ]
    if rows:
        rows.append((lambda: _("Total"), BLANK, _yuan(sums["budget_total"]), _yuan(sums["spent_total"])))
    return _table(
        (
            lambda: pgettext("budget", "For"),
            lambda: pgettext("budget", "What exactly"),
            lambda: _("Budget (¥)"),
            lambda: _("Spent (¥)"),
        ),
        rows,
        numbers=(2, 3),
    )


def criteria(project: Project, *, judged: bool = False) -> paper.Table:
    rows = list(project.criteria.all())
    if not judged:
        return _table(
            (lambda: _("No."), lambda: pgettext("criterion", "Criterion")),
            ((str(place), one.text) for place, one in enumerate(rows, 1)),
        )
    return _table(
        (
            lambda: pgettext("criterion", "Criterion"),
            lambda: pgettext("criterion", "Verdict"),
            lambda: pgettext("criterion", "Remark"),
        ),
        ((one.text, one.get_verdict_display, one.remark or EMPTY) for one in rows),
    )


def risks(project: Project) -> paper.Table:
    return _table(
        (
            lambda: pgettext("risk", "What may go wrong"),
            lambda: pgettext("risk", "Likelihood"),
            lambda: pgettext("risk", "Impact"),
            lambda: pgettext("risk", "Measure"),
            lambda: pgettext("risk", "Watched by"),
        ),
        (
            (one.title, one.get_likelihood_display, one.get_impact_display, one.measure, one.owner)
            for one in project.risks.all()
        ),
    )


def _result(project: Project) -> paper.Bilingual:
    def words() -> str:
        return f"{project.get_result_display()}\n{project.conclusion}".strip()

    return in_both(words)


def panel(project: Project) -> paper.Table:
    return _table(
        (
            lambda: _("Name"),
            lambda: pgettext("joint project", "Side"),
            lambda: pgettext("panel of a project", "Opinion"),
            lambda: pgettext("panel of a project", "In words"),
        ),
        (
            (
                partial(str, one),
                partial(str, one.contact.enterprise) if one.contact else (lambda: _("School")),
                one.get_opinion_display,
                one.words or EMPTY,
            )
            for one in project.panel.select_related("user", "contact__enterprise")
        ),
    )


def whose(outcome: Outcome) -> str:
    """In the active language; the owner is fetched along."""
    if outcome.enterprise_share == 0:
        return _("the school")
    if outcome.centre_share == 0:
        return str(outcome.owner)
    return _("the school %(ours)d %%, %(enterprise)s %(theirs)d %%") % {
        "ours": outcome.centre_share,
        "enterprise": outcome.owner,
        "theirs": outcome.enterprise_share,
    }


def outcomes(project: Project) -> paper.Table:
    return _table(
        (
            lambda: pgettext("outcome of a project", "Kind"),
            lambda: pgettext("outcome of a project", "Title"),
            lambda: pgettext("outcome of a project", "Number"),
            lambda: pgettext("outcome of a project", "Date"),
            lambda: _("Whose it is"),
            lambda: pgettext("outcome of a project", "Value (¥)"),
        ),
        (
            (
                one.get_kind_display,
                one.title,
                one.number or EMPTY,
                one.achieved_on.isoformat(),
                partial(whose, one),
                _yuan(one.value) if one.value else EMPTY,
            )
            for one in project.outcomes.select_related("owner")
        ),
        numbers=(5,),
    )

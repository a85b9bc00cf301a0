"""What the certificate of an internship says (实习证明、实习鉴定), in both languages."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from core.copies import CODE_LENGTH
from core.rendering import context as paper
from core.rendering.labels import translated
from internships.models import Side
from placements.models import EvaluationResult, Grade
from signing.subjects import fingerprint

TITLE = gettext_noop("Certificate of internship")
REASON = gettext_noop("Issued and sealed by the centre")


def last_day(result: EvaluationResult) -> date:
    placement = result.placement
    return placement.ended_on or placement.ends_on


def first_day(result: EvaluationResult) -> date:
    placement = result.placement
    return placement.started_on or placement.starts_on


def name_on_paper(student_name: str, latin: str) -> paper.Bilingual:
    return paper.Bilingual(en=latin or student_name, zh=student_name)


def words_of(result: EvaluationResult, *, number: str) -> dict[str, object]:
    """What is certified, as data: its fingerprint is the code on the paper."""
    placement = result.placement
    student = placement.student
    return {
        "number": number,
        "student": [student.number, student.name, student.name_latin],
        "class": student.school_class.name,
        "major": [student.school_class.major.code, student.school_class.major.name_zh],
        "host": [placement.enterprise.name, placement.enterprise.name_en],
        "post": [placement.post.name_zh, placement.post.name_en],
        "days": [first_day(result).isoformat(), last_day(result).isoformat()],
        "version": result.version,
        "lines": result.lines,
        "remarks": [result.school_remark, result.enterprise_remark],
        "total": str(result.total),
        "grade": result.grade,
    }


def fingerprint_of(result: EvaluationResult, *, number: str) -> str:
    return fingerprint(words_of(result, number=number))


def certificate_sheet(
    result: EvaluationResult, *, number: str, words: str, issued_on: date
) -> paper.DocumentContext:
    """Needs the placement with student, class, major, post and enterprise."""
    centre = Centre.current()
    placement = result.placement
    student, major = placement.student, placement.student.school_class.major
    grade = Grade(result.grade)
    return paper.DocumentContext(
        title=translated(TITLE),
        reference=number,
        version=str(result.version),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=[
            paper.Fact(
                label=in_both(lambda: _("Name")), value=name_on_paper(student.name, student.name_latin)
            ),
            *facts(
                fact(lambda: _("Student number"), lambda: student.number),
                fact(lambda: _("Class"), lambda: student.school_class.name),
                fact(lambda: _("Major"), lambda: major.name),
                fact(
                    lambda: _("Host of the internship"),
                    lambda: placement.enterprise.display_name,
                ),
                fact(lambda: pgettext("internship", "Post"), lambda: placement.post.name),
                fact(
                    lambda: _("Dates"),
                    lambda: (
                        _("%(start)s to %(end)s")
                        % {"start": shown_date(first_day(result)), "end": shown_date(last_day(result))}
                    ),
                ),
                fact(
                    lambda: _("Result of the internship"),
                    lambda: (
                        _("%(grade)s (%(total)s of 100)")
                        % {"grade": grade.label, "total": f"{result.total.normalize():f}"}
                    ),
                ),
                fact(lambda: _("Issued on"), lambda: shown_date(issued_on)),
            ),
        ],
        preamble=in_both(
            lambda: _(
                "This is to certify that the student named above did an internship at the host from "
                "the first to the last day given, and was assessed by the school and the enterprise together."
            )
        ),
        clauses=_clauses(result),
        verification=paper.Verification(address=address_of(words[:CODE_LENGTH])),
    )


def _clauses(result: EvaluationResult) -> list[paper.Clause]:
    remarks = [
        (lambda: _("Remark of the enterprise"), result.enterprise_remark),
        (lambda: _("Remark of the school"), result.school_remark),
    ]
    clauses = [
        paper.Clause(number="1", heading=in_both(lambda: _("Assessment")), table=_table(result)),
    ]
    for label, remark in remarks:
        if remark.strip():
            clauses.append(
                paper.Clause(
                    number=str(len(clauses) + 1),
                    heading=in_both(label),
                    text=paper.Bilingual.same(remark.strip()),
                )
            )
    return clauses


def _table(result: EvaluationResult) -> paper.Table:
    """Criteria are written as the plan has them: in the one language in which it was approved."""
    return paper.Table(
        columns=[
            paper.Column(heading=in_both(lambda: _("Criterion"))),
            paper.Column(heading=in_both(lambda: _("Judged by"))),
            paper.Column(heading=in_both(lambda: _("Weight in percent")), is_number=True),
            paper.Column(heading=in_both(lambda: _("Score")), is_number=True),
        ],
        rows=[
            [
                paper.Bilingual.same(line["criterion"]),
                _side(line["side"]),
                paper.Bilingual.same(str(line["weight"])),
                paper.Bilingual.same(str(line["score"])),
            ]
            for line in result.lines
        ],
    )


def _side(side: str) -> paper.Bilingual:
    return in_both(lambda: Side(side).label)


def address_of(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('agreements:verify', args=[code])}"

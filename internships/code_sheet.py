"""The sheet of codes that a class teacher hands out: made once, kept nowhere."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from core.rendering import context as paper
from core.rendering import document_html, document_title, language_tag, render_pdf
from internships.operations.student_accounts import Invited


def code_sheet(invited: Invited) -> bytes:
    """A line for each student: number, name, code. Raises RenderError."""
    centre = Centre.current()
    same = paper.Bilingual.same
    sheet = paper.DocumentContext(
        title=in_both(lambda: _("Codes to sign in for the first time")),
        reference=str(invited.school_class),
        version="1",
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=facts(
            fact(lambda: _("Class"), lambda: invited.school_class),
            fact(lambda: _("Open this address"), lambda: settings.SITE_URL + reverse("student_join")),
            fact(
                lambda: _("Open until"),
                lambda: formats.date_format(timezone.localdate(invited.expires_at), "DATE_FORMAT"),
            ),
        ),
        clauses=[
            paper.Clause(
                number="1",
                heading=in_both(lambda: _("How it works")),
                text=in_both(
                    lambda: _(
                        "Open the address above, type your student number and your code, and choose a "
                        "password. Each code works once and for its student only. "
                        "Cut the sheet up, and hand each line to the student it belongs to."
                    )
                ),
            ),
            paper.Clause(
                number="2",
                heading=in_both(lambda: _("Codes")),
                table=paper.Table(
                    columns=[
                        paper.Column(heading=in_both(lambda: _("Student number"))),
                        paper.Column(heading=in_both(lambda: _("Name"))),
                        paper.Column(heading=in_both(lambda: _("One-time code"))),
                    ],
                    rows=[
                        [
                            same(student.number),
                            paper.Bilingual(en=student.name_latin or student.name, zh=student.name),
                            same(code),
                        ]
                        for student, code in invited.codes
                    ],
                ),
            ),
        ],
    )
    return render_pdf(
        html=document_html(sheet, language="both"),
        title=document_title(sheet, language="both"),
        language=language_tag("both"),
    ).content

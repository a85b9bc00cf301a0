"""What recognitions put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from compliance.subjects import Subject, register_subject
from core.access import Actor, register_capabilities
from core.copies import register_copies
from core.look import Meaning
from core.navigation import Entry, register_entry
from core.notifications import register_kind
from core.registry import Tab, register_children, register_tab, register_verbs
from teachers.file_cards import FileCard, register_file_cards
from teachers.models import Recognition, RecognitionState, Teacher
from teachers.operations.recognition import objection_to_decider
from teachers.policies import sees_panels, teaches_here
from teachers.recognition_copies import COPIES
from teachers.recognition_notices import KINDS
from teachers.standards import standard_on
from teachers.transitions.recognition import JUDGE, READ
from teachers.views.recognition import next_step


def offer_recognition() -> None:
    register_capabilities(
        "recognition",
        gettext_lazy("Recognition as dual-qualified"),
        {
            "read": gettext_lazy("see"),
            "apply": gettext_lazy("apply for teachers"),
            "review": gettext_lazy("agree for the department, return"),
            "judge": gettext_lazy("answer the questions of check-lists, call panels"),
            "publish": gettext_lazy("conclude, review, revoke, answer objections and appeals"),
        },
    )
    register_subject(
        Subject(
            name="recognition",
            model=Recognition,
            version=standard_on,
            rows=Recognition.objects.visible_to,
            tab="checklist",
            power=JUDGE,
            objection=objection_to_decider,
        )
    )
    register_copies(COPIES)
    register_file_cards("recognition", cards, order=30)
    for kind in KINDS:
        register_kind(kind)
    register_tab("teachers.Teacher", OF_TEACHER)
    register_children(
        "teachers.Recognition",
        ("teachers.PanelCase", "recognition"),
        ("teachers.RecognitionAppeal", "recognition"),
    )
    _navigation()
    _verbs()


def _navigation() -> None:
    register_entry(
        Entry(
            group="teachers",
            label=gettext_lazy("My recognition"),
            url_name="teachers:my_recognition",
            icon="award",
            order=7,
            offered_to=teaches_here,
        )
    )
    register_entry(
        Entry(
            group="teachers",
            label=gettext_lazy("Recognitions"),
            url_name="teachers:recognition_list",
            icon="award",
            order=40,
            capability=READ,
        )
    )
    register_entry(
        Entry(
            group="teachers",
            label=gettext_lazy("Panels"),
            url_name="teachers:panel_list",
            icon="gavel",
            order=42,
            offered_to=sees_panels,
        )
    )
    register_entry(
        Entry(
            group="teachers",
            label=gettext_lazy("Made public"),
            url_name="teachers:recognition_publicity",
            icon="speakerphone",
            order=44,
        )
    )


def _verbs() -> None:
    register_verbs(
        {
            "recognition.draft": gettext_lazy("began the application"),
            "recognition.change": gettext_lazy("changed the application"),
            "recognition.apply": gettext_lazy("handed the application in"),
            "recognition.withdraw": gettext_lazy("withdrew the application"),
            "recognition.return": gettext_lazy("returned the application"),
            "recognition.approve": gettext_lazy("agreed for the department"),
            "recognition.summon": gettext_lazy("brought it before a panel"),
            "recognition.take_off": gettext_lazy("took it off the agenda"),
            "recognition.publicise": gettext_lazy("made the vote for it public"),
            "recognition.turn_down": gettext_lazy("refused it by vote"),
            "recognition.recognise": gettext_lazy("concluded the recognition"),
            "recognition.refuse": gettext_lazy("refused the recognition"),
            "recognition.send_out": gettext_lazy("sent the dossier to the outside body"),
            "recognition.recognised_outside": gettext_lazy("recorded that the outside body recognised"),
            "recognition.refused_outside": gettext_lazy("recorded that the outside body refused"),
            "recognition.reopen": gettext_lazy("opened it again after the appeal"),
            "recognition.object": gettext_lazy("objected to the recognition"),
            "recognition.answer_objection": gettext_lazy("answered the objection"),
            "recognition.appeal": gettext_lazy("appealed against the decision"),
            "recognition.answer_appeal": gettext_lazy("answered the appeal"),
            "recognition.certificate": gettext_lazy("had the certificate made"),
            "recognition.review_kept": gettext_lazy("kept the recognition after its review"),
            "recognition.review_revoked": gettext_lazy("revoked the recognition"),
            "panel.plan": gettext_lazy("called the panel"),
            "panel.change": gettext_lazy("changed the panel"),
            "panel.summon": gettext_lazy("put applications on the agenda"),
            "panel.open": gettext_lazy("opened the session"),
            "panel.vote": gettext_lazy("voted"),
            "panel.conflict": gettext_lazy("takes no part in the case"),
            "panel.absent": gettext_lazy("noted who has left as absent"),
            "panel.close": gettext_lazy("closed the session"),
            "panel.cancel": gettext_lazy("cancelled the session"),
        }
    )


def cards(actor: Actor, teacher: Teacher, on: date) -> Iterable[FileCard]:
    """What comes next with the recognition, on a teacher's own file. One query."""
    rows = list(Recognition.objects.filter(teacher=teacher).order_by("-updated_at", "-pk"))
    for row in rows:
        row.teacher = teacher
    running = [row for row in rows if row.is_open]
    heading = pgettext("of a teacher", "Recognition")
    for row in running:
        step = next_step(row) or {}
        yield FileCard(
            heading=f"{heading}: {row.get_level_display()} · {row.chip.label}",
            text=step.get("text", ""),
            url=row.get_absolute_url(),
            icon="award",
            meaning=Meaning.SOON if row.state == RecognitionState.DRAFT else Meaning.WAITING,
            due_on=step.get("due"),
        )
    held = [row for row in rows if row.state == RecognitionState.RECOGNISED and row.ended_on is None]
    for row in held[:1]:
        chip = row.chip_on(on)
        if chip.meaning != Meaning.GOOD:
            yield FileCard(
                heading=_("Your recognition is to be reviewed"),
                text=_("It lapses unless it is reviewed by then: complete your file."),
                url=row.get_absolute_url(),
                icon="award",
                meaning=chip.meaning,
                due_on=row.review_due,
            )
    if not rows:
        yield FileCard(
            heading=_("Recognition as dual-qualified"),
            text=_("See what you have and what is missing for each level."),
            url=reverse("teachers:my_recognition"),
            icon="award",
            meaning=Meaning.INACTIVE,
        )


def of_teacher(request: Any, teacher: Any) -> dict[str, Any]:
    """One query."""
    rows = Recognition.objects.visible_to(request.user).filter(teacher=teacher)
    found = list(rows.order_by("-updated_at", "-pk"))
    for row in found:
        row.teacher = teacher
    on = timezone.localdate()
    return {"rows": [(row, row.chip_on(on)) for row in found]}


OF_TEACHER = Tab(
    name="recognition",
    label=pgettext_lazy("of a teacher", "Recognition"),
    template="teachers/recognitions_of_teacher.html",
    context=of_teacher,
    order=40,
)

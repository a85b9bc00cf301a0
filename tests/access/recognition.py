"""The rules of the addresses of recognition: the class teacher's own, and those who decide about it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from teachers.models import (
    Objection,
    Panel,
    PanelCase,
    PanelMember,
    PanelState,
    Recognition,
    RecognitionAppeal,
    RecognitionCertificate,
    RecognitionFile,
    RecognitionState,
    RecognitionTerm,
)
from tests.access.posts import kept
from tests.access.rules import Rule, holder, row, signed_in
from tests.access.teachers import own_file, teacher
from tests.factories import TeacherFactory
from tests.world import World

READ, APPLY, REVIEW, JUDGE, PUBLISH = (
    f"recognition.{action}" for action in ("read", "apply", "review", "judge", "publish")
)
OWN = ("class_teacher",)
# No power gives a vote: the director sits on the panel of the matrix.
SITS = ("director",)
S = RecognitionState


def in_state(state: str, **fields: Any) -> Any:
    def find(world: World) -> Recognition:
        today = timezone.localdate()
        said = {"level": "junior", "stage": "secondary", "waiting_since": today, **fields}
        rows = Recognition.objects.filter(teacher=teacher(world), state=state)
        return rows.first() or Recognition.objects.create(teacher=teacher(world), state=state, **said)

    return find


draft = in_state(S.DRAFT)
refused = in_state(S.REFUSED, answer="Not yet.")
recognised = in_state(
    S.RECOGNISED,
    recognised_on=timezone.localdate() - timedelta(days=30),
    review_due=timezone.localdate() + timedelta(days=300),
)


def public(world: World) -> Recognition:
    """Another teacher's, who does not sign in: everybody may object to it."""
    today = timezone.localdate()
    found = Recognition.objects.filter(state=S.PUBLICISED).first()
    return found or Recognition.objects.create(
        teacher=TeacherFactory.create(department=world.mechanics),
        level="junior",
        stage="secondary",
        state=S.PUBLICISED,
        waiting_since=today,
        publicised_from=today,
        publicised_until=today + timedelta(days=7),
    )


def objection(world: World) -> Objection:
    return Objection.objects.first() or Objection.objects.create(
        recognition=recognised(world),
        reason="Not at work.",
        made_by=world.officer,
        made_at=timezone.now(),
    )


def appeal(world: World) -> RecognitionAppeal:
    return RecognitionAppeal.objects.first() or RecognitionAppeal.objects.create(
        recognition=refused(world), reason="Look again.", made_by=world.class_teacher, made_at=timezone.now()
    )


def certificate(world: World) -> RecognitionCertificate:
    content, now = b"%PDF-1.7\n", timezone.now()
    recognition = recognised(world)
    term = recognition.terms.first() or RecognitionTerm.objects.create(
        recognition=recognition, starts_on=recognition.recognised_on, ends_on=recognition.review_due
    )
    return RecognitionCertificate.objects.first() or RecognitionCertificate.objects.create(
        recognition=recognition,
        term=term,
        number="PC-SS-2027-00001",
        holder=recognition.teacher.name,
        level="junior",
        stage="secondary",
        ordered_at=now,
        next_attempt_at=now,
        content_sha256="1" * 64,
        file=default_storage.save("recognitions/matrix.pdf", ContentFile(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
    )


def file_of(world: World) -> dict[str, Any]:
    return {"pk": recognised(world).pk, "file_id": kept(RecognitionFile, recognised(world)).pk}


def panel(world: World) -> Panel:
    found = Panel.objects.first()
    if found is None:
        found = Panel.objects.create(
            name="Matrix",
            department=world.mechanics,
            held_on=timezone.localdate(),
            chair=world.director,
            quorum=1,
            state=PanelState.PLANNED,
        )
        PanelMember.objects.create(panel=found, user=world.director)
    return found


def case(world: World) -> dict[str, Any]:
    found = PanelCase.objects.filter(panel=panel(world)).first() or PanelCase.objects.create(
        panel=panel(world), recognition=public(world)
    )
    return {"pk": panel(world).pk, "case_id": found.pk}


def decides(find: Any, power: str, **more: Any) -> Rule:
    """What somebody decides about a recognition; its teacher sees it and does not."""
    return row(find, power, read=READ, seen_by=OWN, **more)


RULES: dict[str, Rule] = {
    "teachers:my_recognition": own_file({}),
    "teachers:my_recognition_new": own_file({}),
    "teachers:recognition_list": holder(READ),
    "teachers:recognition_new": holder(APPLY),
    "teachers:recognition_standing": holder(READ),
    "teachers:recognition_publicity": signed_in(),
    "teachers:recognition_object": Rule(access="signed in", arguments=lambda world: {"pk": public(world).pk}),
    "teachers:objection_answer": decides(objection, PUBLISH),
    "teachers:recognition_appeal_answer": decides(appeal, PUBLISH),
    "teachers:recognition_certificate": row(certificate, READ, also_for=OWN),
    "teachers:recognition_detail": row(recognised, READ, also_for=OWN),
    "teachers:recognition_edit": row(draft, APPLY, also_for=OWN),
    "teachers:recognition_check": row(draft, READ, also_for=OWN, method="POST"),
    "teachers:recognition_apply": row(draft, APPLY, also_for=OWN),
    "teachers:recognition_withdraw": row(draft, APPLY, also_for=OWN),
    "teachers:recognition_return": decides(draft, REVIEW),
    "teachers:recognition_approve": decides(draft, REVIEW),
    "teachers:recognition_recognise": decides(draft, PUBLISH),
    "teachers:recognition_refuse": decides(draft, PUBLISH),
    "teachers:recognition_review": decides(recognised, PUBLISH),
    "teachers:recognition_send_out": decides(draft, PUBLISH),
    "teachers:recognition_recognised_outside": decides(draft, PUBLISH),
    "teachers:recognition_appeal": row(refused, APPLY, also_for=OWN),
    "teachers:recognition_dossier": row(recognised, PUBLISH, read=READ, also_for=OWN),
    "teachers:recognition_file": row(recognised, READ, also_for=OWN, arguments=file_of),
    "teachers:panel_list": holder(READ),
    "teachers:panel_new": holder(JUDGE),
    "teachers:panel_detail": row(panel, READ),
    "teachers:panel_edit": row(panel, JUDGE, read=READ),
    "teachers:panel_agenda": row(panel, JUDGE, read=READ),
    "teachers:panel_take_off": row(panel, JUDGE, read=READ, arguments=case, method="POST"),
    "teachers:panel_open": row(panel, JUDGE, read=READ),
    "teachers:panel_desk": row(panel, JUDGE, read=READ),
    "teachers:panel_conflict": row(panel, "panel.sit", read=READ, also_for=SITS, arguments=case),
    "teachers:panel_close": row(panel, JUDGE, read=READ),
    "teachers:panel_cancel": row(panel, JUDGE, read=READ),
}

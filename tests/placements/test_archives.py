"""The archive of an internship: what is there, a ZIP a student, one of ZIPs a plan, each download noted."""

import hashlib
import io
import zipfile
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from compliance.choices import Stage
from compliance.models import Evaluation
from core.access import NotVisible
from core.attachments import store_upload
from core.models import AccessLog
from internships.models import Student
from placements.archive_parts import archive_parts, held_parts
from placements.models import (
    ArchiveOrder,
    ArchiveStage,
    Consent,
    InsurancePolicy,
    Insured,
    InternshipReport,
    LogEntry,
    LogFile,
    ReportState,
    SafetyTraining,
    SupervisionVisit,
    Tripartite,
    TripartiteScan,
    TripartiteState,
    TripartiteTemplate,
    VisitedStudent,
    WorkDay,
)
from placements.operations import archives
from placements.operations.archive_release import release_archive
from placements.operations.archives import UnableToPack
from tests.placements.ending import NOW, a_plan, an_ended_placement, another_student, confirmed
from tests.placements.papering import pdf
from tests.world import signed_in


@pytest.fixture
def placement(world):
    placement = an_ended_placement(world)
    confirmed(world, placement)
    InternshipReport.objects.create(
        placement=placement,
        text="我车削了轴。",
        summary="耐心。",
        state=ReportState.ACCEPTED,
        saved_at=NOW,
        submitted_at=NOW,
    )
    released(world, placement)
    return placement


def released(world, placement) -> None:
    """Whatever rules say, it may be archived."""
    archives.check_archives([placement.pk], now=NOW)
    release_archive(actor=world.director, pk=placement.pk, reason="The rest is on paper.", now=NOW)


def unpacked(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


@given(st.text(max_size=200))
def test_no_name_leaves_its_folder_or_upsets_a_system(name):
    safe = archives.safe_part(name)
    assert safe not in {"", ".", ".."}
    assert not set(safe) & archives.RESERVED
    assert safe.isprintable() or all(not letter.isascii() for letter in safe if not letter.isprintable())
    assert len(safe.encode()) <= 4 * (archives.LONGEST_NAME + 6)


def test_before_eight_in_the_morning_it_is_already_the_day_of_the_school(world):
    placement = an_ended_placement(world)
    early = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)  # half past seven on the second of March

    archives.check_archives([placement.pk], now=early)
    packed = unpacked(b"".join(archives.stream_zip([("a.txt", b"a")], at=early)))

    assert Evaluation.objects.about(placement).filter(stage=Stage.ARCHIVE).latest("pk").on == date(2027, 3, 2)
    assert packed.getinfo("a.txt").date_time == (2027, 3, 2, 7, 30, 0)


def test_a_student_s_archive_holds_a_folder_for_each_part_in_chinese(world, placement):
    client = signed_in(world.director)
    client.cookies["django_language"] = "zh-hans"

    answer = client.get(reverse("placements:archive", args=[placement.pk]))
    archive = unpacked(b"".join(answer.streaming_content))

    names = archive.namelist()
    report = next(name for name in names if "我车削了轴。" in archive.read(name).decode(errors="ignore"))
    assert report.endswith(".txt")
    assert any("岗位实习" in name or "Post internship" in name for name in names)
    assert "数控2401-20240101-李明" in _file_name(answer)


def _file_name(answer) -> str:
    return unquote(answer["Content-Disposition"])


def signed_by_hand(world, placement) -> Tripartite:
    content = pdf().read()
    words = {"en": "Agreement", "zh": "三方协议"}
    paper = Tripartite(
        placement=placement,
        number="SF-2026-1",
        state=TripartiteState.SIGNED,
        signed_on=placement.started_on,
        template=TripartiteTemplate.objects.create(number=9, reason="First.", published_at=NOW),
        language="both",
        contents={"title": words, "parties": [], "terms": [], "clauses": [], "annexes": []},
        content_sha256="0" * 64,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        created_at=NOW,
        created_by=world.coordinator,
    )
    paper.file.save("agreement.pdf", ContentFile(content), save=False)
    paper.save(force_insert=True)
    return paper


def of_an_internship_in_full(world, placement):
    """What the other parts of the app keep of it."""
    begun = placement.started_on
    paper = signed_by_hand(world, placement)
    store_upload(actor=world.director, model=TripartiteScan, parent=paper, upload=pdf(), now=NOW)
    Consent.objects.create(
        placement=placement,
        party="student",
        name="李明",
        state="given",
        means="paper",
        decided_on=begun,
        recorded_at=NOW,
    )
    policy = InsurancePolicy.objects.create(
        department=world.mechanics,
        insurer="人保",
        number="PICC-9",
        covers_from=begun,
        covers_until=placement.ends_on,
    )
    Insured.objects.create(
        policy=policy, placement=placement, covers_from=begun, covers_until=placement.ends_on
    )
    SafetyTraining.objects.create(placement=placement, course="三级安全教育", held_on=begun, score=95)
    entry = LogEntry.objects.create(
        placement=placement, happened_on=begun, text="=HYPERLINK(1)", written_at=NOW
    )
    store_upload(actor=world.director, model=LogFile, parent=entry, upload=pdf("轴.pdf"), now=NOW)
    WorkDay.objects.create(placement=placement, day=begun, hours=8, source="student", said_at=NOW)
    visit = SupervisionVisit.objects.create(
        enterprise=placement.enterprise,
        department=placement.department,
        visited_on=begun,
        summary="车间整洁",
        created_at=NOW,
    )
    VisitedStudent.objects.create(visit=visit, placement=placement, note="状态良好")


def test_the_one_zip_of_a_student_holds_every_part_that_the_check_list_says_is_there(world, placement):
    of_an_internship_in_full(world, placement)
    client = signed_in(world.director)

    missing = {part.name for part in archive_parts()} - held_parts([placement])[placement.pk]
    answer = client.get(reverse("placements:archive", args=[placement.pk]))
    archive = unpacked(b"".join(answer.streaming_content))

    assert missing == {"certificate"}, "nobody has issued one"
    folders = {name.split("/")[0].split(" ", 1)[1] for name in archive.namelist() if "/" in name}
    assert folders == {str(part.label) for part in archive_parts() if part.name not in missing}
    texts = {name: archive.read(name).decode(errors="ignore") for name in archive.namelist()}
    for words in ("PICC-9", "三级安全教育", "车间整洁", "状态良好", "'=HYPERLINK(1)"):
        assert any(words in text for text in texts.values()), words
    assert sum(name.endswith(".pdf") for name in texts) == 3
    page = client.get(f"{placement.get_absolute_url()}?tab=archive").content.decode()
    assert page.count("chip-late") >= 1


def test_a_rule_on_archives_is_kept_once_everything_is_there(world, placement):
    of_an_internship_in_full(world, placement)

    archives.check_archives([placement.pk], now=NOW)

    check = Evaluation.objects.current().about(placement).get(stage=Stage.ARCHIVE)
    assert "INT-34" not in {*check.asking, *check.failed, *check.unknown, *check.blocking}


def test_what_is_there_is_asked_in_constant_queries(world, placement, django_assert_num_queries):
    others = [
        an_ended_placement(world, plan=placement.plan, post=placement.post, student=another_student(world))
        for _number in range(3)
    ]
    of_an_internship_in_full(world, placement)
    with CaptureQueriesContext(connection) as alone:
        held_parts([placement])

    with django_assert_num_queries(len(alone)):
        held_parts([placement, *others])


def test_what_is_there_is_said_by_part(world, placement):
    bare = an_ended_placement(world, plan=placement.plan, post=placement.post, student=another_student(world))

    parts = held_parts([placement, bare])

    assert {"plan", "report", "result", "summary"} <= parts[placement.pk]
    assert "report" not in parts[bare.pk]


def test_the_rule_on_archives_is_held_against_what_is_there(world, placement):
    check = Evaluation.objects.current().about(placement).get(stage=Stage.ARCHIVE)
    assert "INT-34" in check.asking
    assert "INT-33" not in {*check.asking, *check.failed, *check.unknown}

    archives.check_archives([placement.pk], now=NOW)

    check = Evaluation.objects.current().about(placement).get(stage=Stage.ARCHIVE)
    assert check.facts["archive"]["documents"] == ["plan", "report", "result", "summary"]


def test_each_download_is_noted(world, placement):
    b"".join(
        signed_in(world.director).get(reverse("placements:archive", args=[placement.pk])).streaming_content
    )

    noted = AccessLog.objects.filter(purpose="placements:archive", act=AccessLog.Act.EXPORTED).get()
    assert (noted.actor, noted.subject_ids) == (world.director, [world.student.pk])
    assert noted.subject_type.model_class() is Student


def test_who_may_not_take_an_archive_gets_none_and_leaves_no_trace(world, placement):
    for person, refusal in (
        (world.class_teacher, PermissionDenied),
        (world.stranger_officer, NotVisible),
        (world.teacher, NotVisible),
    ):
        with pytest.raises(refusal):
            archives.placement_to_take(person, placement.pk, now=NOW)
        with pytest.raises(NotVisible):
            archives.order_archive(actor=person, plan_id=placement.plan_id + 999, now=NOW)
    assert not AccessLog.objects.filter(purpose="placements:archive").exists()


def test_a_plan_is_packed_as_a_zip_of_zips_by_a_worker(world):
    plan = a_plan(world)
    first = an_ended_placement(world, plan=plan)
    second = an_ended_placement(world, plan=plan, post=first.post, student=another_student(world))
    for one in (first, second):
        released(world, one)
    order = archives.order_archive(actor=world.director, plan_id=plan.pk, now=NOW)
    assert archives.order_archive(actor=world.director, plan_id=plan.pk, now=NOW) == order

    archives.pack_ordered_archives(now=NOW)

    order.refresh_from_db()
    assert (order.stage, order.done, order.total, order.progress) == (ArchiveStage.DONE, 2, 2, 100)
    answer = signed_in(world.director).get(reverse("placements:plan_archive", args=[order.pk]))
    whole = unpacked(b"".join(answer.streaming_content))
    assert sorted(whole.namelist()) == sorted(f"{archives.archive_name(one)}.zip" for one in (first, second))
    assert unpacked(whole.read(whole.namelist()[0])).namelist()
    noted = AccessLog.objects.get(purpose="placements:plan_archive")
    assert sorted(noted.subject_ids) == sorted([first.student_id, second.student_id])


def test_a_worker_that_is_killed_amid_packing_is_followed_by_one_that_finishes(world, placement, monkeypatch):
    order = archives.order_archive(actor=world.director, plan_id=placement.plan_id, now=NOW)

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(archives, "files_of", killed)
        with pytest.raises(SystemExit):
            archives.pack_ordered_archives(now=NOW)
    order.refresh_from_db()
    assert (order.stage, order.file) == (ArchiveStage.PACKING, "")

    archives.pack_ordered_archives(now=NOW)

    order.refresh_from_db()
    assert order.stage == ArchiveStage.DONE


def test_an_archive_is_for_the_one_who_ordered_it(world, placement):
    order = archives.order_archive(actor=world.director, plan_id=placement.plan_id, now=NOW)
    archives.pack_ordered_archives(now=NOW)
    ArchiveOrder.objects.filter(pk=order.pk).update(ordered_by=world.coordinator)

    with pytest.raises(UnableToPack):
        archives.archive_to_take(world.director, order.pk, now=NOW)


def test_packed_archives_are_forgotten_after_a_week(world, placement):
    archives.order_archive(actor=world.director, plan_id=placement.plan_id, now=NOW)
    archives.pack_ordered_archives(now=NOW)

    assert archives.forget_old(now=NOW + archives.KEPT_FOR) == 0
    assert archives.forget_old(now=NOW + archives.KEPT_FOR * 2) == 1
    assert not ArchiveOrder.objects.exists()

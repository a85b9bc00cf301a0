"""Annual reports: written by several, frozen, reviewed, published, never altered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from core.access import NotVisible
from core.indicators import indicator_of
from core.kept import content_of
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from insights.models import Snapshot
from reports.annual.numbers import changed_since, frozen_numbers, live_numbers
from reports.annual.papers import drawn_up
from reports.duties import chapters, decisions
from reports.models import AnnualReport, Chapter, PaperFormat, PaperLanguage, ReportState
from reports.operations import annual, publishing
from reports.outline import outline
from tests.factories import DepartmentFactory, TeacherFactory
from tests.insights.test_targets import a_target
from tests.reports.reporting import a_report, last_year, now, published, text_of, today, written
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
S = ReportState


# --- The outline ----------------------------------------------------------------------------------


def test_every_number_of_the_outline_is_an_indicator_or_comes_from_surveys():
    codes = {code for chapter in outline() for code in chapter["codes"]}

    unknown = {code for code in codes if indicator_of(code) is None and not code.startswith("satisfaction.")}

    assert unknown == set()
    pictured = {code for one in outline() for codes in one.get("charts", []) for code in codes}
    assert pictured <= codes


def test_a_report_begins_with_the_chapters_of_the_outline(world):
    report = a_report(world)

    assert list(report.chapters.values_list("key", flat=True)) == [one["key"] for one in outline()]
    assert report.chapters.filter(kind="text").count() == 10
    assert report.chapters.filter(kind="table").count() == 6
    assert report.state == S.DRAFT


def test_a_year_has_one_report_of_the_centre_and_one_of_a_department(world):
    a_report(world, year=last_year())
    a_report(world, year=last_year(), department=world.mechanics)

    with pytest.raises(ValidationError, match="report of this year"):
        a_report(world, year=last_year())

    assert AnnualReport.objects.count() == 2


def test_nobody_reports_of_a_year_that_has_not_begun(world):
    with pytest.raises(annual.UnableToChangeReport):
        a_report(world, year=today().year + 1)

    assert not AnnualReport.objects.exists()


def test_nobody_begins_a_report_of_the_centre_for_one_department(world):
    with pytest.raises(PermissionDenied):
        a_report(world, actor=world.officer)

    assert not AnnualReport.objects.exists()


# --- Writing --------------------------------------------------------------------------------------


def write(world, chapter, *, actor=None, **fields):
    given = {"text_zh": "本年度合作。", "text_en": "This year.", "is_finished": True}
    given |= {"expected": chapter.version} | fields
    return annual.write_chapter(actor=actor or world.director, pk=chapter.pk, now=now(), **given)


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(world):
    chapter = a_report(world).chapters.first()
    write(world, chapter, text_zh="先写的一段。")

    with pytest.raises(annual.ChapterChanged):
        write(world, chapter, text_zh="后写的一段。")

    chapter.refresh_from_db()
    assert chapter.text_zh == "先写的一段。"


def test_both_texts_are_shown_and_what_is_sent_again_counts(world):
    chapter = a_report(world).chapters.first()
    write(world, chapter, text_zh="先写的一段。", text_en="The first.")
    client = signed_in(world.director)
    address = reverse("reports:chapter_edit", args=[chapter.pk])
    sent = {
        "text_zh": "后写的一段。",
        "text_en": "The second.",
        "is_finished": "on",
        "expected": chapter.version,
    }

    answer = client.post(address, sent)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "先写的一段。" in page
    assert "后写的一段。" in page
    again = client.post(address, sent | {"expected": chapter.version + 1})
    assert again.status_code == 302
    chapter.refresh_from_db()
    assert chapter.text_zh == "后写的一段。"


def test_who_answers_for_a_chapter_is_told_and_writes_it_alone(world):
    report = a_report(world)
    mine, other = report.chapters.all()[:2]
    annual.assign(actor=world.director, pk=mine.pk, responsible=world.teacher, now=now())

    write(world, mine, actor=world.teacher)

    assert Notification.objects.filter(recipient=world.teacher, kind="reports.chapter").exists()
    with pytest.raises(PermissionDenied):
        write(world, other, actor=world.teacher)
    with pytest.raises(PermissionDenied):
        annual.assign(actor=world.teacher, pk=mine.pk, responsible=world.head, now=now())
    with pytest.raises(PermissionDenied):
        annual.submit(actor=world.teacher, pk=report.pk, now=now())
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.is_finished, mine.responsible, other.text_zh) == (True, world.teacher, "")
    with pytest.raises(NotVisible):
        write(world, mine, actor=world.coordinator, expected=mine.version)


def test_nobody_from_outside_answers_for_a_chapter(world):
    chapter = a_report(world).chapters.first()

    with pytest.raises(annual.UnableToChangeReport):
        annual.assign(actor=world.director, pk=chapter.pk, responsible=join(world.liaison), now=now())

    chapter.refresh_from_db()
    assert chapter.responsible is None


def test_an_empty_chapter_is_not_finished(world):
    chapter = a_report(world).chapters.first()

    with pytest.raises(annual.UnableToChangeReport):
        write(world, chapter, text_zh="  ", text_en="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Chapter.objects.filter(pk=chapter.pk).update(is_finished=True)


# --- Review ---------------------------------------------------------------------------------------


def test_it_is_submitted_once_every_chapter_is_finished(world):
    report = a_report(world)

    with pytest.raises(TransitionRefused, match="11 chapters"):
        annual.submit(actor=world.director, pk=report.pk, now=now())

    written(report)
    assert annual.submit(actor=world.director, pk=report.pk, now=now()).state == S.IN_REVIEW


def test_a_table_that_people_write_is_asked_for_as_well(world):
    report = written(a_report(world))
    report.chapters.filter(key="table_international").update(text_en="", text_zh="", is_finished=False)

    with pytest.raises(TransitionRefused, match="1 chapter "):
        annual.submit(actor=world.director, pk=report.pk, now=now())

    with pytest.raises(annual.UnableToChangeReport):
        write(world, report.chapters.get(key="table_international"), text_zh="", text_en="")
    report.refresh_from_db()
    assert report.state == S.DRAFT


def test_nobody_writes_it_while_it_is_read(world):
    report = a_report(world, state=S.IN_REVIEW)

    with pytest.raises(annual.UnableToChangeReport, match="only a draft"):
        write(world, report.chapters.first())
    with pytest.raises(annual.UnableToChangeReport):
        annual.change(actor=world.director, pk=report.pk, now=now(), name_en="Another")


def test_it_is_returned_with_a_reason_that_its_authors_read(world):
    report = a_report(world, state=S.IN_REVIEW)

    with pytest.raises(TransitionRefused):
        annual.give_back(actor=world.director, pk=report.pk, reason=" ", now=now())
    annual.give_back(actor=world.director, pk=report.pk, reason="案例部分过于简略。", now=now())

    report.refresh_from_db()
    assert (report.state, report.return_reason) == (S.DRAFT, "案例部分过于简略。")
    told = Notification.objects.get(recipient=world.director, kind="reports.returned")
    assert told.data["reason"] == "案例部分过于简略。"
    assert "案例部分过于简略。" in signed_in(world.director).get(report.get_absolute_url()).content.decode()


def test_whoever_only_reads_decides_nothing(world):
    report = a_report(world, state=S.IN_REVIEW, department=world.mechanics)

    for act in (publishing.publish, annual.recall):
        with pytest.raises((PermissionDenied, NotVisible)):
            act(actor=world.officer, pk=report.pk, now=now())

    report.refresh_from_db()
    assert report.state == S.IN_REVIEW


# --- Numbers --------------------------------------------------------------------------------------


def test_frozen_numbers_stay_when_rows_change_and_the_report_says_what_changed(world):
    TeacherFactory.create(department=world.mechanics)
    report = a_report(world, year=last_year() + 1)
    annual.freeze_numbers(actor=world.director, pk=report.pk, now=now())
    report.refresh_from_db()
    before = frozen_numbers(report)["dual_qualified_share"]
    counted = Snapshot.objects.get(pk=before.snapshot).rows.count()

    TeacherFactory.create_batch(2, department=world.mechanics)
    snapshot = Snapshot.objects.get(pk=before.snapshot)

    assert frozen_numbers(report)["dual_qualified_share"] == before
    assert snapshot.rows.count() == counted
    live = live_numbers(report, ["dual_qualified_share"], today())["dual_qualified_share"]
    assert live.is_counted
    moved = {one.then.code for one in changed_since(report)}
    assert ("dual_qualified_share" in moved) == (live.now.words != before.now.words)


def test_numbers_frozen_again_are_those_of_now(world):
    report = a_report(world)
    annual.freeze_numbers(actor=world.director, pk=report.pk, now=now())
    first = set(report.numbers.values_list("pk", flat=True))

    annual.freeze_numbers(actor=world.director, pk=report.pk, now=now())

    assert first.isdisjoint(report.numbers.values_list("pk", flat=True))
    assert report.numbers.count() == len(first)


def test_of_another_year_the_frozen_numbers_are_given_up(world):
    report = a_report(world)
    annual.freeze_numbers(actor=world.director, pk=report.pk, now=now())

    annual.change(actor=world.director, pk=report.pk, now=now(), year=last_year() - 5)

    report.refresh_from_db()
    assert not report.is_frozen
    assert not report.numbers.exists()


def test_every_number_has_the_two_years_before_beside_it(world):
    report = a_report(world)

    told = live_numbers(report, ["agreements_in_force", "satisfaction.student"], report.last_day)

    year = last_year()
    assert [list(one.short) for one in told.values()] == [
        [f"{y}–{y + 1}" for y in (year - 2, year - 1, year)]
    ] * 2
    assert [str(year.words) for year in told["satisfaction.student"].years] == ["—"] * 3


def test_beside_the_numbers_of_a_department_stand_its_own_targets(world):
    part = DepartmentFactory.create(parent=world.mechanics)
    for department, value in ((world.mechanics, 12), (part, 3), (None, 90)):
        a_target(world, department=department, value=Decimal(value), year=last_year())
    report = a_report(world, year=last_year(), department=world.mechanics)

    told = live_numbers(report, ["agreements_in_force"], report.last_day)

    assert str(told["agreements_in_force"].target) == "12"


# --- Published ------------------------------------------------------------------------------------


@pytest.fixture
def kept(world):
    TeacherFactory.create(department=world.mechanics)
    return published(world)


def test_publishing_keeps_numbers_and_papers_in_both_languages(world, kept):
    assert kept.state == S.PUBLISHED
    assert kept.is_frozen
    papers = {(one.language, one.format): content_of(one) for one in kept.papers.all()}
    assert set(papers) == {(a, b) for a in PaperLanguage.values for b in PaperFormat.values}
    assert all(content.startswith(b"%PDF") for (_l, kind), content in papers.items() if kind == "pdf")
    assert all(b"ETSI.CAdES.detached" in content for (_l, kind), content in papers.items() if kind == "pdf")
    assert Notification.objects.filter(kind="reports.published").exists()
    verbs = set(AuditEvent.objects.filter(subject_id=str(kept.pk)).values_list("verb", flat=True))
    assert {"annual_report.publish", "annual_report.complete"} <= verbs
    client = signed_in(world.director)
    answer = client.get(reverse("reports:annual_report_paper", args=[kept.pk, "zh-hans", "pdf"]))
    assert answer.content == papers["zh-hans", "pdf"]
    assert client.get(reverse("reports:annual_report_paper", args=[kept.pk, "fr", "pdf"])).status_code == 404


def test_what_is_published_never_changes(world, kept):
    chapter, number, paper = kept.chapters.first(), kept.numbers.first(), kept.papers.first()
    changes = (
        lambda: AnnualReport.objects.filter(pk=kept.pk).update(name_en="Another"),
        lambda: AnnualReport.objects.filter(pk=kept.pk).update(state=S.DRAFT),
        lambda: Chapter.objects.filter(pk=chapter.pk).update(text_en="Another"),
        lambda: Chapter.objects.create(report=kept, order=99, key="x", title_en="x", title_zh="x"),
        lambda: type(number).objects.filter(pk=number.pk).update(said={}),
        number.delete,
        lambda: type(paper).objects.filter(pk=paper.pk).update(sha256="0" * 64),
        paper.delete,
        chapter.delete,
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(annual.UnableToChangeReport):
        annual.freeze_numbers(actor=world.director, pk=kept.pk, now=now())
    with pytest.raises(TransitionRefused):
        publishing.publish(actor=world.director, pk=kept.pk, now=now())


def test_only_the_switch_for_partners_can_still_be_turned(world, kept):
    annual.show_to_partners(actor=world.director, pk=kept.pk, is_shown=True, now=now())

    kept.refresh_from_db()
    assert kept.is_for_partners


def test_whoever_may_not_freeze_publishes_what_is_frozen(world):
    report = a_report(world, state=S.IN_REVIEW)
    position = world.director.appointments.get().position
    position.capabilities = [one for one in position.capabilities if one != "indicator.freeze"]
    position.save()
    director = type(world.director).objects.get(pk=world.director.pk)

    with pytest.raises(annual.UnableToChangeReport, match="freeze"):
        publishing.publish(actor=director, pk=report.pk, now=now())

    report.refresh_from_db()
    assert (report.state, report.papers.count(), report.numbers.count()) == (S.IN_REVIEW, 0, 0)


def test_while_it_is_published_nobody_changes_it(world):
    report = a_report(world, state=S.IN_REVIEW)
    publishing.publish(actor=world.director, pk=report.pk, now=now())

    with pytest.raises(annual.UnableToChangeReport):
        write(world, report.chapters.first())
    with pytest.raises(annual.UnableToChangeReport):
        annual.freeze_numbers(actor=world.director, pk=report.pk, now=now())
    for act in (annual.recall, publishing.publish):
        with pytest.raises(TransitionRefused):
            act(actor=world.director, pk=report.pk, now=now())

    report.refresh_from_db()
    assert (report.state, report.papers.count(), report.published_at) == (S.PUBLISHING, 0, None)


def test_papers_that_cannot_be_made_leave_nothing_and_it_goes_back_to_review(world, monkeypatch, caplog):
    report = a_report(world, state=S.IN_REVIEW)
    publishing.publish(actor=world.director, pk=report.pk, now=now())

    def break_down(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(publishing, "keep_papers", break_down)
    states = []
    for _attempt in range(publishing.MOST_ATTEMPTS):
        publishing.publish_ordered(now=now())
        report.refresh_from_db()
        states.append(report.state)

    assert states == [S.PUBLISHING, S.PUBLISHING, S.IN_REVIEW]
    assert (report.papers.count(), report.numbers.count(), report.is_frozen) == (0, 0, False)
    assert "the disk is full" in report.publish_error
    assert Notification.objects.filter(recipient=world.director, kind="reports.broken_off").count() == 1
    assert "the disk is full" in signed_in(world.director).get(report.get_absolute_url()).content.decode()


def test_whoever_lost_the_power_meanwhile_publishes_nothing(world, caplog):
    report = a_report(world, state=S.IN_REVIEW)
    publishing.publish(actor=world.director, pk=report.pk, now=now())
    world.director.appointments.all().delete()

    publishing.publish_ordered(now=now())

    report.refresh_from_db()
    assert (report.state, report.published_by, report.papers.count()) == (S.IN_REVIEW, None, 0)


def test_numbers_in_review_stay_what_was_read(world):
    report = a_report(world, state=S.IN_REVIEW)

    with pytest.raises(annual.UnableToChangeReport, match="only a draft"):
        annual.freeze_numbers(actor=world.director, pk=report.pk, now=now())

    assert not report.numbers.exists()
    page = signed_in(world.director).get(report.get_absolute_url()).content.decode()
    assert reverse("reports:annual_report_freeze", args=[report.pk]) not in page


# --- What others keep -----------------------------------------------------------------------------


def test_figures_that_others_keep_are_asked_for_told_and_printed(world):
    report = a_report(world)
    chapter = report.chapters.get(key="table_policy")
    client = signed_in(world.director)
    page = client.get(f"{report.get_absolute_url()}?tab=chapters").content.decode()
    assert "Fund for internships (from finance office)" in page

    answer = client.post(
        reverse("reports:chapter_edit", args=[chapter.pk]),
        {
            "elsewhere_internship_fund": "48.00 万元",
            "expected": chapter.version,
            "text_zh": "",
            "text_en": "",
        },
    )

    assert answer.status_code == 302
    chapter.refresh_from_db()
    assert [one.value for one in chapter.figures_elsewhere] == ["48.00 万元", ""]
    assert not chapter.fills_itself
    with translation.override("zh-hans"):
        said = text_of(drawn_up(report, "zh-hans", PaperFormat.PDF, today=today()))
    assert "岗位实习专项经费" in said
    assert "48.00万元" in "".join(said.split())


def test_a_paper_says_which_chapter_it_shows_in_the_other_language(world):
    report = written(a_report(world))
    chapter = report.chapters.get(key="cases")
    chapter.text_en = ""
    chapter.save()
    annual.submit(actor=world.director, pk=report.pk, now=now())

    english = text_of(drawn_up(report, "en", PaperFormat.PDF, today=today()))
    chinese = text_of(drawn_up(report, "zh-hans", PaperFormat.PDF, today=today()))
    asked = signed_in(world.director).get(reverse("reports:annual_report_publish", args=[report.pk]))

    assert "Written in Chinese only." in english
    assert "只有" not in chinese
    assert "In Chinese only, and the English paper says so: Cases" in asked.content.decode()
    assert "Nobody has told these figures" in asked.content.decode()


# --- What waits -----------------------------------------------------------------------------------


def test_chapters_and_decisions_stand_among_what_waits_for_people(world):
    report = a_report(world)
    chapter = report.chapters.get(key="cases")
    annual.assign(actor=world.director, pk=chapter.pk, responsible=world.teacher, now=now())

    assert [one.url for one in chapters(world.teacher, today())] == [chapter.get_absolute_url()]
    written(report)
    assert not list(chapters(world.teacher, today()))
    annual.submit(actor=world.director, pk=report.pk, now=now())
    assert [one.url for one in decisions(world.director, today())] == [report.get_absolute_url()]
    assert not list(decisions(world.coordinator, today()))

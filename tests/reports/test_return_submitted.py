"""Returns that are submitted, their spreadsheets and their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.kept import content_of
from core.models import AccessLog, AuditEvent
from partnerships.models import Enterprise
from placements.models import Placement
from reports.models import PaperLanguage, Return, ReturnAnswer, ReturnRow, ReturnState
from reports.operations import return_answers, return_files, returns
from reports.returns.cells import shown
from reports.returns.comparing import changed_rows, difference, gone_rows
from reports.returns.definitions import definitions
from tests.query_counts import assert_query_count
from tests.reports.returning import (
    a_return,
    an_internship,
    answer_category,
    now,
    sheets_of,
    submitted,
    today,
    year_of,
)
from tests.world import signed_in

pytestmark = pytest.mark.django_db


# --- Submitted ------------------------------------------------------------------------------------


def test_with_values_missing_it_is_submitted_for_a_reason(world, internship):
    one = a_return(world)

    with pytest.raises(returns.UnableToSubmitReturn, match="missing"):
        returns.submit(actor=world.director, pk=one.pk, now=now())
    one.refresh_from_db()
    assert (one.state, one.rows.count(), one.files.count()) == (ReturnState.DRAFT, 0, 0)

    done = returns.submit(actor=world.director, pk=one.pk, reason="Follows by letter.", now=now())

    assert done.is_submitted
    assert done.submit_reason == "Follows by letter."
    assert AuditEvent.objects.filter(verb="return.submit", reason="Follows by letter.").exists()


def test_what_was_submitted_keeps_its_rows_when_records_change(world, internship):
    one = submitted(world)
    before = list(one.rows.order_by("sheet", "number").values("sheet", "cells"))
    content = content_of(one.files.get(language="zh-hans"))

    Placement.objects.filter(pk=internship.pk).update(ended_on=internship.ended_on - timedelta(days=9))
    Enterprise.objects.filter(pk=world.partner.pk).update(name="别的名字")

    assert list(one.rows.order_by("sheet", "number").values("sheet", "cells")) == before
    page = signed_in(world.director).get(f"{one.get_absolute_url()}?tab=zzjx0701").content.decode()
    assert "别的名字" not in page
    client = signed_in(world.director)
    assert client.get(reverse("reports:return_file", args=[one.pk, "zh-hans"])).content == content


def test_the_database_refuses_every_change_of_what_was_submitted(world, internship):
    one = submitted(world)
    gap, row, kept = one.gaps.first(), one.rows.first(), one.files.first()
    changes = (
        lambda: Return.objects.filter(pk=one.pk).update(reference_day=today()),
        lambda: Return.objects.filter(pk=one.pk).update(state="draft"),
        lambda: ReturnRow.objects.filter(pk=row.pk).update(cells={}),
        row.delete,
        lambda: ReturnRow.objects.create(
            return_to=one, sheet="zzjx0703", number=99, record="x", record_id=1, cells={}
        ),
        lambda: type(kept).objects.filter(pk=kept.pk).update(sha256="0" * 64),
        kept.delete,
        gap.delete,
        lambda: ReturnAnswer.objects.create(
            return_to=one, field="category", record="x", record_id=1, value="1", given_at=now()
        ),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    for act in (returns.look_through, return_answers.confirm_proposals, returns.ask, returns.submit):
        with pytest.raises(returns.UnableToChangeReturn):
            act(actor=world.director, pk=one.pk, now=now())


def test_a_correction_is_a_version_of_its_own_that_names_the_one_before(world, base, internship):
    one = a_return(world)
    answer_category(world, one, base)
    returns.submit(actor=world.director, pk=one.pk, reason="So far.", now=now())

    with pytest.raises(returns.UnableToChangeReturn, match="reason"):
        returns.correct(actor=world.director, pk=one.pk, reason=" ", now=now())
    later = returns.correct(actor=world.director, pk=one.pk, reason="A base was left out.", now=now())

    assert (later.version, later.corrects, later.state) == (2, one, ReturnState.DRAFT)
    assert later.answers.get().value == "3"
    assert not later.answers.get().is_proposed
    with pytest.raises(returns.UnableToChangeReturn, match="later version"):
        returns.correct(actor=world.director, pk=one.pk, reason="Again.", now=now())
    with pytest.raises(returns.UnableToChangeReturn):
        returns.correct(actor=world.director, pk=later.pk, reason="Too early.", now=now())


def test_nobody_submits_rows_that_they_cannot_see(world, internship):
    position = world.director.appointments.get().position
    position.capabilities = [one for one in position.capabilities if one != "placement.read"]
    position.save()
    director = type(world.director).objects.get(pk=world.director.pk)
    one = a_return(world)

    with pytest.raises(returns.UnableToSubmitReturn, match="hidden"):
        returns.submit(actor=director, pk=one.pk, reason="So be it.", now=now())

    one.refresh_from_db()
    assert not one.is_submitted
    page = signed_in(director).get(f"{one.get_absolute_url()}?tab=zzjx0703").content.decode()
    assert "hidden from you" in page
    assert world.student.number not in page


def test_what_changed_against_the_version_before_is_shown_row_by_row(world, base, internship):
    before = submitted(world)
    Placement.objects.filter(pk=internship.pk).update(ended_on=internship.ended_on - timedelta(days=9))
    later = returns.correct(actor=world.director, pk=before.pk, reason="The last day was wrong.", now=now())
    later = returns.submit(actor=world.director, pk=later.pk, reason="Follows.", now=now())

    (row,) = changed_rows(later, before)
    said = difference(definitions()["zzjx07"], row)

    assert [cell.column.key for cell in said.cells] == ["ended"]
    assert not gone_rows(later, before).exists()
    page = signed_in(world.director).get(f"{later.get_absolute_url()}?tab=compare").content.decode()
    assert "1 row is new or says something else" in page
    assert "Last day" in page
    first = signed_in(world.director).get(f"{before.get_absolute_url()}?tab=compare").content.decode()
    assert "no submitted return to compare" in first


def test_rows_that_are_there_no_more_are_named(world, base, internship):
    before = submitted(world)
    Placement.objects.filter(pk=internship.pk).update(state="cancelled", reason="Never began.")
    later = returns.correct(actor=world.director, pk=before.pk, reason="It never began.", now=now())
    later = returns.submit(actor=world.director, pk=later.pk, reason="Follows.", now=now())

    assert [row.record_id for row in gone_rows(later, before)] == [internship.pk]
    assert {row.sheet for row in changed_rows(later, before)} == {"zzjx0702"}


# --- Spreadsheets ---------------------------------------------------------------------------------


def test_the_spreadsheet_has_a_sheet_for_each_table_then_notes_then_what_is_missing(world, internship):
    one = a_return(world)

    found = sheets_of(return_files.taken(one, "zh-hans", world.director, now=now()).content)

    assert list(found) == [
        "ZZJX0701 实习基地",
        "ZZJX0702 接纳能力",
        "ZZJX0703 实习安排",
        "说明",
        "缺项",
    ]
    header, row = found["ZZJX0703 实习安排"]
    said = dict(zip(header, row, strict=True))
    assert said["学号"] == world.student.number
    assert said["实习开始日期"] == internship.started_on
    assert said["实习报酬（元/月）"] == 3000.0
    assert said["是否购买实习保险"] == "否"
    assert len(found["缺项"]) == 1 + one.gaps.count()
    assert "ZZJX0703 placements" in sheets_of(
        return_files.taken(one, "en", world.director, now=now()).content
    )


def test_a_submitted_return_keeps_the_spreadsheet_in_both_languages(world, internship):
    one = submitted(world)

    assert set(one.files.values_list("language", flat=True)) == set(PaperLanguage.values)
    for kept in one.files.all():
        assert any("ZZJX0703" in name for name in sheets_of(content_of(kept)))


def test_who_takes_a_spreadsheet_or_reads_a_table_is_noted(world, internship):
    one = a_return(world)
    client = signed_in(world.director)

    client.get(f"{one.get_absolute_url()}?tab=zzjx0703")
    client.get(reverse("reports:return_file", args=[one.pk, "zh-hans"]))

    opened, exported = AccessLog.objects.filter(subject_ids__contains=[world.student.pk]).order_by("pk")
    assert (opened.act, exported.act) == ("opened", "exported")
    assert exported.data == AccessLog.Data.SENSITIVE


def test_of_many_rows_a_worker_makes_the_file_with_what_its_owner_sees(world, internship, monkeypatch):
    one = a_return(world)
    monkeypatch.setattr(return_files, "MOST_AT_ONCE", 0)
    with pytest.raises(return_files.UnableToMakeFile):
        return_files.taken(one, "zh-hans", world.director, now=now())

    order = return_files.order_file(actor=world.director, pk=one.pk, language="zh-hans", now=now())
    again = return_files.order_file(actor=world.director, pk=one.pk, language="zh-hans", now=now())
    return_files.make_files(now=now())

    order.refresh_from_db()
    assert order == again
    assert (order.stage, order.progress) == ("done", 100)
    answer = signed_in(world.director).get(reverse("reports:return_ordered", args=[order.pk]))
    assert "ZZJX0703 实习安排" in sheets_of(b"".join(answer.streaming_content))
    return_files.forget_old(now=now() + timedelta(days=8))
    assert not one.orders.exists()


# --- Pages ----------------------------------------------------------------------------------------


def test_a_yes_is_shown_as_yes():
    column = definitions()["zzjx07"].sheets[2].field("insured")
    assert (shown(column, True), shown(column, False), shown(column, None)) == ("yes", "no", "")


def test_the_page_begins_submits_and_corrects(world, internship):
    client = signed_in(world.director)

    begun = client.post(reverse("reports:return_new"), {"kind": "zzjx07", "year": year_of("zzjx07")})
    one = Return.objects.get()
    assert begun.status_code == 302
    assert client.post(reverse("reports:return_submit", args=[one.pk]), {"reason": ""}).status_code == 422
    assert (
        client.post(reverse("reports:return_submit", args=[one.pk]), {"reason": "Follows."}).status_code
        == 302
    )
    assert (
        client.post(
            reverse("reports:return_correct", args=[one.pk]), {"reason": "A row was wrong."}
        ).status_code
        == 302
    )

    assert list(Return.objects.order_by("version").values_list("state", flat=True)) == ["submitted", "draft"]


def test_a_table_is_searched_and_a_frozen_one_as_well(world, internship):
    client = signed_in(world.director)
    draft = a_return(world)
    for address in (draft.get_absolute_url(), submitted(world, "rp01").get_absolute_url()):
        sheet = "zzjx0703" if address == draft.get_absolute_url() else "supervision"
        assert (
            world.student.number
            in client.get(f"{address}?tab={sheet}&q={world.student.name}").content.decode()
        )
        assert "Nothing is found" in client.get(f"{address}?tab={sheet}&q=没有此人").content.decode()


def test_queries_do_not_grow(world, internship):
    one = a_return(world)
    client = signed_in(world.director)
    more = an_internship(world, plan=internship.plan, post=internship.post, student=world.stranger_student)
    assert more.pk != internship.pk

    assert_query_count("return list", client, reverse("reports:return_list"))
    assert_query_count("return", client, one.get_absolute_url())
    assert_query_count("return bases", client, f"{one.get_absolute_url()}?tab=zzjx0701")
    assert_query_count("return placements", client, f"{one.get_absolute_url()}?tab=zzjx0703")
    assert_query_count("return missing", client, f"{one.get_absolute_url()}?tab=missing")
    assert_query_count("returns asked of me", client, reverse("reports:return_asked"))

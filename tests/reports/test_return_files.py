"""The spreadsheets of returns: what a draft says of itself, and who may have what was made before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import User
from core.kept import content_of
from core.models import AccessLog
from placements.models import Placement
from reports.models import Return, ReturnOrder
from reports.operations import return_files, returns
from reports.returns.comparing import gone_rows
from reports.views import return_comparing
from tests.reports.returning import a_return, an_internship, now, sheets_of, submitted
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db
PLACEMENT_READ = "placement.read"


def words(lines: list[list[Any]]) -> str:
    return " ".join(str(cell) for line in lines for cell in line)


def without(user: User, power: str) -> User:
    position = user.appointments.get().position
    position.capabilities = [one for one in position.capabilities if one != power]
    position.save()
    return User.objects.get(pk=user.pk)


def ordered(world: World, one: Return, language: str = "en") -> ReturnOrder:
    order = return_files.order_file(actor=world.director, pk=one.pk, language=language, now=now())
    return_files.make_files(now=now())
    order.refresh_from_db()
    return order


# --- A draft ----------------------------------------------------------------------------------------


def test_the_file_of_a_draft_says_that_it_is_one_of_when_for_whom_and_what_is_hidden(
    world: World, internship: Placement
) -> None:
    reader = without(world.director, PLACEMENT_READ)
    moment = now()

    found = return_files.taken(a_return(world), "en", reader, now=moment)

    notes = sheets_of(found.content)["Notes"][1:]
    assert notes[0][0] == "Draft"
    assert str(reader) in notes[0][1]
    assert notes[1][0] == "Drawn up"
    said = {line[0]: line[1] for line in notes[:5]}
    assert said["ZZJX0703 placements"].startswith("1 row of this table is hidden")
    assert said["ZZJX0701 bases"] == "No row is hidden from them."
    assert "draft of" in found.name
    assert str(reader) in found.name
    assert "1 row hidden" in found.name


def test_where_nothing_is_hidden_the_name_of_a_draft_says_nothing_of_it(
    world: World, internship: Placement
) -> None:
    answer = signed_in(world.director).get(
        reverse("reports:return_file", args=[a_return(world).pk, "zh-hans"])
    )

    name = unquote(answer["Content-Disposition"])
    assert "草稿" in name
    assert "未包含" not in name


def test_what_was_submitted_is_called_no_draft(world: World, internship: Placement) -> None:
    one = submitted(world)

    found = return_files.taken(one, "en", world.director, now=now())

    assert found.name == f"{one.name_en} v1.xlsx"
    assert "Draft" not in words(sheets_of(found.content)["Notes"])


def test_what_is_submitted_does_not_name_colleagues_beside_what_is_missing(
    world: World, internship: Placement
) -> None:
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    draft = a_return(world)
    live = sheets_of(return_files.taken(draft, "en", world.director, now=now()).content)["Missing"]
    one = returns.submit(actor=world.director, pk=draft.pk, reason="Follows.", now=now())

    sent = sheets_of(content_of(one.files.get(language="en")))["Missing"]

    assert str(world.class_teacher) in words(live)
    assert str(world.class_teacher) not in words(sent)
    assert len(sent) == len(live)


def test_a_file_that_was_ordered_of_a_draft_is_gone_once_the_return_is_submitted(
    world: World, internship: Placement
) -> None:
    one = a_return(world)
    order = ordered(world, one)
    assert default_storage.exists(order.file)

    returns.submit(actor=world.director, pk=one.pk, reason="Follows.", now=now())
    with pytest.raises(return_files.UnableToMakeFile, match="submitted since"):
        return_files.ordered_file(actor=world.director, pk=order.pk)
    return_files.make_files(now=now())

    assert not default_storage.exists(order.file)
    assert not one.orders.exists()


def test_what_is_ordered_of_a_draft_and_submitted_meanwhile_is_not_made(
    world: World, internship: Placement
) -> None:
    one = a_return(world)
    order = return_files.order_file(actor=world.director, pk=one.pk, language="en", now=now())
    returns.submit(actor=world.director, pk=one.pk, reason="Follows.", now=now())

    return_files.make_files(now=now())

    order.refresh_from_db()
    assert (order.stage, order.file) == ("failed", "")


# --- An ordered file --------------------------------------------------------------------------------


def test_the_log_names_whose_data_are_in_an_ordered_file_not_those_of_today(
    world: World, internship: Placement
) -> None:
    order = ordered(world, a_return(world))
    Placement.objects.filter(pk=internship.pk).update(state="cancelled", reason="Never began.")

    answer = signed_in(world.director).get(reverse("reports:return_ordered", args=[order.pk]))

    assert "draft of" in unquote(answer["Content-Disposition"])
    assert world.student.number in words(sheets_of(b"".join(answer.streaming_content))["ZZJX0703 placements"])
    noted = AccessLog.objects.get(act="exported", data=AccessLog.Data.SENSITIVE)
    assert noted.subject_ids == [world.student.pk]
    assert AccessLog.objects.filter(act="exported", data=AccessLog.Data.CONTACT).exists()


def test_who_has_lost_a_power_gets_no_file_that_was_made_with_it(world: World, internship: Placement) -> None:
    order = ordered(world, a_return(world))
    assert return_files.ordered_file(actor=world.director, pk=order.pk) == order

    director = without(world.director, PLACEMENT_READ)
    with pytest.raises(return_files.UnableToMakeFile, match="powers"):
        return_files.ordered_file(actor=director, pk=order.pk)
    answer = signed_in(director).get(reverse("reports:return_ordered", args=[order.pk]))
    assert answer.status_code == 302
    assert not AccessLog.objects.filter(act="exported").exists()
    return_files.make_files(now=now())

    assert not default_storage.exists(order.file)
    assert not ReturnOrder.objects.exists()


def test_an_ordered_file_counts_what_it_leaves_out(world: World, internship: Placement) -> None:
    world.director = without(world.director, PLACEMENT_READ)

    order = ordered(world, a_return(world))

    assert order.hidden == 1
    assert "internships.Student" not in order.persons
    assert "1 row hidden" in return_files.name_of_ordered(order)


# --- Compared ---------------------------------------------------------------------------------------


def test_rows_that_are_gone_are_noted_and_what_is_left_out_of_their_list_is_said(
    world: World, internship: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = an_internship(world, plan=internship.plan, post=internship.post, student=world.stranger_student)
    before = submitted(world)
    both = Placement.objects.filter(pk__in=[internship.pk, more.pk])
    both.update(state="cancelled", reason="Never began.")
    later = returns.correct(actor=world.director, pk=before.pk, reason="Never began.", now=now())
    later = returns.submit(actor=world.director, pk=later.pk, reason="Follows.", now=now())
    assert gone_rows(later, before).count() == 2
    monkeypatch.setattr(return_comparing, "MOST_GONE", 1)

    page = signed_in(world.director).get(f"{later.get_absolute_url()}?tab=compare").content.decode()

    assert "and 1 more" in page
    (shown,) = gone_rows(later, before)[:1]
    noted = AccessLog.objects.filter(act="opened", data=AccessLog.Data.SENSITIVE).latest("pk")
    assert noted.subject_ids == shown.persons["internships.Student"]


def test_ordered_files_are_forgotten_after_a_week(world: World, internship: Placement) -> None:
    order = ordered(world, a_return(world))

    assert return_files.forget_old(now=now() + timedelta(days=6)) == 0
    assert return_files.forget_old(now=now() + timedelta(days=8)) == 1
    assert not default_storage.exists(order.file)

"""A round of selection: from two students' lists to a confirmed place, and again from its published seed."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from internships.models import Outcome, SelectionRound
from internships.operations import rounds
from internships.round_work import work_on_all
from tests.internships.rounding import Selection, make_selection
from tests.world import join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def selection() -> Selection:
    """An open round of three posts, in which two students can rank now."""
    selection = make_selection(make_world())
    for name in ("Lathe", "Press", "Robot"):
        selection.post(name)
    for name in ("Ada", "Ben"):
        user = selection.student(name).user
        user.is_student, user.language = True, "en"
        user.save()
    now = timezone.now()
    times = {"opens_at": -1, "students_until": 1, "closes_at": 2, "confirm_by": 3}
    set_times(selection, **{name: now + timedelta(days=days) for name, days in times.items()})
    rounds.open_round(actor=selection.coordinator, pk=selection.round.pk, now=now)
    return selection


def set_times(selection: Selection, **times) -> None:
    SelectionRound.objects.filter(pk=selection.round.pk).update(**times)


def order_of(page: Page) -> list[str]:
    """What stands on the list, by the numbers that would be sent."""
    lines = page.locator("[data-rank]").evaluate_all(
        "lines => lines.map(line => [line.dataset.rank, line.querySelector('input').value])"
    )
    return [f"{place} {name}" for name, place in lines if place]


def test_two_students_and_an_enterprise_rank_and_the_seed_gives_the_same_bytes(window, selection, tmp_path):
    address = f"/me/rounds/{selection.round.pk}/"

    # On a phone, with the buttons.
    ada = window(selection.students["Ada"].user, **PHONE)
    ada.goto(address)
    for name in ("Press", "Robot", "Lathe"):
        ada.get_by_role("button", name=f"Put {name} on the list").tap()
    ada.get_by_role("button", name="Move Lathe up").tap()
    ada.get_by_role("button", name="Move Lathe up").tap()
    expect(ada.get_by_text("Lathe: number 1, 3 on the list")).to_be_attached()
    ada.get_by_role("button", name="Take Robot off the list").tap()
    assert order_of(ada) == ["1 Lathe", "2 Press"]
    ada.get_by_role("button", name="Hand my list in").tap()
    expect(ada.get_by_text("Your list is handed in: 2 posts.")).to_be_visible()
    assert order_of(ada) == ["1 Lathe", "2 Press"]

    # On a desktop: with the arrow keys, by dragging, and with numbers, of which equal ones stay a tie.
    ben = window(selection.students["Ben"].user, **DESKTOP)
    ben.goto(address)
    ben.get_by_role("button", name="Move Press: drag").focus()
    ben.keyboard.press("ArrowUp")
    ben.get_by_role("button", name="Move Lathe: drag").focus()
    ben.keyboard.press("ArrowUp")
    assert order_of(ben) == ["1 Press", "2 Lathe"]
    drag(ben, "Lathe", above="Press")
    assert order_of(ben) == ["1 Lathe", "2 Press"]
    ben.get_by_role("spinbutton", name="Robot").fill("2")
    ben.get_by_role("spinbutton", name="Robot").press("Tab")
    assert order_of(ben) == ["1 Lathe", "2 Press", "2 Robot"]
    ben.get_by_role("button", name="Hand my list in").click()
    expect(ben.get_by_text("Your list is handed in: 3 posts.")).to_be_visible()

    # The enterprise's turn.
    set_times(selection, students_until=timezone.now() - timedelta(hours=1))
    liaison = window(join(selection.world.liaison), **DESKTOP)
    for post, first, second in (("Lathe", "Ben", "Ada"), ("Press", "Ada", "Ben")):
        liaison.goto(f"/portal/rounds/{selection.seats[post].pk}/")
        for name in (second, first):
            liaison.get_by_role("button", name=f"Put {name} on the list").click()
        drag(liaison, first, above=second)
        assert order_of(liaison) == [f"1 {first}", f"2 {second}"]
        liaison.get_by_role("button", name="Hand the list in").click()
        expect(liaison.get_by_text("Your list is handed in: 2 students.")).to_be_visible()

    # The coordinator.
    set_times(selection, closes_at=timezone.now() - timedelta(minutes=1))
    office = window(selection.world.coordinator, **DESKTOP)
    office.goto(selection.round.get_absolute_url())
    for name in ("Close the rankings", "Freeze", "Give out the seats"):
        office.get_by_role("button", name=name, exact=True).first.click()
        expect(office.get_by_text("Done.")).to_be_visible()
    work_on_all(now=timezone.now())
    office.goto(selection.round.get_absolute_url())
    office.get_by_role("link", name="Publish").click()
    office.get_by_role("button", name="Publish").click()
    expect(office.get_by_text("Published").first).to_be_visible()
    assert selection.places() == {"Ada": "Press", "Ben": "Lathe"}

    primary = office.locator(".page-header .btn-primary")
    expect(primary).to_have_count(0)  # to run it again is not the next step

    # A student confirms.
    ben.goto(address)
    ben.get_by_role("button", name="Confirm this place").click()
    expect(ben.get_by_text("Confirmed. The place is yours.")).to_be_visible()
    assert Outcome.objects.get(student=selection.students["Ben"]).answer == "confirmed"

    # Anybody who has the frozen rankings gets the same bytes.
    office.goto(f"{selection.round.get_absolute_url()}?tab=result")
    with office.expect_download() as download:
        office.get_by_role("link", name="Frozen rankings").click()
    frozen, again = Path(download.value.path()), tmp_path / "again.json"
    selection.round.refresh_from_db()
    assert json.loads(frozen.read_bytes())["seed"] == selection.round.seed
    call_command("select_round", str(frozen), str(again))
    expect(office.get_by_text(hashlib.sha256(again.read_bytes()).hexdigest())).to_be_visible()

    for page in (ada, ben, liaison, office):
        assert page.complaints == []


def drag(page: Page, name: str, *, above: str) -> None:
    handle = page.get_by_role("button", name=f"Move {name}: drag")
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    target = page.locator(f"[data-rank='{above}']").bounding_box()
    assert start
    assert target
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, target["y"] + 30, steps=4)
    page.mouse.move(start["x"] + 10, target["y"] + 5, steps=4)
    page.mouse.up()

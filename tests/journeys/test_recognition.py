"""From practice in an enterprise to recognition as dual-qualified, everybody in a window of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from teachers.models import Panel, Practice, PracticeEntry, Recognition, Teacher
from teachers.operations.recognition_certificates import make_ordered_certificates
from tests.factories import UserFactory
from tests.journeys.barriers import barriers
from tests.journeys.test_cohort import choose, in_a_worker, press
from tests.teachers.recognising import POWERS, a_position, give_everything
from tests.teachers.samples import own_record, scan
from tests.world import World, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# As many days of practice as the standard asks for, and some more.
DAYS = timedelta(days=189)


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_world()


@pytest.fixture
def teacher(world) -> Teacher:
    """Whose file has everything that the junior level asks for, but time in an enterprise."""
    found = own_record(world)
    give_everything(found)
    found.experiences.all().delete()
    return found


@pytest.fixture
def office(world) -> User:
    powers = ["enterprise.read", "practice.read", "practice.accept", "teacher.confirm", *POWERS]
    return a_position(world, "Wei Hua", powers)


@pytest.fixture
def head(world) -> User:
    return a_position(
        world, "Dean", ["practice.read", "practice.approve", "recognition.read", "recognition.review"]
    )


@pytest.fixture
def members() -> list[User]:
    """They hold no power at all: they sit on the panel."""
    return [
        UserFactory.create(
            name=f"评委{name}", name_latin=f"Expert {name}", email=f"expert{name}@centre.example"
        )
        for name in "ABC"
    ]


def today():
    return timezone.localdate()


def test_a_teacher_goes_from_practice_to_a_certificate(
    looking: Callable[..., Page], world, teacher, office, head, members, tmp_path
):
    own, affairs, dean = (looking(person) for person in (world.class_teacher, office, head))
    liaison = looking(join(world.liaison))
    experts = [looking(person) for person in members]

    # Practice: planned, approved, logged, handed in, evaluated by both sides.
    own.goto("/my-practice/")
    own.get_by_role("link", name="Plan practice").first.click()
    choose(own, "enterprise", "Suzhou Jinggong", typed="Suzhou")
    own.get_by_label("First day").fill(today().isoformat())
    own.get_by_label("Last day").fill((today() + DAYS).isoformat())
    own.get_by_role("radio", name="Holding a post").check()
    own.get_by_role("checkbox", name="New techniques and equipment").check()
    own.get_by_label("Objectives").fill("Five-axis milling as it is done today.")
    press(own, "Hand in for approval")
    expect(own.get_by_text("Handed in: it waits for approval.")).to_be_visible()

    dean.goto("/")
    dean.get_by_role("link", name="1 plan of practice to approve").click()
    dean.locator("table tbody").get_by_role("link").first.click()
    dean.get_by_role("link", name="Approve", exact=True).click()
    press(dean, "Approve")
    expect(dean.get_by_text("Approved. The teacher and the enterprise are told.")).to_be_visible()

    practice = Practice.objects.get()
    own.goto(f"{practice.get_absolute_url()}?tab=log")
    own.get_by_role("link", name="Write in the log").first.click()
    own.get_by_label("What I did").fill("Set the tool offsets of a five-axis machine.")
    own.locator("#id_upload").set_input_files(
        {"name": "machine.png", "mimeType": "image/png", "buffer": scan().read()}
    )
    press(own, "Save")
    expect(own.get_by_text("Set the tool offsets of a five-axis machine.")).to_be_visible()
    expect(own.get_by_role("link", name="machine.jpg")).to_be_visible()
    the_time_of_practice_passes()
    own.goto(practice.get_absolute_url())
    own.get_by_role("link", name="Submit", exact=True).click()
    own.get_by_label("Outcome").fill("A new exercise for the second year.")
    press(own, "Submit")
    expect(own.get_by_text("Submitted. It counts once it is accepted.")).to_be_visible()

    liaison.goto("/portal/teachers/")
    liaison.get_by_role("link", name="Qian Yu").click()
    liaison.get_by_role("link", name="Evaluate", exact=True).click()
    liaison.get_by_role("radio", name="good", exact=True).check()
    liaison.get_by_label("In words").fill("Brought our new fixtures into a lesson.")
    press(liaison, "Hand in")
    expect(liaison.get_by_text("Handed in. You can change it until")).to_be_visible()

    affairs.goto("/")
    affairs.get_by_role("link", name="1 practice to accept").click()
    affairs.locator("table tbody").get_by_role("link").first.click()
    expect(affairs.get_by_text("Brought our new fixtures into a lesson.")).to_be_visible()
    affairs.get_by_role("link", name="Accept", exact=True).click()
    affairs.get_by_role("radio", name="good", exact=True).check()
    press(affairs, "Accept")
    expect(affairs.get_by_text("Accepted: it counts.")).to_be_visible()

    # The application, with the practice as evidence on its check-list.
    own.goto("/my-recognition/")
    own.get_by_role("link", name="Apply", exact=True).click()
    own.locator("#id_statement").fill("I bring classes into enterprises.")
    press(own, "Go on")
    line = own.locator("li", has_text="Work or practice at enterprises").first
    expect(line).to_contain_text("Holding a post")
    expect(line).to_contain_text("苏州精工机械有限公司")
    own.get_by_role("link", name="Hand in", exact=True).click()
    press(own, "Hand in")
    expect(own.get_by_text("Handed in. The department is told.")).to_be_visible()

    dean.goto("/")
    dean.get_by_role("link", name="1 application for recognition for the department to agree").click()
    dean.locator("table tbody").get_by_role("link").first.click()
    dean.get_by_role("link", name="Agree", exact=True).click()
    press(dean, "Agree")
    expect(dean.get_by_text("Agreed. It waits for a panel.")).to_be_visible()

    # What only people decide, and the panel.
    recognition = Recognition.objects.get()
    the_questions_are_answered(affairs, recognition)
    panel = the_panel_is_called(affairs, recognition)
    chair = experts[0]
    chair.goto("/")
    chair.get_by_role("link", name="Autumn panel").click()
    chair.get_by_role("link", name="Open the session").click()
    press(chair, "Open the session")
    expect(chair.get_by_text("The session is open. Members vote at the desk.")).to_be_visible()
    for expert, choice in zip(experts, ("for", "for", "against"), strict=True):
        the_member_votes(expert, choice)
    chair.reload()
    expect(chair.get_by_text("0 of 3 have not voted")).to_be_visible()
    chair.get_by_role("link", name="Close the session").click()
    chair.get_by_label("Minutes").fill("The file was read; the teacher was heard.")
    press(chair, "Close the session")
    expect(chair.get_by_text("Closed. What was carried is public from tomorrow on.")).to_be_visible()

    # Publicity, and the certificate.
    Recognition.objects.update(publicised_from=today())
    dean.goto("/recognitions/public/")
    expect(dean.get_by_text("Qian Yu").first).to_be_visible()
    yesterday = today() - timedelta(days=1)
    Recognition.objects.update(publicised_from=yesterday - timedelta(days=6), publicised_until=yesterday)
    affairs.goto("/")
    affairs.get_by_role("link", name="1 recognition to conclude after its publicity").click()
    affairs.locator("table tbody").get_by_role("link").first.click()
    affairs.get_by_role("link", name="Recognise", exact=True).click()
    press(affairs, "Recognise")
    expect(affairs.get_by_text("Recognised. The certificate is being made.")).to_be_visible()
    assert in_a_worker(make_ordered_certificates) == 1

    own.goto("/my-recognition/")
    own.locator("section", has_text="Valid until").get_by_role("link", name="Open").click()
    kept = the_certificate(own, tmp_path)
    call_command("verify_document", str(kept))  # raises where it is not genuine
    stranger = looking()
    stranger.goto("/verify/")
    stranger.get_by_label("File (PDF)").set_input_files(kept)
    press(stranger, "Check the file")
    expect(
        stranger.get_by_text("This file is, to the last byte, a document that was made here.")
    ).to_be_visible()
    expect(stranger.get_by_text("钱老师").or_(stranger.get_by_text("Qian Yu")).first).to_be_visible()

    detail = recognition.get_absolute_url()
    pages = (own, affairs, dean, liaison, *experts, stranger)
    assert [page.complaints for page in pages] == [[]] * len(pages)
    assert not barriers(
        own, "/", "/my-practice/", "/my-recognition/", detail, f"{detail}?tab=course",
        practice.get_absolute_url(), f"{practice.get_absolute_url()}?tab=log",
    )  # fmt: skip
    assert not barriers(
        affairs, "/recognitions/", "/panels/", panel.get_absolute_url(), "/recognitions/standing/"
    )
    assert not barriers(chair, panel.get_absolute_url(), f"{panel.get_absolute_url()}desk/")


# --- Steps ------------------------------------------------------------------------------------


def the_time_of_practice_passes() -> None:
    Practice.objects.update(starts_on=today() - DAYS, ends_on=today())
    PracticeEntry.objects.update(happened_on=today() - DAYS)


def the_questions_are_answered(page: Page, recognition: Recognition) -> None:
    page.goto(recognition.get_absolute_url())
    open_ones = page.get_by_role("link", name=re.compile(r"^Decide\s*:"))
    expect(open_ones.first).to_be_visible()
    while open_ones.count():
        open_ones.first.click()
        page.get_by_role("radio", name="The rule is kept", exact=True).check()
        page.get_by_label("Reason").fill("The file was looked at, and colleagues were asked.")
        press(page, "Decide")
        expect(page.get_by_text("Your decision stands on the check-list.")).to_be_visible()


def the_panel_is_called(page: Page, recognition: Recognition) -> Panel:
    page.goto("/panels/")
    page.get_by_role("link", name="Call a panel").first.click()
    page.locator("#id_name").fill("Autumn panel")
    page.get_by_label("Held on").fill(today().isoformat())
    page.locator("#id_place").fill("Room 1")
    choose(page, "chair", "Expert A")
    for name in ("Expert A", "Expert B", "Expert C"):
        page.locator("#id_members-ts-control").fill(name)
        page.locator("#id_members-ts-dropdown .option", has_text=name).click()
    page.keyboard.press("Escape")
    press(page, "Save")
    expect(page.get_by_text("The panel is called; its members are told.")).to_be_visible()
    page.get_by_role("link", name="Put on the agenda").click()
    page.get_by_role("checkbox", name=re.compile("Qian Yu")).check()
    press(page, "Put on the agenda")
    expect(page.get_by_role("link", name="Qian Yu")).to_be_visible()
    return Panel.objects.get()


def the_member_votes(page: Page, choice: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Autumn panel").click()
    page.locator(f"input[type=radio][value={choice}]").check()
    if choice != "for":
        page.get_by_label("Reason, where you do not vote for it").fill("Too little teaching of practice yet.")
    press(page, "Keep my votes")
    expect(page.get_by_text("1 vote is kept.")).to_be_visible()


def the_certificate(page: Page, folder: Path) -> Path:
    address = page.locator("section", has_text="Certificate").get_by_role("link").first.get_attribute("href")
    opened = page.request.get(address)
    assert opened.headers["content-type"] == "application/pdf"
    kept = folder / "certificate.pdf"
    kept.write_bytes(opened.body())
    return kept

"""One internship from the plan to the certificate, each of its people in a window of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Centre
from core.delivery import deliver_due
from core.school_years import school_year
from internships.models import Plan, PostState
from partnerships.models import Enterprise
from placements.models import LogEntry, MentorWeek, Placement
from placements.operations.certificates import make_ordered_certificates
from placements.operations.weeks import ask_mentors
from placements.weeks import monday_of
from signing.models import TaskLink
from signing.sealing.orders import seal_ordered
from tests.internships.placing import a_post, complete_draft, numeric_control, vet
from tests.journeys.test_signing import totp
from tests.placements.papering import published_text
from tests.world import World, come_in, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}
ADDRESSES = {"student": "li.ming@student.example", "guardian": "guardian@family.example"}

# Guardians have no account to keep a language in: their pages are in Chinese.
OPEN_IT = re.compile(r"Open it|打开查看")
I_AGREE = re.compile(r"I agree to sign electronically|本人同意以电子方式签署")
GO_ON = re.compile(r"Go on to the document|继续阅读文件")
CONTINUE = re.compile(r"^\s*(Continue|继续)\s*$")
SEND_A_CODE = re.compile(r"Send me a code|发送验证码")
YOUR_NAME = re.compile(r"Your name|您的姓名")
SIGN = re.compile(r"^\s*(Sign|签署)\s*$")
SIGNED = re.compile(r"^\s*(You have signed\.|您已签署。)\s*$")


@pytest.fixture
def world(settings, tmp_path) -> World:
    """The named world, in which everybody of one internship can be reached."""
    settings.MEDIA_ROOT = str(tmp_path)
    world = make_world()
    published_text(world)
    Centre.objects.update(address_en="1 School Road, Suzhou", address_zh="苏州市学府路1号")
    Enterprise.objects.filter(pk=world.partner.pk).update(address="苏州市工业园区8号")
    world.partner.refresh_from_db()
    world.school_class.major, world.school_class.entered_in = numeric_control(), school_year(today()) - 2
    world.school_class.save()
    world.student.sex, world.student.email = "male", ADDRESSES["student"]
    world.student.born_on = today() - timedelta(days=17 * 366)
    world.student.save()
    world.guardian.email = ADDRESSES["guardian"]
    world.guardian.save()
    vet(world, valid_until=today() + timedelta(days=300))
    return world


def today() -> date:
    return timezone.localdate()


def test_a_cohort_goes_from_the_plan_to_the_certificate(window, world, tmp_path, mailoutbox):
    plan = complete_draft(
        world,
        name_en="Lathes, third year",
        starts_on=today(),
        ends_on=today() + timedelta(days=180),
        entered_in=world.school_class.entered_in,
    )
    plan.classes.add(world.school_class)
    office, head, director = (
        window(person, **DESKTOP) for person in (world.coordinator, world.head, world.director)
    )
    signatory = window(join(world.signatory), **DESKTOP)
    student, guardian = window(come_in(world.student), **PHONE), window(**PHONE)

    the_plan_is_approved_and_started(plan, office=office, deciders=[head, director], world=world)
    placement = the_student_is_placed(plan, office, world)
    detail = placement.get_absolute_url()

    # Consent, by the guardian's link.
    office.goto(f"{detail}?tab=papers")
    office.get_by_role("link", name="Ask", exact=True).click()
    office.get_by_label("Who is asked").select_option("guardian")
    press(office, "Ask")
    expect(office.get_by_text("They are asked. You are told what they answer.")).to_be_visible()
    open_the_link(guardian, mailoutbox, ADDRESSES["guardian"])
    guardian.get_by_role("button", name=re.compile("I consent|我同意")).click()
    expect(guardian.get_by_text(re.compile(r"You have given your consent\.|您已同意。"))).to_be_visible()

    # The agreement, signed by four parties.
    insured_and_trained(office, placement)
    office.goto(f"{detail}?tab=papers")
    office.get_by_role("link", name="Make the agreement").click()
    press(office, "Make it")
    expect(office.get_by_text("The agreement is made.")).to_be_visible()
    office.get_by_role("link", name="Send for signature").first.click()
    expect(office.locator("#id_signatory option:checked")).to_contain_text("Lin Wei")
    press(office, "Send")
    expect(office.get_by_text("are asked to sign.").first).to_be_visible()

    student.goto("/me/papers/")
    student.get_by_role("link", name="Read and sign").click()
    agree_and_read(student)
    give_the_code(student, mailoutbox, ADDRESSES["student"])
    put_name(student, "李明")
    open_the_link(guardian, mailoutbox, ADDRESSES["guardian"])
    agree_and_read(guardian)
    give_the_code(guardian, mailoutbox, ADDRESSES["guardian"])
    put_name(guardian, "李建国")
    signatory.goto("/portal/")
    signatory.locator("section", has_text="For you to sign").get_by_role("link").first.click()
    agree_and_read(signatory)
    give_the_code(signatory, mailoutbox, world.signatory.email)
    put_name(signatory, "周强")
    director.goto("/approvals/")
    director.locator("section", has_text="For you to sign").locator("a.desk-entry").click()
    agree_and_read(director)
    identify(director, "totp", totp())
    put_name(director, "林主任")
    assert in_a_worker(seal_ordered) == 1

    # Ready, and begun.
    office.goto(f"{detail}?tab=readiness")
    expect(office.get_by_text("Everything is there: declare it ready.")).to_be_visible()
    office.get_by_role("button", name="Declare ready").click()
    expect(office.get_by_text("Ready to start: nothing stands in the way.")).to_be_visible()
    office.get_by_role("button", name="Start", exact=True).click()
    expect(office.get_by_text("The internship has begun.")).to_be_visible()

    # A log, confirmed by the mentor's weekly link.
    student.goto("/me/log/")
    student.get_by_text("Set up a lathe").click()
    student.get_by_label("What I did").fill("Set the tool offsets of the CK6140.")
    press(student, "Hand in")
    expect(student.get_by_text("Handed in. Your mentor sees it.")).to_be_visible()
    some_weeks_pass(placement)
    ask_mentors(now=timezone.now())
    week = MentorWeek.objects.get(contact=world.mentor)
    mentor = window(**PHONE)
    mentor.goto(TaskLink.objects.get(task="week", subject_id=week.pk).get_absolute_url())
    mentor.get_by_role("button", name=OPEN_IT).click()
    expect(mentor.get_by_text("Set the tool offsets of the CK6140.")).to_be_visible()
    mentor.get_by_role("button", name=re.compile("Confirm all|全部确认")).click()
    expect(mentor.get_by_text(re.compile("Nothing is left|没有待确认的内容"))).to_be_visible()
    assert LogEntry.objects.get().vouched_by_contact == world.mentor

    # A visit of the instructor.
    instructor = window(world.class_teacher, **DESKTOP)
    instructor.goto(f"{detail}?tab=visits")
    instructor.get_by_role("link", name="Record a visit").click()
    instructor.get_by_label("On site").or_(instructor.get_by_label("on site")).first.check()
    instructor.locator("#id_summary").fill("Saw the workshop; tasks follow the plan.")
    press(instructor, "Save")
    expect(instructor.get_by_text("The visit is recorded.")).to_be_visible()

    # The last day, and what both sides say of it.
    Placement.objects.filter(pk=placement.pk).update(ends_on=today())
    office.goto(detail)
    office.get_by_role("link", name="Finish").click()
    press(office, "Finish")
    expect(office.get_by_text("The internship is finished.")).to_be_visible()
    at_portal = window(join(world.mentor), **DESKTOP)
    at_portal.goto("/portal/evaluations/")
    at_portal.get_by_role("link", name="Li Ming").click()
    judge(at_portal, "Work", 92, "Careful with the machine.")
    instructor.goto(f"{detail}?tab=evaluation")
    instructor.get_by_role("link", name=re.compile("Judge")).first.click()
    judge(instructor, "Report", 85, "Honest about what went wrong.")
    director.goto(f"{detail}?tab=evaluation")
    director.get_by_role("link", name="Confirm the result").click()
    director.locator(".save-bar button[type=submit]").click()
    director.get_by_role("button", name="Issue the certificate").click()
    expect(director.get_by_text("is being made").first).to_be_visible()

    # The certificate, in the student's hands.
    assert in_a_worker(make_ordered_certificates) == 1
    student.goto("/me/result/")
    address = student.get_by_role("link", name="My certificate (PDF)").get_attribute("href")
    opened = student.request.get(address)
    assert opened.headers["content-type"] == "application/pdf"
    kept = Path(tmp_path / "certificate.pdf")
    kept.write_bytes(opened.body())
    call_command("verify_document", str(kept))  # raises where it is not genuine
    expect(student.get_by_text("89").first).to_be_visible()

    windows = (office, head, director, student, guardian, signatory, mentor, instructor, at_portal)
    assert [page.complaints for page in windows] == [[]] * len(windows)


# --- Steps ------------------------------------------------------------------------------------


def the_plan_is_approved_and_started(plan: Plan, *, office: Page, deciders: list[Page], world: World) -> None:
    office.goto(plan.get_absolute_url())
    office.get_by_role("link", name="Submit for review").click()
    press(office, "Submit for review")
    expect(office.get_by_text("Submitted.")).to_be_visible()
    for decider in deciders:
        decider.goto("/approvals/")
        decider.get_by_role("link", name="Lathes, third year").click()
        press(decider, "Approve")
        expect(decider.get_by_role("button", name="Approve")).to_have_count(0)
    what_a_plan_needs_before_the_start(office, plan)
    office.goto(plan.get_absolute_url())
    office.get_by_role("link", name="Start", exact=True).click()
    press(office, "Start")
    expect(office.get_by_text("The internship is running.")).to_be_visible()


def what_a_plan_needs_before_the_start(office: Page, plan: Plan) -> None:
    """Its papers, the list of hosts, the filing and what the school declares, each by hand."""
    detail = plan.get_absolute_url()
    for kind in ("Management rules", "Safety rules", "Emergency plan"):
        office.goto(f"{detail}?tab=documents")
        office.get_by_role("link", name="Add a document").click()
        upload = {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
        office.get_by_label("File").set_input_files([upload])
        office.get_by_label("What it is").select_option(label=kind)
        press(office, "Save")
        expect(office.get_by_text("The document is added.")).to_be_visible()
    office.goto(f"{detail}?tab=hosts")
    office.get_by_role("link", name="Note the publication").click()
    for day in ("Approved on", "Published on"):
        office.get_by_label(day).fill(today().isoformat())
    office.get_by_label("Address of the page").fill("https://centre.example/hosts")
    press(office, "Save")
    expect(office.get_by_text("Noted when and where the hosts were published.")).to_be_visible()
    office.goto(f"{detail}?tab=filings")
    office.get_by_role("link", name="Record a filing").click()
    office.get_by_label("Filing number").fill("17")
    office.get_by_label("Filed with").fill("Bureau")
    office.get_by_label("Filed on").fill(today().isoformat())
    press(office, "Save")
    expect(office.get_by_text("The filing is recorded.")).to_be_visible()
    office.get_by_role("link", name="Declare", exact=True).click()
    office.locator("[name=is_for_profit][value=no]").check()
    office.get_by_label("What do enterprises pay the school for the interns?").fill("0")
    office.locator("[name=copies_host_standards][value=no]").check()
    press(office, "Save")
    expect(office.get_by_text("The declarations are noted.")).to_be_visible()


def the_student_is_placed(plan: Plan, office: Page, world: World) -> Placement:
    a_post(world, PostState.APPROVED, plan=plan, name_en="Lathe operator", pay_per_month=3000)
    office.goto(reverse("placements:board", args=[plan.pk]))
    office.get_by_role("link", name="Place a student").first.click()
    choose(office, "student", "Li Ming", typed="Li")
    choose(office, "post", "Lathe operator")
    office.get_by_role("radio", name="yes", exact=True).check()
    choose(office, "instructor", "Qian Yu")
    press(office, "Place")
    expect(office.get_by_text("The student has a place")).to_be_visible()
    return Placement.objects.get()


def insured_and_trained(office: Page, placement: Placement) -> None:
    office.goto(f"{placement.get_absolute_url()}?tab=papers")
    office.get_by_role("link", name="Enter an insurance").click()
    expect(office.get_by_label("Covers until")).to_have_value(placement.ends_on.isoformat())
    office.get_by_label("Insurer").fill("PICC")
    office.get_by_label("Policy number").fill("P-1")
    office.get_by_label("Premium kept back from pay").select_option(label="no")
    press(office, "Save")
    expect(office.get_by_text("covers the internship")).to_be_visible()
    office.get_by_role("link", name="Enter a result").click()
    office.get_by_label("Course").fill("Safety before the start")
    office.get_by_label("Score").fill("92")
    office.get_by_label("Protective gear handed out").select_option(label="yes")
    press(office, "Save")
    expect(office.get_by_text("Safety before the start")).to_be_visible()


def some_weeks_pass(placement: Placement) -> None:
    began = today() - timedelta(days=21)
    Placement.objects.filter(pk=placement.pk).update(starts_on=began, started_on=began)
    LogEntry.objects.update(happened_on=monday_of(today()) - timedelta(days=5))


def in_a_worker(work: Callable[..., int]) -> int:
    """In a thread of its own: Playwright's loop runs in this one, and pyHanko starts another."""

    def run() -> int:
        try:
            return work(now=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


# --- What hands do ----------------------------------------------------------------------------


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, field: str, option: str, *, typed: str = "") -> None:
    """In a box that searches; with ``typed`` only what was typed is looked for."""
    box = page.locator(f"#id_{field}-ts-control")
    box.click()
    if typed:
        box.press_sequentially(typed)
    page.locator(f"#id_{field}-ts-dropdown .option", has_text=option).first.click()


def judge(page: Page, criterion: str, score: int, remark: str) -> None:
    page.get_by_role("spinbutton", name=criterion).fill(str(score))
    page.get_by_label("Remark on the whole").fill(remark)
    press(page, "Hand in")
    expect(page.get_by_text("Handed in. You can change it until")).to_be_visible()


def open_the_link(page: Page, mails: list, address: str) -> None:
    """The newest that was sent to somebody."""
    deliver_due(now=timezone.now())
    links = [re.search(r"/link/\S+", mail.body) for mail in mails if address in mail.to[0]]
    page.goto([found for found in links if found][-1][0])
    page.get_by_role("button", name=OPEN_IT).click()


def agree_and_read(page: Page) -> None:
    page.get_by_label(I_AGREE).check()
    page.get_by_role("button", name=GO_ON).click()
    for number, sheet in enumerate(page.locator("figure.sheet").all(), start=1):
        sheet.locator("figcaption").scroll_into_view_if_needed()
        seen = re.compile(rf"^\s*({number} of|已阅 {number} /)")
        expect(page.locator("#progress").filter(has_text=seen)).to_be_visible()
    page.get_by_role("link", name=CONTINUE).click()


def give_the_code(page: Page, mails: list, address: str) -> None:
    page.locator("form", has=page.get_by_role("button", name=SEND_A_CODE)).first.wait_for()
    page.get_by_role("button", name=SEND_A_CODE).first.click()
    page.locator("#code-email").wait_for()
    deliver_due(now=timezone.now())
    codes = [re.search(r"^\d{6}$", mail.body, re.MULTILINE) for mail in mails if address in mail.to[0]]
    identify(page, "email", [found for found in codes if found][-1][0])


def identify(page: Page, means: str, code: str) -> None:
    page.locator(f"#code-{means}").fill(code)
    page.locator("form", has=page.locator(f"#code-{means}")).get_by_role("button").click()


def put_name(page: Page, name: str) -> None:
    page.get_by_label(YOUR_NAME).fill(name)
    page.get_by_role("button", name=SIGN).click()
    expect(page.get_by_text(SIGNED)).to_be_visible()

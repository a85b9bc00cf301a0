"""A need becomes a joint project, and the project a kept promise: told at the portal, taken up, answered by
the project, carried out, accepted by both sides, counted for the agreement."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.counting import count_promises
from agreements.documents.renewal_pack import Proposal, renewal_pack
from agreements.models import Agreement, Obligation, ObligationPeriod, Rhythm
from agreements.models import Side as PromisedBy
from collaboration.models import Need, NeedState
from projects.models import Project, ProjectState
from tests.collaboration.exchanging import an_agreement
from tests.world import World, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
TITLE = "刀具磨损在线监测"


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_world()


def today():
    return timezone.localdate()


def press(page: Page, name: str) -> None:
    """A button or a link by its whole name."""
    exactly = re.compile(rf"^\s*{re.escape(name)}\s*$")
    found = page.get_by_role("button", name=exactly).or_(page.get_by_role("link", name=exactly))
    found.first.click()


def confirm(page: Page) -> None:
    """The dialog that asks first."""
    page.locator("#confirm-go").click()


def choose(page: Page, name: str, key: int) -> None:
    """In a list that may be searched."""
    page.locator(f"select[name={name}]").evaluate(
        "(field, key) => field.tomselect ? field.tomselect.setValue(key) : (field.value = key)", str(key)
    )


def save(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()


def promised(agreement: Agreement, world: World) -> Obligation:
    made: Obligation = Obligation.objects.create(
        agreement=agreement,
        order=1,
        side=PromisedBy.ENTERPRISE,
        enterprise=world.partner,
        metric="projects_accepted",
        quantity=Decimal(1),
        rhythm=Rhythm.ONCE,
        what_zh="共同完成校企合作项目。",
        what_en="A joint project carried out together.",
        starts_on=today() - timedelta(days=30),
        is_taken_over=True,
        entered_by=world.director,
    )
    return made


def test_a_need_becomes_a_project_and_the_project_a_kept_promise(
    world: World, window: Callable[..., Page]
) -> None:
    agreement = an_agreement(world, world.partner)
    promised(agreement, world)
    join(world.liaison)
    portal, desk = window(world.liaison.user, **DESKTOP), window(world.director, **DESKTOP)

    # The enterprise tells what it needs.
    portal.goto(reverse("portal:enterprise_need_new"))
    portal.locator("input[name=kind][value=technology], select[name=kind]").first.evaluate(
        "field => { if (field.tagName === 'SELECT') { field.value = 'technology' } else { field.click() } }"
    )
    portal.locator("[name=title]").fill("刀具磨损太快")
    portal.locator("[name=details]").fill("加工中心换刀频繁。")
    save(portal)
    press(portal, "Tell the school")
    need = Need.objects.get()
    assert need.state == NeedState.TOLD

    # The school takes it up and makes a project of it.
    desk.goto(reverse("collaboration:need_take_up", args=[need.pk]))
    save(desk)
    desk.goto(reverse("collaboration:need_project", args=[need.pk]))
    desk.locator("[name=title]").fill(TITLE)
    choose(desk, "agreement", agreement.pk)
    save(desk)
    project = Project.objects.get()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(TITLE)
    _plan(desk, project)
    desk.goto(reverse("collaboration:need_tell_answer", args=[need.pk]))
    desk.locator("[name=words]").fill("立项攻关。")
    save(desk)
    for move in ("review", "approve", "start"):
        desk.goto(reverse(f"projects:project_{move}", args=[project.pk]))
        save(desk)
    project.refresh_from_db()
    assert project.state == ProjectState.RUNNING

    # The enterprise finds the project beside its need, and ticks what it delivers.
    portal.goto(reverse("portal:enterprise_need", args=[need.pk]))
    press(portal, TITLE)
    press(portal, "It is done")
    save(portal)
    expect(portal.get_by_text("Done").first).to_be_visible()

    # An outcome of both sides, whose ownership the enterprise confirms.
    desk.goto(reverse("projects:outcome_new", args=[project.pk]))
    desk.locator("select[name=kind]").select_option("patent")
    desk.locator("[name=title]").fill("一种监测装置")
    desk.locator("[name=achieved_on]").fill(today().isoformat())
    desk.locator("[name=centre_share]").fill("60")
    desk.locator("[name=enterprise_share]").fill("40")
    desk.locator("select[name=owner]").select_option(str(world.partner.pk))
    save(desk)
    portal.goto(reverse("portal:project", args=[project.pk]))
    press(portal, "Confirm whose it is")
    confirm(portal)
    expect(portal.get_by_text("Ownership confirmed").first).to_be_visible()

    # Both sides accept it.
    _accept(desk, portal, project, world)
    project.refresh_from_db()
    assert (project.state, project.result) == (ProjectState.CLOSED, "accepted")
    paper = portal.request.get(reverse("portal:project_report", args=[project.pk]))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF")

    # It counts for the promise, and the renewal pack lists it.
    count_promises(on=today(), now=timezone.now())
    period = ObligationPeriod.objects.get()
    assert period.counted == 1
    sheet = renewal_pack(agreement, Proposal({}), reader=world.director, on=today())
    assert TITLE in str(sheet.annexes)
    desk.goto(f"{agreement.get_absolute_url()}?tab=projects")
    expect(desk.get_by_text(TITLE).first).to_be_visible()


def _plan(desk: Page, project: Project) -> None:
    desk.goto(reverse("projects:milestone_new", args=[project.pk]))
    desk.locator("[name=title]").fill("现场试验")
    desk.locator("[name=deliverable]").fill("试验报告")
    desk.locator("select[name=side]").select_option("enterprise")
    desk.locator("[name=due_on]").fill((today() + timedelta(days=30)).isoformat())
    save(desk)
    desk.goto(reverse("projects:criterion_new", args=[project.pk]))
    desk.locator("[name=text]").fill("误报率低于5%")
    save(desk)


def _accept(desk: Page, portal: Page, project: Project, world: World) -> None:
    for name, value in (("user", world.director.pk), ("contact", world.liaison.pk)):
        desk.goto(reverse("projects:panel_new", args=[project.pk]))
        desk.locator(f"select[name={name}]").evaluate(
            "(field, key) => field.tomselect ? field.tomselect.setValue(key) : (field.value = key)",
            str(value),
        )
        save(desk)
    desk.goto(reverse("projects:project_begin_acceptance", args=[project.pk]))
    save(desk)
    for page, address in ((desk, "projects:project_opinion"), (portal, "portal:project_opinion")):
        page.goto(reverse(address, args=[project.pk]))
        page.locator("input[name=opinion][value=accept]").check()
        save(page)
    desk.goto(reverse("projects:project_judge", args=[project.pk]))
    desk.locator("select[name^=verdict]").first.select_option("met")
    save(desk)
    desk.goto(reverse("projects:project_close", args=[project.pk]))
    desk.locator("input[name=result][value=accepted]").check()
    save(desk)

"""The pages of joint projects, of the staff and of enterprises, and their papers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from collaboration.models import AnswerKind, NeedKind, NeedState
from projects.models import Project, ProjectState
from tests.collaboration.needing import a_need
from tests.projects.joining import TODAY, a_project, an_agreement, an_outcome, planned_out, with_panel
from tests.query_counts import assert_query_count
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
S = ProjectState
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def director(world):
    return signed_in(world.director)


@pytest.fixture
def liaison(world):
    join(world.liaison)
    return signed_in(world.liaison.user)


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def filled(world, **fields) -> Project:
    project = with_panel(planned_out(a_project(world, **fields)), world)
    project.members.create(student=world.student, role="assistant", hours=20)
    project.meetings.create(held_on=TODAY, minutes="定了样机方案")
    project.risks.create(title="缺料", owner="甲", measure="备货", raised_on=TODAY)
    project.expenses.create(
        line=project.budget_lines.get(), voucher="记-9", spent_on=TODAY, amount=100, purpose="传感器"
    )
    an_outcome(project)
    return project


def test_the_list_finds_projects_and_exports_them(world, director):
    filled(world)
    a_project(world, title="酒店服务标准", kind="curriculum", enterprise=world.stranger)

    def found(**query) -> tuple[bool, bool]:
        text = page(director, "projects:project_list", **query)
        return "刀具磨损" in text, "酒店服务标准" in text

    assert found() == (True, True)
    assert found(kind="curriculum") == (False, True)
    assert found(q="精工") == (True, False)
    assert found(enterprise=world.stranger.pk) == (False, True)
    assert found(state="proposed") == (False, False)
    assert found(mine="on") == (True, True)
    exported = director.get(reverse("projects:project_list"), {"export": "csv", "kind": "technology"})
    assert "刀具磨损" in b"".join(exported).decode("utf-8-sig")


@pytest.mark.parametrize("tab", ["overview", "people", "money", "together", "acceptance"])
def test_every_tab_costs_a_constant_number_of_queries(world, director, tab):
    project = filled(world)
    assert_query_count(f"project {tab}", director, f"/projects/{project.pk}/?tab={tab}")


def test_the_list_and_the_portal_cost_a_constant_number_of_queries(world, director, liaison):
    project = filled(world)
    assert_query_count("projects", director, "/projects/")
    assert_query_count("portal projects", liaison, "/portal/projects/")
    assert_query_count("portal project", liaison, f"/portal/projects/{project.pk}/")


def test_a_deliverable_is_ticked_with_its_file_and_the_enterprise_reads_it(world, director, liaison):
    project = planned_out(a_project(world))
    milestone = project.milestones.get(side="centre")
    director.post(
        reverse("projects:milestone_tick", args=[project.pk, milestone.pk]),
        {"done_on": TODAY.isoformat(), "upload": SimpleUploadedFile("样机.pdf", PDF)},
    )
    file = project.files.get()
    assert file.milestone == milestone
    assert "样机.pdf" in page(liaison, "portal:project", project.pk)
    assert liaison.get(reverse("portal:project_file", args=[project.pk, file.pk])).status_code == 200


def test_a_liaison_proposes_raises_risks_and_confirms_whose_an_outcome_is(world, director, liaison):
    response = liaison.post(
        reverse("portal:project_new"),
        {
            "kind": "research",
            "title": "新材料切削",
            "aims": "论文一篇",
            "starts_on": TODAY.isoformat(),
            "ends_on": (TODAY + timedelta(days=200)).isoformat(),
        },
    )
    proposed = Project.objects.get()
    assert response.url == reverse("portal:project", args=[proposed.pk])
    assert "新材料切削" in page(director, "projects:project_list", untaken="on")
    running = a_project(world)
    outcome = an_outcome(running)
    liaison.post(
        reverse("portal:project_risk", args=[running.pk]),
        {
            "title": "停电",
            "side": "enterprise",
            "owner": "周",
            "likelihood": 1,
            "impact": 3,
            "measure": "备用电源",
        },
    )
    liaison.post(reverse("portal:project_outcome", args=[running.pk, outcome.pk]))
    outcome.refresh_from_db()
    assert outcome.confirmed_by == world.liaison.user
    assert running.risks.get().raised_by == world.liaison.user


def test_a_stranger_finds_nothing_of_a_project(world):
    join(world.stranger_liaison)
    client, project = signed_in(world.stranger_liaison.user), filled(world)
    assert project.title not in page(client, "portal:projects")
    assert client.get(reverse("portal:project", args=[project.pk])).status_code == 404
    assert client.get(reverse("portal:project_charter", args=[project.pk])).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans", "both"])
def test_charter_and_report_are_papers_in_both_languages(world, director, liaison, language):
    project = filled(world, state=S.CLOSED)
    for kind in ("charter", "report"):
        for client, space in ((director, "projects"), (liaison, "portal")):
            address = reverse(f"{space}:project_{kind}", args=[project.pk])
            response = client.get(address, {"language": language})
            assert response.status_code == 200
            assert response["Content-Type"] == "application/pdf"
            assert response.content.startswith(b"%PDF")


def test_there_is_no_report_before_the_end(world, director):
    project = planned_out(a_project(world))
    response = director.get(reverse("projects:project_report", args=[project.pk]))
    assert response.status_code == 302


def test_a_project_made_of_a_need_answers_it_and_both_show_it(world, director, liaison):
    need = a_need(
        world.partner,
        world.director,
        kind=NeedKind.TECHNOLOGY,
        title="刀具磨损太快",
        state=NeedState.TAKEN_UP,
    )
    address = reverse("collaboration:need_project", args=[need.pk])
    assert "刀具磨损太快" in director.get(address).content.decode()
    response = director.post(
        address,
        {
            "kind": "technology",
            "title": "刀具磨损监测",
            "aims": "装置一套",
            "starts_on": TODAY.isoformat(),
            "ends_on": (TODAY + timedelta(days=300)).isoformat(),
            "lead": world.director.pk,
            "agreement": an_agreement(world, world.partner).pk,
            "department": world.mechanics.pk,
        },
    )
    project = Project.objects.get()
    assert response.url == project.get_absolute_url()
    answer = need.answers.get()
    assert (answer.kind, answer.project) == (AnswerKind.PROJECT, project)
    assert "刀具磨损太快" in page(director, "projects:project_detail", project.pk, tab="needs")
    director.post(reverse("collaboration:need_tell_answer", args=[need.pk]), {"words": "立项攻关"})
    assert reverse("portal:project", args=[project.pk]) in page(liaison, "portal:enterprise_need", need.pk)


def test_running_projects_stand_among_what_fits_a_need(world, director):
    a_project(world, title="在研项目")
    a_project(world, title="停了的项目", state=S.STOPPED)
    need = a_need(world.partner, kind=NeedKind.RESEARCH, hoped="模型")
    text = page(director, "collaboration:need_detail", need.pk, tab="fits")
    assert "在研项目" in text
    assert "停了的项目" not in text

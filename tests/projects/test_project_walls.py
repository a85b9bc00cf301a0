"""What the portal reads of joint projects, and what is counted from them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from core.metrics import OCCURRENCE, Giver, metric_of
from core.walls import inside
from projects.models import Expense, Milestone, Outcome, PanelMember, Project, ProjectFile, ProjectState, Risk
from projects.walls import (
    MILESTONE_COLUMNS,
    OUTCOME_COLUMNS,
    PANEL_COLUMNS,
    PROJECT_COLUMNS,
    RISK_COLUMNS,
)
from tests.access.posts import kept
from tests.projects.joining import TODAY, a_project, an_outcome, planned_out, with_panel
from tests.world import join

pytestmark = pytest.mark.django_db
S = ProjectState


@pytest.fixture
def both(world):
    """Projects of our partner and of a stranger with some of everything."""
    for enterprise in (world.partner, world.stranger):
        one = planned_out(a_project(world, enterprise=enterprise, title=f"项目 {enterprise.pk}"))
        one.risks.create(title=f"风险 {enterprise.pk}", owner="甲", measure="乙", raised_on=TODAY)
        an_outcome(one, title=f"专利 {enterprise.pk}")
    return world


def test_an_enterprise_reads_what_it_leads_or_joins_and_nothing_else(both):
    join(both.liaison)
    with inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id):
        assert [one.title for one in Project.objects.only(*PROJECT_COLUMNS)] == [f"项目 {both.partner.pk}"]
        assert Milestone.objects.only(*MILESTONE_COLUMNS).count() == 2
        assert [one.title for one in Risk.objects.only(*RISK_COLUMNS)] == [f"风险 {both.partner.pk}"]
        assert [one.title for one in Outcome.objects.only(*OUTCOME_COLUMNS)] == [f"专利 {both.partner.pk}"]
    theirs = Project.objects.get(enterprise=both.stranger)
    theirs.partners.create(enterprise=both.partner)
    with inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id):
        assert Project.objects.only(*PROJECT_COLUMNS).count() == 2


def test_vouchers_are_not_opened_and_deliverables_are(both):
    join(both.liaison)
    project = Project.objects.get(enterprise=both.partner)
    expense = project.expenses.create(
        line=project.budget_lines.get(), voucher="1", spent_on=TODAY, amount=1, purpose="材料"
    )
    file = kept(ProjectFile, project, milestone=project.milestones.first())
    with inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id):
        assert [one.pk for one in ProjectFile.objects.all()] == [file.pk]
    ProjectFile.objects.update(milestone=None, expense=expense)
    with inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id):
        assert not ProjectFile.objects.exists()


def test_opinions_of_the_school_are_read_at_the_end(both):
    join(both.liaison)
    project = with_panel(Project.objects.get(enterprise=both.partner), both, judged=True)
    with inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id):
        assert [one.contact_id for one in PanelMember.objects.only(*PANEL_COLUMNS)] == [both.liaison.pk]
    Project.objects.filter(pk=project.pk).update(state=S.CLOSED, result="accepted", accepted_on=TODAY)
    with inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id):
        assert PanelMember.objects.only(*PANEL_COLUMNS).count() == 2


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("projects_project", "proposed_by_id"),
        ("projects_project", "reviewed_by_id"),
        ("projects_projectmember", "student_id"),
        ("projects_expense", "voucher"),
        ("projects_contribution", "amount"),
        ("projects_outcome", "entered_by_id"),
        ("projects_risk", "raised_by_id"),
    ],
)
def test_who_entered_it_who_works_in_it_and_vouchers_are_closed(both, table, column):
    join(both.liaison)
    with (
        inside(enterprise_id=both.partner.pk, person_id=both.liaison.user_id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM {table}")


# --- Metrics ------------------------------------------------------------------------------------

BY_HAND = {
    "projects_accepted": (
        "SELECT 2 * count(*) FROM projects_project WHERE state = 'closed' AND result <> 'not_accepted'"
    ),
    "project_money": "SELECT sum(amount) FROM projects_expense",
    "project_outcomes": "SELECT 2 * count(*) FROM projects_outcome WHERE confirmed_on IS NOT NULL",
    "project_transfers": (
        "SELECT sum(value) FROM projects_outcome WHERE kind = 'transfer' AND confirmed_on IS NOT NULL"
    ),
}


@pytest.fixture
def years(world):
    """Some that were accepted, with conditions, or not; some that run; money of both sides; outcomes."""
    for result in ("accepted", "conditional", "not_accepted"):
        a_project(world, state=S.CLOSED, result=result)
    running = planned_out(a_project(world, agreement=None, state=S.STOPPED, stopped_on=TODAY, reason="停产"))
    line = running.budget_lines.get()
    for number, payer in enumerate((None, world.partner, world.stranger)):
        running.expenses.create(
            line=line,
            voucher=str(number),
            spent_on=TODAY - timedelta(days=number),
            amount=Decimal("10.50") + number,
            purpose="材料",
            payer=payer,
        )
    an_outcome(running)
    an_outcome(running, title="论文", kind="paper", confirmed_on=TODAY)
    an_outcome(running, title="转让", kind="transfer", value=Decimal(30000), confirmed_on=TODAY)
    return world


@pytest.mark.parametrize("code", sorted(BY_HAND))
def test_a_metric_is_what_a_count_by_hand_finds(years, code):
    metric = metric_of(code)
    assert metric is not None
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND[code])
        (by_hand,) = cursor.fetchone()
    found = list(metric.occurrences())
    assert sum(row["quantity"] for row in found) == by_hand > 0
    assert {row["giver"] for row in found} == {giver.value for giver in metric.givers}
    assert len({(row["record_id"], row["giver"]) for row in found}) == len(found)
    evidence = metric.rows([row["record_id"] for row in found])
    assert all(evidence[row["record_id"]].url_at_portal for row in found)
    assert all(evidence[row["record_id"]].title_at_portal for row in found)
    text, parameters = metric.statement()
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        assert [column.name for column in cursor.description] == list(OCCURRENCE)
        assert len(cursor.fetchall()) == len(found)


def test_at_the_portal_a_voucher_is_called_by_its_project(years):
    metric = metric_of("project_money")
    assert metric is not None

    projects = dict(Expense.objects.values_list("pk", "project__title"))
    for pk, said in metric.rows(list(projects)).items():
        assert "材料" in said.title
        assert said.title_at_portal == projects[pk]


def test_money_counts_for_whoever_paid_it(years):
    metric = metric_of("project_money")
    assert metric is not None
    found = {(row["giver"], row["enterprise"]): row["quantity"] for row in metric.occurrences()}
    assert found == {
        (Giver.CENTRE, years.partner.pk): Decimal("10.50"),
        (Giver.ENTERPRISE, years.partner.pk): Decimal("11.50"),
        (Giver.ENTERPRISE, years.stranger.pk): Decimal("12.50"),
    }

"""What a list may touch: the records that whoever brings it in may change, and no others."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, Position, User
from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRow, ImportRun
from partnerships.merging import merge
from partnerships.models import Enterprise
from tests.factories import AppointmentFactory, EnterpriseFactory, PositionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

ELSEWHERE = "Another department keeps an enterprise with this code."


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def check(actor: User, department: Department, *rows: str) -> ImportRun:
    now = timezone.now()
    run = operations.start_import(
        actor=actor,
        spec=find_spec("partnerships.partners"),
        file=ContentFile("\n".join(("企业名称,统一社会信用代码,地址", *rows)).encode()),
        file_name="list.csv",
        options={"department": department.pk},
        now=now,
    )
    operations.check_import(actor=actor, pk=run.pk, now=now)
    return worked_on(run)


def apply(actor: User, run: ImportRun) -> ImportRun:
    operations.apply_import(actor=actor, pk=run.pk, expected=run.applicable, now=timezone.now())
    return worked_on(run)


def worked_on(run: ImportRun) -> ImportRun:
    work.work_on(run.pk, now=timezone.now())
    return ImportRun.objects.get(pk=run.pk)


def renaming(enterprise: Enterprise) -> str:
    return f"改了名的公司,{enterprise.code},别处"


def test_another_departments_enterprise_is_neither_shown_nor_changed(world, client):
    run = check(world.officer, world.mechanics, renaming(world.stranger), renaming(world.partner))
    row, own = run.rows.order_by("number")
    assert (row.verdict, row.reason, row.changes, row.target_id) == ("rejected", ELSEWHERE, None, None)
    assert own.verdict == "changed"

    client.force_login(world.officer)
    page = client.get(reverse("core:import_detail", args=[run.pk]), {"tab": "rows"}).content.decode()
    assert ELSEWHERE in page
    assert world.stranger.name not in page

    apply(world.officer, run)
    before = world.stranger.name
    world.stranger.refresh_from_db()
    world.partner.refresh_from_db()
    assert (world.stranger.name, world.partner.name) == (before, "改了名的公司")


def test_whoever_may_import_everywhere_brings_any_enterprise_up_to_date(world):
    run = apply(world.director, check(world.director, world.mechanics, renaming(world.stranger)))
    world.stranger.refresh_from_db()
    assert (run.state, world.stranger.name) == ("applied", "改了名的公司")
    assert world.stranger.department == world.tourism


def test_a_record_that_went_to_another_department_since_the_check_is_judged_anew(world):
    run = check(world.officer, world.mechanics, renaming(world.partner))
    Enterprise.objects.filter(pk=world.partner.pk).update(department=world.tourism)
    run = apply(world.officer, run)
    assert (run.state, run.rows.get().verdict) == ("checked", "rejected")
    assert not Enterprise.objects.filter(name="改了名的公司").exists()


def test_a_colleague_with_less_reach_neither_sees_nor_applies_what_lies_beyond_it(world, client):
    colleague = UserFactory.create(name="周专员", email="zhou@centre.example")
    AppointmentFactory.create(
        user=colleague,
        position=PositionFactory.create(
            department=world.mechanics,
            reach=Position.Reach.DEPARTMENT,
            capabilities=["enterprise.read", "enterprise.import"],
        ),
    )
    run = check(world.director, world.mechanics, renaming(world.stranger), renaming(world.partner))
    client.force_login(colleague)
    page = client.get(reverse("core:import_detail", args=[run.pk]), {"tab": "rows"}).content.decode()
    assert world.partner.name in page
    assert world.stranger.name not in page
    report = b"".join(client.get(reverse("core:import_report", args=[run.pk])).streaming_content).decode()
    assert world.stranger.name not in report

    run = apply(colleague, run)
    assert (run.state, run.applicable) == ("checked", 1)
    run = apply(colleague, run)
    world.stranger.refresh_from_db()
    assert (run.state, world.stranger.address) == ("applied", "")


class TestACodeOfAMergedRecord:
    @pytest.fixture
    def merged(self, world) -> Enterprise:
        """One that was merged into the partner, over another one."""
        first = EnterpriseFactory.create(name="苏州老字号机械厂", department=world.mechanics)
        second = EnterpriseFactory.create(name="苏州新字号机械厂", department=world.mechanics)
        for kept, gone in ((second, first), (world.partner, second)):
            merge(actor=world.director, kept_pk=kept.pk, merged_pk=gone.pk, now=timezone.now())
        first.refresh_from_db()
        return first

    def test_points_to_the_one_that_stands_for_it(self, world, merged):
        row = check(world.officer, world.mechanics, renaming(merged)).rows.get()
        assert (row.verdict, row.target_id) == (ImportRow.Verdict.DUPLICATE, world.partner.pk)
        assert str(world.partner) in row.reason
        assert row.changes is None

    def test_tells_a_stranger_only_that_it_is_taken(self, world, merged):
        row = check(world.stranger_officer, world.tourism, renaming(merged)).rows.get()
        assert (row.verdict, row.reason, row.target_id) == ("rejected", ELSEWHERE, None)

    def test_is_explained_by_the_form(self, world, merged, client):
        client.force_login(world.officer)
        entered = {"name": "另一家", "scheme": "uscc", "code": merged.code, "country": "CN"}
        answer = client.post(
            reverse("partnerships:enterprise_new"), entered | {"department": world.mechanics.pk}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"Another enterprise has this registration code: {world.partner}" in page
        assert "Same code, of a record that was merged into it" in page

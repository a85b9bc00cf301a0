"""Inspections: a scope within one's reach, a sample that can be drawn again, dossiers, one ZIP."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError
from django.urls import reverse

from core.transitions import TransitionRefused
from governance.dossiers import dossier_kind, dossier_kinds, dossiers_of
from governance.dossiers.registry import Standing
from governance.models import (
    BundleStage,
    Inspection,
    InspectionBundle,
    InspectionState,
    SampledDossier,
    SampleDraw,
)
from governance.operations import inspections, samples
from governance.operations.inspections import UnableToInspect
from governance.operations.samples import UnableToDraw
from governance.sampling import sample
from placements.models import Placement, PlacementState
from tests.factories import BindingAgreementFactory
from tests.governance.inspecting import drawn, named, now, opened, placements, prepared, today
from tests.placements.caring import holder_of
from tests.query_counts import assert_query_count
from tests.world import signed_in

pytestmark = pytest.mark.django_db
POWERS = ["inspection.read", "inspection.edit", "inspection.open"]


# --- The scope --------------------------------------------------------------------------------


def test_the_scope_holds_the_departments_with_all_below_and_nothing_else(world):
    mine = placements(world)
    stranger = Placement.objects.create(
        plan=mine[0].plan, student=world.stranger_student, post=mine[0].post, enterprise=world.stranger,
        department=world.tourism, starts_on=mine[0].starts_on, ends_on=mine[0].ends_on,
    )  # fmt: skip
    kind = dossier_kind("placement")
    narrow = prepared(world)
    wide = prepared(world, departments=[world.centre])
    everything = prepared(world, departments=[])

    assert set(samples.population_of(narrow, kind)) == set(mine)
    assert set(samples.population_of(wide, kind)) == {*mine, stranger}
    assert set(samples.population_of(everything, kind)) == {*mine, stranger}


def test_plans_years_and_kinds_narrow_it(world):
    mine = placements(world)
    kind = dossier_kind("placement")
    year = mine[0].starts_on.year if mine[0].starts_on.month >= 9 else mine[0].starts_on.year - 1

    assert set(samples.population_of(prepared(world, plans=[mine[0].plan]), kind)) == set(mine)
    assert set(samples.population_of(prepared(world, years=[year]), kind)) == set(mine)
    assert not samples.population_of(prepared(world, years=[year - 3]), kind).exists()
    assert not samples.population_of(prepared(world, kinds=["agreement"]), kind).exists()


def test_cancelled_internships_and_drafts_of_agreements_are_no_dossiers(world):
    found = placements(world)
    Placement.objects.filter(pk=found[0].pk).update(state=PlacementState.CANCELLED, reason="left")
    BindingAgreementFactory.create(department=world.mechanics, enterprise=world.partner, state="draft")
    inspection = prepared(world)

    assert found[0] not in samples.population_of(inspection, dossier_kind("placement"))
    agreements = samples.population_of(inspection, dossier_kind("agreement"))
    assert set(agreements.values_list("state", flat=True)) <= {"signed", "renewed", "suspended", "terminated"}


def test_nobody_shows_what_lies_beyond_their_own_departments(world):
    officer = holder_of("inspection.edit", world.mechanics)
    before = Inspection.objects.count()
    for departments in ([world.tourism], [world.mechanics, world.tourism], []):
        with pytest.raises(UnableToInspect, match="beyond"):
            inspections.prepare(
                actor=officer, now=now(), title="a", body="b", basis="c", department=world.mechanics,
                responsible=officer, kinds=["placement"], departments=departments, starts_on=today(),
                ends_on=today(),
            )  # fmt: skip
    with pytest.raises(PermissionDenied):
        inspections.prepare(
            actor=world.teacher, now=now(), title="a", body="b", basis="c", department=world.mechanics,
            responsible=officer, kinds=["placement"], departments=[world.mechanics], starts_on=today(),
            ends_on=today(),
        )  # fmt: skip

    assert Inspection.objects.count() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_on": "before"},
        {"kinds": []},
        {"kinds": ["student"]},
        {"opens_sensitive": True},
        {"basis": ""},
    ],
)
def test_what_makes_no_inspection_is_refused(world, fields):
    if "ends_on" in fields:
        fields = {"ends_on": today() - timedelta(days=1)}
    with pytest.raises(ValidationError):
        prepared(world, **fields)

    assert not Inspection.objects.exists()


def test_the_database_keeps_what_an_inspection_must_say(world):
    inspection = prepared(world)
    for fields in (
        {"ends_on": today() - timedelta(days=1)},
        {"kinds": []},
        {"opens_sensitive": True},
        {"state": InspectionState.CLOSED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.filter(pk=inspection.pk).update(**fields)


# --- Moves ------------------------------------------------------------------------------------


def test_it_opens_to_named_people_only_before_its_last_day(world):
    inspection = prepared(world)
    with pytest.raises(TransitionRefused, match="Name the people"):
        inspections.open_inspection(actor=world.director, pk=inspection.pk, now=now())
    named(world, inspection)
    with pytest.raises(TransitionRefused, match="passed"):
        inspections.open_inspection(actor=world.director, pk=inspection.pk, now=now() + timedelta(days=11))
    Inspection.objects.filter(pk=inspection.pk).update(only_sample=True)
    with pytest.raises(TransitionRefused, match="draw it first"):
        inspections.open_inspection(actor=world.director, pk=inspection.pk, now=now())

    inspection.refresh_from_db()
    assert inspection.state == InspectionState.PREPARED


def test_once_open_what_may_be_seen_stands(world):
    inspection = opened(world)
    with pytest.raises(UnableToInspect, match="stands"):
        inspections.change(actor=world.director, pk=inspection.pk, now=now(), departments=[], title="more")
    inspection.refresh_from_db()

    assert inspection.title != "more"
    assert list(inspection.departments.all()) == [world.mechanics]


def test_the_last_day_moves_for_a_reason_and_not_into_the_past(world):
    inspection = opened(world)
    for ends_on, reason, refusal in (
        (today() + timedelta(days=20), " ", "reason"),
        (today() - timedelta(days=1), "late", "past"),
    ):
        with pytest.raises(UnableToInspect, match=refusal):
            inspections.change_days(
                actor=world.director, pk=inspection.pk, now=now(), ends_on=ends_on, reason=reason
            )
    later = today() + timedelta(days=20)
    inspections.change_days(actor=world.director, pk=inspection.pk, now=now(), ends_on=later, reason="延期")
    inspection.refresh_from_db()

    assert inspection.ends_on == later


# --- The sample -------------------------------------------------------------------------------


def test_a_sample_keeps_its_seed_and_what_it_was_drawn_from(world):
    keys = sorted(one.pk for one in placements(world, 4))
    inspection = prepared(world)
    draw = drawn(world, inspection, size=2)
    stratum = draw.strata.get()

    assert draw.seed == "26-11-23"
    assert stratum.population == keys
    assert stratum.name == "placement"
    by_hand = [one.key for one in sample(seed="26-11-23", stratum="placement", keys=keys, size=2)]
    assert list(draw.dossiers.order_by("place").values_list("key", flat=True)) == by_hand


def test_each_department_is_drawn_from_by_itself(world):
    placements(world, 3)
    draw = drawn(world, prepared(world), size=1, by_department=True)

    assert [stratum.name for stratum in draw.strata.all()] == [f"placement/{world.mechanics.code}"]
    assert draw.dossiers.count() == 1


def test_it_is_drawn_again_for_a_reason_only_and_the_first_draw_stays(world):
    placements(world)
    inspection = prepared(world)
    drawn(world, inspection)
    with pytest.raises(UnableToDraw, match="say why"):
        drawn(world, inspection)
    drawn(world, inspection, size=1, reason="样本名单泄露")

    assert [draw.number for draw in inspection.draws.all()] == [2, 1]
    assert samples.drawn(inspection).count() == 1
    assert SampledDossier.objects.count() == 3


@pytest.mark.parametrize("sizes", [{}, {"placement": 0}, {"recognition": 3}])
def test_nothing_is_drawn_of_nothing(world, sizes):
    placements(world)
    inspection = prepared(world)
    with pytest.raises(UnableToDraw):
        drawn(world, inspection, sizes=sizes)

    assert not SampleDraw.objects.exists()


def test_a_draw_cannot_be_changed_even_in_the_database(world):
    placements(world)
    draw = drawn(world, prepared(world))
    for change in (
        lambda: SampleDraw.objects.filter(pk=draw.pk).update(seed="mine"),
        lambda: draw.strata.update(population=[1]),
        lambda: draw.dossiers.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


def test_after_the_draw_the_scope_stands(world):
    placements(world)
    inspection = prepared(world)
    drawn(world, inspection)
    with pytest.raises(UnableToInspect, match="drawn from this scope"):
        inspections.change(actor=world.director, pk=inspection.pk, now=now(), departments=[world.centre])
    inspections.change(actor=world.director, pk=inspection.pk, now=now(), aim="三方协议")
    inspection.refresh_from_db()

    assert inspection.aim == "三方协议"


# --- Dossiers ---------------------------------------------------------------------------------


def test_a_dossier_says_what_is_missing_and_what_is_not_due(world):
    over = placements(world, 2)
    begun = over[1]
    Placement.objects.filter(pk=begun.pk).update(state=PlacementState.IN_PROGRESS, ended_on=None)
    kind = dossier_kind("placement")
    first, second = dossiers_of(kind, [over[0].pk, begun.pk], today())

    assert first.item_of["agreement"].standing is Standing.MISSING
    assert first.item_of["plan"].standing is Standing.PRESENT
    assert first.item_of["report"].standing is Standing.MISSING
    assert second.item_of["report"].standing is Standing.NOT_REQUIRED
    assert first.item_of["people"].standing is Standing.PRESENT


@pytest.mark.parametrize("kind", ["placement", "agreement", "recognition"])
def test_completeness_costs_as_much_for_many_as_for_one(world, kind, django_assert_max_num_queries):
    found = placements(world, 4)
    kinds = {one.name: one for one in dossier_kinds()}
    with django_assert_max_num_queries(45):
        rows = list(kinds[kind].rows())
        kinds[kind].completeness(rows, today())
    assert kind != "placement" or len(rows) == len(found)


def test_an_agreement_past_its_last_day_has_expired(world):
    agreement = BindingAgreementFactory.create(
        department=world.mechanics, enterprise=world.partner, starts_on=today() - timedelta(days=900),
        ends_on=today() - timedelta(days=1),
    )  # fmt: skip
    (dossier,) = dossiers_of(dossier_kind("agreement"), [agreement.pk], today())

    assert dossier.item_of["term"].standing is Standing.FAULTY
    assert dossier.item_of["approval"].standing is Standing.MISSING


# --- Everything in one file -------------------------------------------------------------------


def test_every_paper_of_the_sample_lies_in_one_zip_with_a_list_of_fingerprints(world):
    placements(world)
    inspection = opened(world)
    drawn(world, inspection)
    order = samples.order_bundle(actor=world.director, inspection=inspection, now=now())
    assert samples.order_bundle(actor=world.director, inspection=inspection, now=now()) == order
    samples.pack_ordered(now=now())
    bundle = samples.latest_bundle(inspection)
    with samples.open_bundle(bundle) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        manifest = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        files = set(archive.namelist()) - {"manifest.csv"}
        for line in manifest:
            if line["path"]:
                assert hashlib.sha256(archive.read(line["path"])).hexdigest() == line["sha256"]

    assert bundle.stage == BundleStage.DONE
    assert bundle.done == bundle.total == 2
    assert {line["path"] for line in manifest if line["path"]} == files
    assert files


def test_the_zip_is_gone_with_the_access(world):
    placements(world)
    inspection = opened(world)
    drawn(world, inspection)
    samples.order_bundle(actor=world.director, inspection=inspection, now=now())
    samples.pack_ordered(now=now())
    name = samples.latest_bundle(inspection).file
    assert default_storage.exists(name)
    inspections.close(actor=world.director, pk=inspection.pk, now=now())
    samples.pack_ordered(now=now())

    assert not default_storage.exists(name)
    assert not InspectionBundle.objects.exists()


# --- Pages ------------------------------------------------------------------------------------


def test_the_staff_see_the_sample_and_each_dossier(world):
    placements(world)
    inspection = opened(world)
    draw = drawn(world, inspection)
    client = signed_in(world.director)
    page = client.get(inspection.get_absolute_url()).content.decode()
    key = draw.dossiers.first().key
    dossier = client.get(reverse("governance:inspection_dossier", args=[inspection.pk, "placement", key]))

    assert draw.seed in page
    assert "Tripartite agreement" in dossier.content.decode()
    for tab in ("inspectors", "findings", "log", "history"):
        assert client.get(f"{inspection.get_absolute_url()}?tab={tab}").status_code == 200


def test_pages_cost_no_more_than_they_did(world):
    placements(world)
    inspection = opened(world)
    drawn(world, inspection)
    client = signed_in(world.director)

    assert_query_count("governance:inspection_list", client, reverse("governance:inspection_list"))
    assert_query_count("governance:inspection_detail", client, inspection.get_absolute_url())


def test_papers_are_packed_once_nothing_of_the_scope_can_change_any_more(world):
    inspection = prepared(world, opens_sensitive=True, sensitive_reason="按通知要求")
    placements(world, 1)
    drawn(world, inspection, size=1)

    with pytest.raises(UnableToDraw, match="once the inspection is open"):
        samples.order_bundle(actor=world.director, inspection=inspection, now=now())

    assert not inspection.bundles.exists()

"""Returns to authorities: filled from the records, missing values asked for, frozen when submitted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from core.indicators import Words, indicator_of
from core.models import Notification
from core.school_years import YearKind
from insights.reading import total_on
from partnerships.models import Contact
from placements.models import InsurancePolicy, Insured, Payment, Placement
from reports.models import Return
from reports.operations import return_files, return_orders, returns
from reports.return_duties import values_asked_for
from reports.returns.cells import packed, unpacked
from reports.returns.definitions import check, definitions, raw_definitions
from reports.returns.fields import BadDefinition, read_definition
from reports.returns.rows import every_row, values_of
from tests.factories import AgreementTypeFactory, PlacementFactory
from tests.internships.placing import numeric_control
from tests.reports.returning import (
    a_base,
    a_return,
    an_internship,
    asked_for,
    now,
    sheets_of,
    today,
    values,
    year_of,
)
from tests.world import signed_in

pytestmark = pytest.mark.django_db


# --- The definitions ------------------------------------------------------------------------------


def test_every_column_of_the_bundled_returns_is_one_that_the_code_can_fill():
    assert set(definitions()) == {"zzjx07", "smart_brain", "rp01", "rp02", "cooperation"}
    assert [sheet.key for sheet in definitions()["zzjx07"].sheets] == ["zzjx0701", "zzjx0702", "zzjx0703"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"source": "placement.shoe_size"}, "no source"),
        ({"type": "date"}, "of the type"),
        ({"fill": ["grandmother"]}, "nobody is"),
        ({"fill": ["nothing.at_all"]}, "nobody is"),
        ({"required_when": "placement.post"}, "yes or no"),
        ({"required": True, "required_when": "placement.insured"}, "required always"),
        ({"source": "answer", "about": "moon"}, "nothing is answered"),
        ({"name_zh": ""}, "no name"),
    ],
)
def test_a_definition_that_nothing_here_understands_is_refused(change, wrong):
    raw = raw_definitions()["smart_brain"]
    column = {"key": "x", "name_zh": "岗位", "name_en": "Post", "type": "text", "source": "placement.post"}
    sheet = raw["sheet"][0] | {"fields": [column | change]}

    with pytest.raises(BadDefinition, match=wrong):
        check(read_definition(raw | {"sheet": [sheet]}))


def test_a_column_of_a_source_that_exists_needs_no_code(internship, world):
    raw = raw_definitions()["smart_brain"]
    column = {"key": "x", "name_zh": "岗位", "name_en": "Post", "type": "text", "source": "placement.post"}
    definition = read_definition(raw | {"sheet": [raw["sheet"][0] | {"fields": [column]}]})
    check(definition)
    one = a_return(world, "smart_brain")

    found = [values_of(definition.sheets[0], row) for row in every_row(one, definition.sheets[0])]

    assert found == [{"x": Words("Machine operator", "数控操作员")}]


def test_unverified_returns_say_so_on_the_page_and_in_the_notes(world):
    for kind in ("rp01", "rp02"):
        one = a_return(world, kind)
        page = signed_in(world.director).get(one.get_absolute_url()).content.decode()

        assert "not verified by anybody" in page
        assert "procurement" in page
        notes = sheets_of(return_files.taken(one, "zh-hans", world.director, now=now()).content)["说明"]
        assert any("未经核实" in str(cell) for line in notes for cell in line)


@pytest.mark.parametrize(
    "value",
    ["数控", 4, True, False, None, date(2026, 8, 31), Decimal("3000.50"), Words("Yes", "是")],
)
def test_a_value_is_kept_as_what_it_is(value):
    assert unpacked(packed(value)) == value
    assert type(unpacked(packed(value))) is type(value)


# --- Beginning ------------------------------------------------------------------------------------


def test_a_year_has_one_return_of_a_kind_and_a_department(world):
    a_return(world)
    a_return(world, department=world.mechanics)
    a_return(world, "rp01")

    with pytest.raises(ValidationError, match="already"):
        a_return(world)

    assert Return.objects.count() == 3


def test_the_reference_day_is_a_day_of_the_year_that_has_come(world):
    year = year_of("zzjx07")

    for day in (date(year - 1, 12, 31), date(year + 1, 9, 1), today() + timedelta(days=1)):
        with pytest.raises(returns.UnableToChangeReturn):
            a_return(world, year=year + (day > today()), reference_day=day)

    assert not Return.objects.exists()


def test_nobody_begins_one_without_the_power(world):
    for actor in (world.officer, world.coordinator, world.teacher):
        with pytest.raises(PermissionDenied):
            a_return(world, actor=actor)

    assert not Return.objects.exists()


# --- ZZJX07: the rows -----------------------------------------------------------------------------


def test_a_base_says_what_its_agreement_and_its_enterprise_say(world, base):
    contact = Contact.objects.filter(enterprise=world.partner, is_primary=True).first()
    if contact is None:
        contact = world.liaison
        Contact.objects.filter(pk=contact.pk).update(is_primary=True, phone="0512-6288 0000")
        contact.refresh_from_db()

    (row,) = values(a_return(world), "zzjx0701")

    assert row["enterprise_code"] == world.partner.code
    assert row["agreement_number"] == base.number
    assert row["agreement_title"] == Words("Internship base", "实习基地合作协议")
    assert row["contact_name"] == Words(contact.name_latin or contact.name, contact.name)
    assert (row["contact_phone"] or "") == contact.phone
    assert row["category"] is None
    assert row["ownership"] is None


def test_bases_are_those_in_force_on_the_reference_day(world, base):
    a_base(world, forms=["research"], type=AgreementTypeFactory.create())
    a_base(world, starts_on=date(2010, 1, 1), ends_on=date(2015, 1, 1), type=AgreementTypeFactory.create())
    one = a_return(world)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM agreements_party p JOIN agreements_agreement a ON a.id = p.agreement_id"
            " WHERE p.enterprise_id IS NOT NULL AND a.state = 'signed' AND 'internship_base' = ANY(a.forms)"
            " AND %s BETWEEN a.starts_on AND a.last_day",
            [one.reference_day],
        )
        by_hand = {pk for (pk,) in cursor.fetchall()}
    table = definitions()["zzjx07"].sheet("zzjx0701")

    assert {row.pk for row in every_row(one, table)} == by_hand
    assert len(by_hand) == 1


def test_capacity_counts_seats_and_interns_of_the_year(world, base, internship):
    an_internship(world, plan=internship.plan, post=internship.post, student=world.stranger_student)

    (row,) = values(a_return(world), "zzjx0702")

    assert (row["places"], row["taken"], row["retained"]) == (4, 2, 0)
    assert "3,000" in row["treatment"].en
    assert "元" in row["treatment"].zh or "3,000" in row["treatment"].zh


def test_placements_of_the_year_are_those_of_the_indicator(world, internship):
    year = year_of("zzjx07")
    before = PlacementFactory.create(
        started_on=date(year - 1, 10, 1),
        ended_on=date(year, 8, 31),
        state="finished",
    )
    one = a_return(world)
    definition = indicator_of("insurance_rate")

    table = definitions()["zzjx07"].sheet("zzjx0703")
    rows = {row.pk for row in every_row(one, table)}

    assert rows == {internship.pk}
    assert before.pk not in rows
    members = {one.pk for one in definition.members(one.reference_day, None)}
    assert rows == members


def test_a_placement_says_when_where_guided_insured_and_paid(world, internship):
    policy = InsurancePolicy.objects.create(
        department=world.mechanics,
        insurer="PICC",
        number="P-1",
        covers_from=internship.started_on,
        covers_until=internship.ended_on,
        paid_by="host",
    )
    Insured.objects.create(
        policy=policy,
        placement=internship,
        covers_from=internship.started_on,
        covers_until=internship.ended_on,
    )

    (row,) = values(a_return(world), "zzjx0703")

    assert row["student_number"] == world.student.number
    assert (row["began"], row["ended"]) == (internship.started_on, internship.ended_on)
    assert row["post"] == Words("Machine operator", "数控操作员")
    assert row["mentor"].zh == world.mentor.name
    assert row["insured"] is True
    assert row["payer"].zh == "企业"
    assert row["pay"] == Decimal(3000)


def test_insured_is_who_was_covered_every_day_as_the_indicator_counts(world, internship):
    policy = InsurancePolicy.objects.create(
        department=world.mechanics,
        insurer="PICC",
        number="P-1",
        covers_from=internship.started_on,
        covers_until=internship.ended_on,
    )
    Insured.objects.create(
        policy=policy,
        placement=internship,
        covers_from=internship.started_on,
        covers_until=internship.ended_on - timedelta(days=1),
    )
    one = a_return(world)

    (row,) = values(one, "zzjx0703")
    counted = total_on(indicator_of("insurance_rate"), one.reference_day, None)

    assert row["insured"] is False
    assert counted.numerator == 0


def test_nothing_after_the_reference_day_counts(world, internship):
    one = a_return(world, reference_day=internship.started_on - timedelta(days=1))
    assert values(one, "zzjx0703") == []

    returns.change(actor=world.director, pk=one.pk, reference_day=internship.started_on, now=now())

    one.refresh_from_db()
    assert len(values(one, "zzjx0703")) == 1


def test_a_return_of_a_department_has_the_rows_of_the_department(world, internship):
    ours = a_return(world, department=world.mechanics)
    theirs = a_return(world, department=world.tourism)

    assert len(values(ours, "zzjx0703")) == 1
    assert values(theirs, "zzjx0703") == []
    assert values(theirs, "zzjx0701") == []


# --- The others -----------------------------------------------------------------------------------


def test_the_smart_brain_table_says_what_the_internship_says(world, internship):
    Payment.objects.create(
        placement=internship,
        month=internship.started_on.replace(day=1),
        period_from=internship.started_on,
        period_until=internship.started_on + timedelta(days=20),
        amount=2500,
        recorded_at=now(),
    )

    (row,) = values(a_return(world, "smart_brain"), "internships")

    assert row["matched"] is False  # the post is for no major
    assert row["arrangement"].zh == "学校安排"
    assert row["days"] == (internship.ended_on - internship.started_on).days + 1
    assert row["mean_pay"] == Decimal("2500.00")
    assert row["agreement"] is False
    assert row["phone"] is None


def test_the_baseline_wants_an_explanation_from_those_who_are_not_insured(world, internship):
    one = a_return(world, "rp01")

    assert ("supervision", "why_uninsured") in asked_for(one)
    assert ("supervision", "policy") not in asked_for(one)
    (row,) = values(one, "supervision")
    assert row["high_risk"] == Words("none", "无")
    assert (row["night"], row["overtime"], row["holiday"]) == (False, False, False)
    assert ("supervision", "filing") not in asked_for(one)

    internship.post.hazards = ["height"]
    internship.post.save()
    returns.look_through(actor=world.director, pk=one.pk, now=now())

    assert ("supervision", "filing") in asked_for(one)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("enterprises", "partner_enterprises"),
        ("joint_hours", "joint_teaching_hours"),
        ("funds_pledged", "funds_pledged"),
        ("funds_received", "funds_received"),
        ("equipment", "equipment_value"),
        ("order_class_students", "order_class_students"),
        ("courses", "courses_developed"),
        ("practice_days", "teacher_practice_days"),
        ("part_time_share", "part_time_share"),
        ("retained", "graduates_retained"),
    ],
)
def test_the_cooperation_return_has_the_numbers_of_the_indicators(world, base, field, code):
    one = a_return(world, "cooperation")
    (row,) = values(one, "cooperation")

    indicator = indicator_of(code, on=one.reference_day)
    year = YearKind.CALENDAR if indicator.adds_up else ""
    expected = total_on(indicator, one.reference_day, None, year).value

    assert row[field] == expected or float(row[field]) == float(expected)


def test_the_majors_covered_are_those_that_agreements_name(world, base):
    base.majors.add(numeric_control())

    (row,) = values(a_return(world, "cooperation"), "cooperation")

    assert row["majors"] == 1


# --- Missing values -------------------------------------------------------------------------------


def test_every_missing_value_names_the_record_and_who_can_fill_it(world, internship):
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    one = a_return(world)

    gap = one.gaps.get(field="mentor")

    assert gap.record_id == internship.pk
    assert gap.url == internship.get_absolute_url()
    assert gap.people == [world.class_teacher.pk]
    category = one.gaps.get(field="category")
    assert (category.power, category.url) == ("return.edit", "")
    assert category.people == [world.director.pk]


def test_what_was_filled_is_missing_no_more_after_a_look(world, internship):
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    one = a_return(world)
    Placement.objects.filter(pk=internship.pk).update(mentor=world.mentor)

    return_orders.look_through_drafts(now=now())

    assert ("zzjx0703", "mentor") not in asked_for(one)


def test_those_who_can_fill_it_are_asked_once_a_day_and_find_the_list(world, internship):
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    one = a_return(world)

    returns.ask(actor=world.director, pk=one.pk, now=now())
    returns.ask(actor=world.director, pk=one.pk, now=now())

    told = Notification.objects.get(recipient=world.class_teacher, kind="reports.asked")
    assert told.data["count"] == one.gaps.filter(people__contains=[world.class_teacher.pk]).count()
    page = signed_in(world.class_teacher).get(reverse("reports:return_asked")).content.decode()
    assert internship.get_absolute_url() in page
    assert "Mentor" in page
    assert signed_in(world.class_teacher).get(one.get_absolute_url()).status_code == 404
    assert "Nothing is asked" in signed_in(world.head).get(reverse("reports:return_asked")).content.decode()


def test_what_one_was_asked_for_waits_on_ones_page_of_duties(world, internship):
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    one = a_return(world)
    assert list(values_asked_for(world.class_teacher, today())) == []

    returns.ask(actor=world.director, pk=one.pk, now=now())

    (duty,) = values_asked_for(world.class_teacher, today())
    assert (duty.title, duty.url) == (one.name_en, reverse("reports:return_asked"))
    assert list(values_asked_for(world.lawyer, today())) == []


def test_the_list_is_narrowed_to_a_person_and_a_column_and_exported(world, internship):
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    one = a_return(world)
    client = signed_in(world.director)
    person = world.class_teacher.pk

    page = client.get(f"{one.get_absolute_url()}?tab=missing&person={person}").content.decode()
    answer = client.get(f"{reverse('reports:return_missing', args=[one.pk])}?field=zzjx0703.mentor")

    assert '<td data-label="Column">Mentor' in page
    assert '<td data-label="Column">Base category' not in page
    (lines,) = sheets_of(b"".join(answer.streaming_content)).values()
    assert [line[2] for line in lines[1:]] == ["Mentor"]

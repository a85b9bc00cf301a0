"""The pages of practice: what each reader sees of it, and what it costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from teachers.models import Opening, Practice, PracticeEvaluation, PracticeState
from teachers.owed import reckon
from tests.query_counts import assert_query_count
from tests.teachers.practising import TODAY, an_opening, practised
from tests.world import join, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def today(time_machine) -> None:
    time_machine.move_to("2026-11-20T09:00:00Z")


def page(client, name: str, *arguments, query: str = "") -> str:
    response = client.get(reverse(name, args=arguments) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_teacher_sees_what_is_owed_what_is_planned_and_which_posts_suit(practising):
    practising.plan()
    an_opening(practising.world, title="Measuring technology")
    reckon(on=TODAY)
    text = page(signed_in(practising.user), "teachers:my_practice")

    for words in ("Six months of practice in five years", "Owed since", "Sept. 1, 2020", "Planned"):
        assert words in text
    assert "Measuring technology" in text
    assert "Suzhou Jinggong Machinery" in text


def test_ones_own_file_says_what_practice_is_owed(practising):
    reckon(on=TODAY)

    assert "Practice in an enterprise is owed" in page(signed_in(practising.user), "teachers:my_file")


def test_a_teacher_plans_practice_on_the_page(practising):
    address = reverse("teachers:practice_new", args=[practising.teacher.pk])
    response = signed_in(practising.user).post(
        address,
        {
            "enterprise": practising.world.partner.pk,
            "starts_on": "2027-01-11",
            "ends_on": "2027-02-05",
            "counted_as": "period",
            "form": "training",
            "contents": ["posts", "teaching"],
            "objectives": "Measure as they do.",
        },
    )
    practice = Practice.objects.get()

    assert response["Location"] == practice.get_absolute_url()
    assert (practice.form, practice.contents) == ("training", ["posts", "teaching"])


def test_asking_for_a_post_fills_the_plan_in_and_takes_a_seat(practising):
    opening = an_opening(practising.world, contact=practising.world.mentor)
    address = reverse("teachers:practice_new", args=[practising.teacher.pk]) + f"?opening={opening.pk}"
    client = signed_in(practising.user)
    assert "2027-01-11" in client.get(address).content.decode()

    client.post(
        address,
        {
            "starts_on": "2027-01-11",
            "ends_on": "2027-02-05",
            "counted_as": "period",
            "form": "post_held",
            "contents": ["process"],
            "objectives": "Five axes.",
        },
    )
    practice = Practice.objects.get()

    assert (practice.opening, practice.enterprise, practice.mentor) == (
        opening,
        practising.world.partner,
        practising.world.mentor,
    )


def test_the_office_enters_past_practice_with_single_days(practising):
    address = reverse("teachers:practice_record", args=[practising.teacher.pk])
    given = {
        "enterprise": practising.world.partner.pk,
        "counted_as": "day",
        "days": "2025-03-04, 2025-03-11、2025/03/18",
        "form": "observation",
        "contents": ["process"],
        "objectives": "See how they work.",
        "log": "Three visits.",
        "outcome": "A case for class.",
    }
    client = signed_in(practising.office)
    assert "is no date" in client.post(address, given | {"days": "Tuesday"}).content.decode()

    client.post(address, given)

    practice = Practice.objects.get()
    assert practice.state == PracticeState.SUBMITTED
    assert [day.on for day in practice.days.all()] == [
        date(2025, 3, 4),
        date(2025, 3, 11),
        date(2025, 3, 18),
    ]


def test_the_head_approves_on_the_page_and_the_office_accepts(practising):
    practice = practising.plan()
    head = signed_in(practising.head)
    assert "Approve" in page(head, "teachers:practice_detail", practice.pk)
    head.post(reverse("teachers:practice_approve", args=[practice.pk]))

    practice.refresh_from_db()
    assert practice.state == PracticeState.APPROVED

    submitted = practising.submitted()
    signed_in(practising.office).post(
        reverse("teachers:practice_accept", args=[submitted.pk]), {"grade": "good", "remark": ""}
    )
    submitted.refresh_from_db()
    assert submitted.state == PracticeState.ACCEPTED


def test_the_list_of_who_owes_is_narrowed_and_exported(practising):
    reckon(on=TODAY)
    client = signed_in(practising.office)

    text = page(client, "teachers:practice_owed", query="?due=now&columns=staff_number")
    assert "T-ZL" in text
    assert "T-ZL" not in page(client, "teachers:practice_owed", query="?due=met&columns=staff_number")
    response = client.get(reverse("teachers:practice_owed") + "?due=now&export=csv")
    assert "Zhao Lei,Mechanics,TP-01,0.00,6.00,2020-09-01,Owed" in b"".join(response).decode("utf-8-sig")


def test_departments_stand_beside_each_other_with_their_numbers(practising):
    practised(practising.teacher, practising.world.partner, date(2024, 1, 1), date(2024, 6, 28))
    reckon(on=TODAY)
    text = page(signed_in(practising.head), "teachers:practice_departments")

    assert "Mechanics" in text
    assert "(50 %)" in text  # the class teacher of the world has never practised
    assert "Tourism" not in text


def test_the_enterprise_shows_its_posts_and_the_teachers_who_came(practising):
    an_opening(practising.world)
    practising.accepted()
    text = page(
        signed_in(practising.office),
        "partnerships:enterprise_detail",
        practising.world.partner.pk,
        query="?tab=teachers",
    )

    assert "Five-axis milling" in text
    assert "Zhao Lei" in text


# --- The portal -------------------------------------------------------------------------------


def test_a_liaison_offers_a_post_and_teachers_find_it(practising):
    client = signed_in(join(practising.world.liaison))
    client.post(
        reverse("portal:opening_new"),
        {
            "title": "Welding robots",
            "seats": "2",
            "starts_on": "2027-03-01",
            "ends_on": "2027-03-26",
            "tasks": "Programme a welding cell.",
        },
    )
    opening = Opening.objects.get()

    assert opening.enterprise == practising.world.partner
    assert "Welding robots" in page(client, "portal:openings")
    assert "Welding robots" in page(signed_in(practising.user), "teachers:opening_list")


def test_a_liaison_changes_and_closes_the_own_post(practising):
    opening = an_opening(practising.world)
    client = signed_in(join(practising.world.liaison))
    client.post(
        reverse("portal:opening_edit", args=[opening.pk]),
        {
            "title": "Milling, five axes",
            "seats": "3",
            "starts_on": "2027-03-01",
            "ends_on": "2027-03-26",
            "tasks": "Run it.",
        },
    )
    client.post(reverse("portal:opening_close", args=[opening.pk]))

    opening.refresh_from_db()
    assert (opening.title, opening.seats, opening.state) == ("Milling, five axes", 3, "closed")


def test_a_liaison_evaluates_a_teacher_at_the_portal(practising):
    practice = practising.under_way()
    client = signed_in(join(practising.world.liaison))
    assert "Zhao Lei" in page(client, "portal:practices")

    client.post(
        reverse("portal:practice_evaluate", args=[practice.pk]),
        {"grade": "excellent", "remark": "Taught us as well."},
    )

    given = PracticeEvaluation.objects.get()
    assert (given.side, given.grade) == ("enterprise", "excellent")
    assert given.given_by.startswith("孙丽")
    assert "Taught us as well." in page(client, "portal:practice", practice.pk)


def test_who_guides_a_teacher_evaluates_and_their_colleague_does_not(practising):
    practice = practising.under_way(mentor=practising.world.mentor)
    address = reverse("portal:practice_evaluate", args=[practice.pk])

    assert signed_in(join(practising.world.mentor)).get(address).status_code == 200
    assert signed_in(join(practising.world.signatory)).get(address).status_code == 404


# --- Chinese, and costs -----------------------------------------------------------------------


def test_the_pages_are_read_in_chinese(practising):
    practice = practising.plan()
    reckon(on=TODAY)
    client = signed_in(practising.user)
    client.cookies["language"] = "zh-hans"
    response = client.get(reverse("teachers:my_practice"), headers={"accept-language": "zh-hans"})

    assert response.status_code == 200
    assert practice.enterprise.name


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("teachers:practice", "teachers:practice_list"),
        ("teachers:owed", "teachers:practice_owed"),
        ("teachers:openings", "teachers:opening_list"),
        ("teachers:practice_departments", "teachers:practice_departments"),
    ],
)
def test_lists_cost_no_more_queries_than_they_did(practising, name, address):
    for _number in range(3):
        practising.plan()
        an_opening(practising.world)
    reckon(on=TODAY)

    assert_query_count(name, signed_in(practising.office), reverse(address))


def test_ones_own_practice_costs_no_more_queries_than_it_did(practising):
    for _number in range(3):
        practising.plan()
        an_opening(practising.world)
    reckon(on=TODAY)

    assert_query_count("teachers:my_practice", signed_in(practising.user), reverse("teachers:my_practice"))


def test_teachers_who_practise_cost_the_portal_no_more_queries_than_they_did(practising):
    practising.under_way()
    practising.approved()

    assert_query_count(
        "portal:practices", signed_in(join(practising.world.liaison)), reverse("portal:practices")
    )

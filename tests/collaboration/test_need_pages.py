"""The pages of needs: of the staff, of enterprises; their list, trends and import."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Industry
from collaboration.models import Need, NeedAnswer, NeedKind, NeedState
from collaboration.need_trends import By, Counted, trends
from collaboration.need_walls import ANSWER_COLUMNS, NEED_COLUMNS
from core.walls import inside
from insights.need_queues import needs as queue_of_needs
from tests.collaboration.needing import a_major, a_need, an_office, answered_in_words
from tests.factories import PostFactory, SchoolClassFactory, TaughtCourseFactory, TeacherFactory
from tests.query_counts import assert_query_count, queries_of
from tests.teachers.recognising import a_position
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world):
    return an_office(world)


@pytest.fixture
def liaison(world):
    join(world.liaison)
    world.liaison.refresh_from_db()
    return signed_in(world.liaison.user)


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


# --- The staff ----------------------------------------------------------------------------------


def test_the_office_finds_needs_by_kind_major_industry_owner_and_year(world, office):
    client, major = signed_in(office), a_major()
    world.partner.industry = Industry.objects.get(code="C34")
    world.partner.save()
    a_need(world.partner, office, title="数控人才", majors=[major], state=NeedState.TAKEN_UP)
    a_need(
        world.stranger,
        title="旅游培训",
        kind=NeedKind.TRAINING,
        told_on=date(timezone.localdate().year - 1, 3, 4),
    )
    a_need(world.partner, title="藏着的草稿", state=NeedState.DRAFT)

    def found(**query) -> tuple[bool, bool]:
        text = page(client, "collaboration:need_list", **query)
        assert "藏着的草稿" not in text
        return "数控人才" in text, "旅游培训" in text

    this = timezone.localdate().year
    assert found() == (True, True)
    assert found(kind="talent") == (True, False)
    assert found(major=major.pk) == (True, False)
    assert found(major="none") == (False, True)
    assert found(industry="C34") == (True, False)
    assert found(industry="none") == (False, True)
    assert found(owner=office.pk) == (True, False)
    assert found(mine="on") == (True, False)
    assert found(year=this - 1) == (False, True)
    assert found(q="精工机械") == (True, False)
    assert found(state="taken_up", department=world.mechanics.pk) == (True, False)
    assert found(waiting="on") == (False, True)
    exported = client.get(reverse("collaboration:need_list"), {"export": "csv", "kind": "talent"})
    assert "数控人才" in b"".join(exported).decode("utf-8-sig")
    assert "旅游培训" not in page(client, "partnerships:enterprise_detail", world.partner.pk, tab="needs")


def test_what_fits_stands_beside_what_is_needed(world, office):
    major, other = a_major(), a_major("740101", "酒店服务")
    SchoolClassFactory.create(name="数控2601", department=world.mechanics, major=major)
    with_course = TeacherFactory.create(name="会教的", department=world.mechanics)
    TaughtCourseFactory.create(teacher=with_course, name="数控编程", major=major, state="confirmed")
    TeacherFactory.create(name="不教的", department=world.mechanics).majors.add(other)
    PostFactory.create(
        enterprise=world.partner,
        name_zh="数控岗位",
        state="approved",
        department=world.mechanics,
        majors=[major],
    )
    need = a_need(world.partner, majors=[major])

    text = page(signed_in(office), "collaboration:need_detail", need.pk, tab="fits")
    for shown in ("660103", "会教的", "数控编程"):
        assert shown in text
    assert "不教的" not in text

    unnamed = a_need(world.partner, kind=NeedKind.RESEARCH, details="数控技术应用中的刀具磨损", hoped="模型")
    assert "会教的" in page(signed_in(office), "collaboration:need_detail", unnamed.pk, tab="fits")


def test_who_sees_no_teachers_is_shown_none(world):
    major = a_major()
    TeacherFactory.create(name="会教的", department=world.mechanics).majors.add(major)
    need = a_need(world.partner, majors=[major])
    reader = a_position(world, "Reader", ["need.read"])

    assert "会教的" not in page(signed_in(reader), "collaboration:need_detail", need.pk, tab="fits")


def test_the_way_of_a_need_on_the_pages(world, office):
    client = signed_in(office)
    major = a_major()
    chosen = client.post(reverse("collaboration:need_new"), {"enterprise": world.partner.pk})
    assert chosen.url == reverse("collaboration:need_new_of", args=[world.partner.pk])
    said = {
        "kind": "talent",
        "title": "招操作工",
        "details": "三班倒",
        "majors": [major.pk],
        "people": "8",
        "urgency": "high",
        "told_on": timezone.localdate().isoformat(),
        "department": world.mechanics.pk,
    }
    unsaid = client.post(chosen.url, said | {"people": ""})
    assert unsaid.status_code == 422
    assert "招操作工" in unsaid.content.decode()
    client.post(chosen.url, said)
    need = Need.objects.get()

    def post(name: str, **fields):
        return client.post(reverse(f"collaboration:need_{name}", args=[need.pk]), fields)

    by = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert post("take_up", owner=office.pk, answer_by=by).status_code == 302
    assert post("tell_answer", words="好").status_code == 422
    assert post("answer", kind="course", course="").status_code == 422
    assert post("answer", kind="course", course="数控编程", words="下学期增开").status_code == 302
    assert post("tell_answer", words="增开课程").status_code == 302
    need.refresh_from_db()
    assert need.state == NeedState.ANSWERED
    text = page(client, "collaboration:need_detail", need.pk)
    assert "数控编程" in text
    assert post("confirm", reason="电话确认，孙丽").status_code == 302
    assert post("reopen", reason="又需要").status_code == 302
    assert post("withdraw", reason="重复登记").status_code == 302
    page(client, "collaboration:need_detail", need.pk, tab="history")


def test_pages_cost_the_same_whatever_there_is(world, office):
    client, major = signed_in(office), a_major()
    need = a_need(world.partner, office, majors=[major], state=NeedState.TAKEN_UP)
    fits = f"{need.get_absolute_url()}?tab=fits"
    assert_query_count("need_list", client, reverse("collaboration:need_list"))
    assert_query_count("need_detail", client, need.get_absolute_url())
    assert_query_count("need_detail fits", client, fits)
    assert_query_count("need_trends", client, reverse("collaboration:need_trends"))
    before = [len(queries_of(client, one)) for one in (reverse("collaboration:need_list"), fits)]
    for number in range(3):
        a_need(world.partner, office, title=f"需求{number}", majors=[major], state=NeedState.TAKEN_UP)
        teacher = TeacherFactory.create(department=world.mechanics)
        TaughtCourseFactory.create(teacher=teacher, major=major, state="confirmed")
        PostFactory.create(enterprise=world.partner, state="approved", department=world.mechanics)
    after = [len(queries_of(client, one)) for one in (reverse("collaboration:need_list"), fits)]
    assert after[0] <= before[0]
    assert after[1] <= before[1] + 1  # the courses of teachers, once there are teachers


def test_home_says_what_waits_too_long(world, office):
    today = timezone.localdate()
    a_need(world.partner, title="没人管", told_on=today - timedelta(days=20))
    a_need(
        world.partner,
        office,
        title="过期",
        state=NeedState.TAKEN_UP,
        answer_by=today - timedelta(days=1),
        told_on=today - timedelta(days=50),
    )
    a_need(world.partner, title="刚提出")

    lines = [line.title for line in queue_of_needs(office, today).lines]
    assert set(lines) == {"没人管", "过期"}
    assert queue_of_needs(world.teacher, today).lines == []


# --- Trends -------------------------------------------------------------------------------------


def test_trends_equal_what_is_counted_by_hand(world, office):
    this = timezone.localdate().year
    one, other = a_major(), a_major("740101", "酒店服务")
    world.partner.industry = Industry.objects.create(
        code="C343", name_zh="物料搬运设备制造", name_en="Lifting", level="group"
    )
    world.partner.save()
    for years_ago, majors in ((0, [one]), (0, [one, other]), (1, [other]), (3, []), (9, [one])):
        a_need(world.partner, told_on=date(this - years_ago, 1, 2), majors=majors, people=10 + years_ago)
    a_need(world.stranger, told_on=date(this, 1, 3), kind=NeedKind.TRAINING)
    a_need(world.partner, state=NeedState.DRAFT, majors=[one])
    years = list(range(this - 4, this + 1))

    def by_hand(join: str, group: str, what: str) -> dict:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {group}, extract(year FROM need.told_on)::int, {what} FROM collaboration_need need "
                f"{join} WHERE need.told_on >= %s AND need.state <> 'draft' GROUP BY 1, 2",
                [date(this - 4, 1, 1)],
            )
            return {(key, year): number for key, year, number in cursor.fetchall()}

    majors = "LEFT JOIN collaboration_need_majors m ON m.need_id = need.id"
    industries = (
        "JOIN partnerships_enterprise e ON e.id = need.enterprise_id"
        " LEFT JOIN catalogue_industry i ON i.id = e.industry_id"
    )
    for by, joined, group in ((By.MAJOR, majors, "m.major_id"), (By.INDUSTRY, industries, "left(i.code, 3)")):
        for counted, what in ((Counted.NEEDS, "count(*)"), (Counted.PEOPLE, "sum(need.people)")):
            found = {
                (None if line.key == "none" else line.key, year): number
                for line in trends(office, by=by, years=years, counted=counted)
                for year, number in zip(years, line.numbers, strict=True)
                if number
            }
            expected = by_hand(joined, group, what)
            assert found == {
                (key if key is None else str(key), year): n for (key, year), n in expected.items()
            }

    client = signed_in(office)
    text = page(client, "collaboration:need_trends", kind="talent", counted="people")
    assert "C34 " in text
    for line in trends(office, by=By.INDUSTRY, years=years):
        for number, url in line.cells:
            assert len(list(client.get(url).context["table"].page.object_list)) == number


# --- The portal ---------------------------------------------------------------------------------


def test_a_liaison_tells_a_need_and_says_what_is_missing(world, office, liaison):
    major = a_major()
    said = {
        "kind": "talent",
        "title": "招操作工",
        "details": "三班倒",
        "majors": [major.pk],
        "urgency": "normal",
    }
    liaison.post(reverse("portal:enterprise_need_new"), said)
    need = Need.objects.get()
    address = reverse("portal:enterprise_need", args=[need.pk])
    assert "A draft" in page(liaison, "portal:enterprise_need", need.pk)

    liaison.post(reverse("portal:enterprise_need_tell", args=[need.pk]))
    need.refresh_from_db()
    assert need.state == NeedState.DRAFT  # how many people is not said
    liaison.post(reverse("portal:enterprise_need_edit", args=[need.pk]), said | {"people": "8"})
    assert liaison.post(reverse("portal:enterprise_need_tell", args=[need.pk])).url == address
    need.refresh_from_db()
    assert (need.state, need.people, list(need.majors.all())) == (NeedState.TOLD, 8, [major])

    Need.objects.filter(pk=need.pk).update(
        state=NeedState.ANSWERED,
        owner=office,
        answer_by=need.told_on,
        answered_on=need.told_on,
        answer="见下",
    )
    answered_in_words(need, "学校开订单班")
    text = page(liaison, "portal:enterprise_need", need.pk)
    assert "学校开订单班" in text
    assert str(office.name_latin) in text
    liaison.post(reverse("portal:enterprise_need_missing", args=[need.pk]), {"reason": "还差三人"})
    need.refresh_from_db()
    assert (need.state, need.missing) == (NeedState.TAKEN_UP, "还差三人")
    assert "学校开订单班" not in page(liaison, "portal:enterprise_need", need.pk)
    assert "招操作工" in page(liaison, "portal:enterprise_needs")
    assert_query_count("portal enterprise_needs", liaison, reverse("portal:enterprise_needs"))


def test_a_stranger_sees_and_does_nothing(world):
    join(world.stranger_liaison)
    stranger = signed_in(world.stranger_liaison.user)
    need = a_need(world.partner)

    assert "数控操作工" not in page(stranger, "portal:enterprise_needs")
    assert stranger.get(reverse("portal:enterprise_need", args=[need.pk])).status_code == 404
    answer = stranger.post(reverse("portal:enterprise_need_withdraw", args=[need.pk]), {"reason": "x"})
    assert answer.status_code == 404
    need.refresh_from_db()
    assert need.state == NeedState.TOLD


def test_behind_the_wall_only_own_needs_and_given_answers_are_there(world, office):
    join(world.liaison)
    world.liaison.refresh_from_db()
    major = a_major()
    draft = a_need(world.partner, state=NeedState.DRAFT)
    running = a_need(world.partner, office, state=NeedState.TAKEN_UP, majors=[major])
    answered = a_need(world.partner, office, state=NeedState.ANSWERED)
    for need in (running, answered, a_need(world.stranger, office, state=NeedState.ANSWERED, majors=[major])):
        answered_in_words(need)
    with inside(enterprise_id=world.partner.pk, person_id=world.liaison.user_id):
        seen = {one.pk for one in Need.objects.only(*NEED_COLUMNS)}
        answers = [one.need_id for one in NeedAnswer.objects.only(*ANSWER_COLUMNS)]
        majors = [one.need_id for one in Need.majors.through.objects.all()]
    assert seen == {draft.pk, running.pk, answered.pk}
    assert answers == [answered.pk]
    assert majors == [running.pk]


@pytest.mark.parametrize("column", ["created_by_id", "interaction_id"])
def test_who_entered_it_and_at_which_visit_is_closed(world, column):
    join(world.liaison)
    world.liaison.refresh_from_db()
    with (
        inside(enterprise_id=world.partner.pk, person_id=world.liaison.user_id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM collaboration_need")

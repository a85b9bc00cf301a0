"""The board of posts, as students see it."""

import pytest
from django.urls import reverse

from core.walls import inside
from internships.models import Plan, Post, PostState
from tests.internships.placing import a_post, open_plan
from tests.world import come_in, signed_in


@pytest.fixture
def posts(world) -> dict[str, Post]:
    """Of the student's plan, of another plan, for the whole year; and one that is only offered."""
    come_in(world.student)
    plan, other = open_plan(world), open_plan(world, entered_in=1999)
    plan.classes.set([world.school_class])
    mine = a_post(world, PostState.APPROVED, plan=plan, name_en="Turner", name_zh="车工", pay_per_month=3000)
    given = {"agreement": mine.agreement}
    yearly = a_post(world, PostState.APPROVED, name_en="Helper", name_zh="助手", lodging="free", **given)
    Post.objects.filter(pk=yearly.pk).update(plan=None)
    return {
        "mine": mine,
        "yearly": yearly,
        "offered": a_post(world, PostState.OFFERED, plan=plan, name_en="Fitter", **given),
        "other": a_post(world, PostState.APPROVED, plan=other, name_en="Welder", **given),
    }


def test_a_student_sees_the_posts_of_their_plan_and_those_for_the_whole_year(world, posts):
    page = signed_in(world.student.user).get(reverse("me:posts")).content.decode()
    assert "Turner" in page
    assert "Helper" in page
    assert "Suzhou Jinggong Machinery" in page
    assert "Fitter" not in page
    assert "Welder" not in page


def test_what_is_not_on_the_board_is_not_there_at_all(world, posts):
    with inside(person_id=world.student.user_id):
        assert set(Post.objects.values_list("pk", flat=True)) == {posts["mine"].pk, posts["yearly"].pk}
        assert list(Plan.objects.all()) == [posts["mine"].plan]
    client = signed_in(world.student.user)
    assert client.get(reverse("me:post", args=[posts["other"].pk])).status_code == 404
    assert client.get(reverse("me:post", args=[posts["offered"].pk])).status_code == 404


def test_behind_the_wall_nobody_in_particular_sees_no_post(world, posts):
    with inside():
        assert not Post.objects.exists()
    with inside(person_id=world.officer.pk):
        assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"q": "车工"}, "mine", "yearly"),
        ({"q": "turner"}, "mine", "yearly"),
        ({"lodging": "on"}, "yearly", "mine"),
        ({"pay": "2500"}, "mine", "yearly"),
    ],
)
def test_the_board_is_narrowed(world, posts, query, shown, hidden):
    page = signed_in(world.student.user).get(reverse("me:posts"), query).content.decode()
    assert reverse("me:post", args=[posts[shown].pk]) in page
    assert reverse("me:post", args=[posts[hidden].pk]) not in page


def test_the_board_is_searched_by_the_name_of_an_enterprise(world, posts):
    client = signed_in(world.student.user)
    assert "Turner" in client.get(reverse("me:posts"), {"q": "精工"}).content.decode()
    assert "Turner" not in client.get(reverse("me:posts"), {"q": "海天"}).content.decode()


def test_a_post_tells_its_conditions(world, posts):
    page = signed_in(world.student.user).get(reverse("me:post", args=[posts["mine"].pk])).content.decode()
    assert "¥3,000" in page
    assert "Operates a machining centre under guidance." in page

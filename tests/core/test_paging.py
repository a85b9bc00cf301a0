"""Pages by number and by cursor show every row once, in the same order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Department
from core.paging import InvalidCursor, Ordering, bounded_count, cursor_at, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def departments() -> list[Department]:
    root = Department.objects.create(code="root", name_en="Centre", name_zh="中心")
    # Equal names and missing parents: ties and NULLs are where paging goes wrong.
    return [
        Department.objects.create(
            code=f"d{number:02}",
            name_en=f"Name {number % 3}",
            name_zh="部门",
            parent=root if number % 4 else None,
        )
        for number in range(23)
    ]


def walk(ordering: Ordering, per_page: int) -> list[int]:
    """Every key, page after page by cursor, from the page before the first row's."""
    queryset = Department.objects.all()
    first = page_of(queryset, ordering=ordering, number=1, per_page=per_page)
    seen = [row.pk for row in first.rows]
    cursor = cursor_at(ordering, first.rows[-1])
    while cursor:
        page = page_of(queryset, ordering=ordering, cursor=cursor, per_page=per_page)
        seen += [row.pk for row in page.rows]
        cursor = page.next_cursor
    return seen


@pytest.mark.parametrize("field", ["name_en", "parent_id", "code", "pk"])
@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("per_page", [1, 5, 24])
def test_going_on_by_cursor_shows_every_row_once_in_order(departments, field, is_descending, per_page):
    ordering = Ordering(field, is_descending)

    assert walk(ordering, per_page) == list(
        Department.objects.order_by(*ordering.expressions()).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("field", ["name_en", "parent_id"])
@pytest.mark.parametrize("is_descending", [False, True])
def test_going_back_by_cursor_shows_the_page_one_came_from(departments, field, is_descending):
    ordering = Ordering(field, is_descending)
    everything = list(Department.objects.order_by(*ordering.expressions()))
    page = page_of(
        Department.objects.all(), ordering=ordering, cursor=cursor_at(ordering, everything[4]), per_page=5
    )
    assert page.rows == everything[5:10]

    back = page_of(Department.objects.all(), ordering=ordering, cursor=page.previous_cursor, per_page=5)

    assert back.rows == everything[:5]
    assert not back.has_previous


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(number=st.integers(-5, 2_000))
def test_any_page_number_answers_with_a_page_that_exists(departments, number):
    page = page_of(Department.objects.all(), ordering=Ordering("code"), number=number, per_page=5)

    assert 1 <= page.number <= 5
    assert page.rows


def test_a_cursor_of_another_sort_order_is_refused(departments):
    cursor = cursor_at(Ordering("code"), departments[0])

    with pytest.raises(InvalidCursor):
        page_of(Department.objects.all(), ordering=Ordering("name_en"), cursor=cursor)
    with pytest.raises(InvalidCursor):
        page_of(Department.objects.all(), ordering=Ordering("code"), cursor=cursor + "x")


def test_counting_stops_at_its_limit(departments, monkeypatch):
    monkeypatch.setattr("core.paging.COUNT_LIMIT", 10)

    assert bounded_count(Department.objects.all()) == (10, True)
    assert bounded_count(Department.objects.filter(code__lte="d03")) == (4, False)


def test_a_page_costs_three_queries(departments, django_assert_num_queries):
    with django_assert_num_queries(3):
        page_of(Department.objects.select_related("parent"), ordering=Ordering("code"), number=2, per_page=5)

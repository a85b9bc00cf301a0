"""The whole partnership with one enterprise: ten years of it against its own queries, and one year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import override_settings
from django.utils import timezone

from benchmarks import scratch
from benchmarks.measure import Row
from benchmarks.pages import EMPTY, asked, measured
from conftest import as_owner

TITLE = "The partnership with an enterprise"
YEARS = 10
OTHERS = 300_000
RUNS = 7
WANTED = 3

# What happens in a year: a talk every other day, a lecture and a practice every week.
TALKS = """
INSERT INTO partnerships_interaction (
    enterprise_id, kind, happened_at, place, summary, minutes, next_action, created_at)
SELECT %(enterprise)s, (ARRAY['visit', 'meeting', 'call'])[1 + n %% 3],
       %(from)s::date + n * interval '2 days', '', 'Talk ' || n, '', '', now()
FROM generate_series(0, %(years)s * 182) n
"""
EXCHANGES = """
INSERT INTO collaboration_exchange (
    direction, kind, state, title, about, enterprise_id, department_id, audience, starts_at, ends_at,
    place_kind, place, is_public, by_enterprise, proposed_at, answer, code, hours, outcome, closed_at)
SELECT direction, kind, 'closed', title || ' ' || n, '', enterprise_id, department_id, audience,
       %(from)s::date + n * interval '7 days', %(from)s::date + n * interval '7 days' + interval '2 hours',
       place_kind, place, FALSE, FALSE, proposed_at, '', '482915', 2, '',
       %(from)s::date + n * interval '7 days'
FROM collaboration_exchange template, generate_series(0, %(years)s * 52) n WHERE template.id = %(template)s
"""
PRACTICES = """
INSERT INTO teachers_practice (
    teacher_id, enterprise_id, form, contents, objectives, outcome, place, counted_as, starts_on, ends_on,
    state, answer, gives_seat_back, planned_at, submitted_at, decided_at)
SELECT %(teacher)s, %(enterprise)s, 'post_held', ARRAY['process'], 'x', 'x', '', 'period',
       %(from)s::date + n * 7, %(from)s::date + n * 7 + 5, 'accepted', '', FALSE, now(), now(), now()
FROM generate_series(0, %(years)s * 52) n
"""
# Everybody else's, so that the indexes are as large as they are.
OF_OTHERS = """
INSERT INTO partnerships_interaction (
    enterprise_id, kind, happened_at, place, summary, minutes, next_action, created_at)
SELECT %(stranger)s, 'visit', %(from)s::date + n %% 3650 * interval '1 day', '', 'Talk', '', '', now()
FROM generate_series(1, %(others)s) n
"""


def run() -> list[Row]:
    with scratch.database():
        from tests.collaboration.exchanging import an_agreement, an_exchange
        from tests.factories import TeacherFactory
        from tests.world import join, make_world, signed_in

        world = make_world()
        teacher = TeacherFactory.create(department=world.mechanics)
        begun = datetime(2016, 3, 1, 6, tzinfo=UTC)
        template = an_exchange(
            world,
            state="closed",
            starts_at=begun,
            ends_at=begun + timedelta(hours=2),
            hours=2,
            closed_at=begun,
        )
        given = {
            "enterprise": world.partner.pk,
            "stranger": world.stranger.pk,
            "others": OTHERS,
            "teacher": teacher.pk,
            "template": template.pk,
        }
        happen(given, years=1)
        an_agreement(world, world.partner)
        enterprise = world.partner.get_absolute_url()
        pages: list[tuple[str, Any, str, str]] = [
            (
                "the centre's page",
                signed_in(world.director),
                f"{enterprise}?tab=partnership",
                EMPTY,
            ),
            (
                "the portal's page",
                signed_in(join(world.liaison)),
                "/portal/partnership/",
                "/portal/course-changes/",
            ),
        ]
        before = {name: len(asked(client, address)) for name, client, address, _bare in pages}
        happen(given, years=YEARS)
        for year in range(2017, 2026):
            an_agreement(world, world.partner, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(OF_OTHERS, given | {"from": date(2016, 1, 1)})
            cursor.execute("ANALYZE")
        rows = []
        with override_settings(ROOT_URLCONF="benchmarks.peers"):
            for name, client, address, bare_page in pages:
                rows += measured(
                    client,
                    f"{name} with {YEARS} years",
                    address,
                    before=before[name],
                    against="the same with one year",
                    wanted=WANTED,
                    runs=RUNS,
                    bare_page=bare_page,
                )
        return rows


def happen(given: dict[str, Any], *, years: int) -> None:
    """From so many years ago until now."""
    since = timezone.localdate() - timedelta(days=365 * years)
    with as_owner(), connection.cursor() as cursor:
        for statement in (TALKS, EXCHANGES, PRACTICES):
            cursor.execute(statement, given | {"from": since, "years": years})

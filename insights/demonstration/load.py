"""Loading the whole demonstration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.utils import translation

from accounts.models import User
from agreements.defaults import load_defaults
from agreements.models import AgreementType, DocumentOrder
from catalogue.models import Major
from core.models import Notification
from insights.demonstration import (
    agreements,
    alliances,
    announcements,
    assessments,
    courses,
    enterprises,
    exchanges,
    further,
    indicators,
    inspections,
    internships,
    library,
    needs,
    part_timers,
    partnership_stories,
    people,
    placements,
    portal,
    projects,
    promises,
    recognitions,
    regulations,
    resources,
    students,
    tasks,
    teacher_practice,
    teachers,
)
from insights.demonstration.plans import Planner
from insights.demonstration.stories import interleaved, midnight

FOUR_YEARS = timedelta(days=4 * 365 + 1)
ACTS_BETWEEN_COUNTS = 250
GROWING = (
    "partnerships",
    "agreements",
    "signing",
    "teachers",
    "internships",
    "placements",
    "resources",
    "training",
    "projects",
    "alliances",
    "collaboration",
    "assessments",
    "information",
    "governance",
    "reports",
    "core",
)
# What was told longer ago has been read.
UNREAD = timedelta(days=10)


def is_empty() -> bool:
    """Whether nobody works with this database yet."""
    return not User.objects.exists()


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Nothing fails and goes on here: two of five queries would be savepoints."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        del connection.features.uses_savepoints


@transaction.atomic
@_without_savepoints()
def load(*, on: date, until: date | None = None) -> None:
    """Everything that happened until the evening before a day; ``until`` stops the story earlier.

    The connection is the owner's: nobody else may say when a change was made.
    """
    commands_before = len(connection.run_on_commit)
    with translation.override("en"):  # some records keep the title of another in words
        staff = people.make_staff(on)
        catalogue = enterprises.make_catalogue()
        partners = enterprises.all_partners(staff, on=on)
        load_defaults(now=midnight(on - FOUR_YEARS))
        office = agreements.Office(
            staff=staff,
            types={kind.code: kind for kind in AgreementType.objects.select_related("route")},
            majors={major.code: major for major in Major.objects.all()},
            on=on,
        )
        plans = Planner(partners, office.types, officer=staff.officers[0], on=on).make()
        stories = [
            *people.absences(staff, on=on),
            *(enterprises.story(one, staff=staff, catalogue=catalogue, on=on) for one in partners),
            *(agreements.story(plan, office, number) for number, plan in enumerate(plans)),
            portal.joining(on),
            *students.stories(staff, on=on),
            *teachers.stories(staff, on=on),
            *recognitions.stories(staff, on=on),
            *internships.stories(staff, on=on),
            *placements.stories(staff, on=on),
        ]
        for number, at in enumerate(interleaved(stories)):
            if at >= midnight(until or on):
                break
            if number % ACTS_BETWEEN_COUNTS == 0:
                _learn_sizes()
            _begin_act(at)
        _begin_act(midnight(until or on))
        teacher_practice.make_practice(staff, on=until or on)
        part_timers.make_part_timers(staff, on=until or on)
        if until is None:  # they are told from the day backwards
            exchanges.make_exchanges(staff, on=on)
            courses.make_courses(staff, on=on)
            alliances.make_alliances(staff, on=on)
            resources.make_resources(staff, on=on)
            needs.make_needs(staff, on=on)
            projects.make_projects(staff, on=on)
            promises.make_promises(on=on)
            assessments.make_assessments(staff, on=on)
            regulations.make_regulations(staff, on=on)
            inspections.make_inspections(staff, on=on)
            announcements.make_announcements(staff, on=on)
            library.make_library(staff, on=on)
            tasks.make_tasks(staff, on=on)
            partnership_stories.make_stories(staff, on=on)
        indicators.freeze_earlier_years(staff, on=on, before=until or on)
        if until is None:
            indicators.set_targets(staff, on=on)
            further.tell_further(staff, on)
    _date_the_history()
    _file_the_mail(on)
    # The papers of what was concluded long ago are made when somebody asks for them.
    DocumentOrder.objects.filter(ordered_at__lt=midnight(on - timedelta(days=45))).delete()
    del connection.run_on_commit[commands_before:]  # nothing of this waits for background work


def _begin_act(at: datetime) -> None:
    """Let what the next act changes be found in the history again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true),"
            " set_config('pghistory.context_metadata', %s, true)",
            [str(uuid4()), json.dumps({"at": at.isoformat()})],
        )


def _date_the_history() -> None:
    """The triggers wrote the history down now; it belongs to the moment, and the person, of each act."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pghistory_context SET created_at = (metadata ->> 'at')::timestamptz"
            " WHERE metadata ->> 'at' IS NOT NULL"
        )
        cursor.execute(
            """
            UPDATE pghistory_context
            SET metadata = jsonb_build_object('user', act.actor_id)
            FROM core_auditevent act
            WHERE act.at = (metadata ->> 'at')::timestamptz
            """
        )
        for model in apps.get_models():
            if hasattr(model, "pgh_tracked_model"):
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(
                    f"UPDATE {table} SET pgh_created_at = context.created_at"  # noqa: S608 — our own tables
                    " FROM pghistory_context context WHERE context.id = pgh_context_id"
                )


def _file_the_mail(on: date) -> None:
    """What people were told in these years reached them then."""
    told = Notification.objects.waiting()
    told.filter(due_at__lt=midnight(on - UNREAD)).update(read_at=F("due_at") + timedelta(hours=5))
    told.update(state=Notification.State.SENT, sent_at=F("due_at"), attempts=1)


def _learn_sizes() -> None:
    """Let the planner know what is in the tables: it takes them for empty as long as nothing is committed."""
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for app in GROWING
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")

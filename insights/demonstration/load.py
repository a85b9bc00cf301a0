"""Loading the whole demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.utils import translation

from accounts.models import User
from agreements.defaults import load_defaults
from agreements.models import AgreementType
from catalogue.models import Major
from core.models import Notification
from insights.demonstration import agreements, enterprises, people
from insights.demonstration.plans import Planner
from insights.demonstration.stories import midnight, play

FOUR_YEARS = timedelta(days=4 * 365 + 1)
GROWING = ("partnerships", "agreements", "signing", "core")
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
    """Everything that happened until the evening before a day; ``until`` stops the story earlier."""
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
        plans = Planner(partners, office.types, on).make()
        play(
            [
                *people.absences(staff, on=on),
                *(enterprises.story(one, staff=staff, catalogue=catalogue, on=on) for one in partners),
                *(agreements.story(plan, office, number) for number, plan in enumerate(plans)),
            ],
            until=midnight(until or on),
            pause=_learn_sizes,
        )
    _file_the_mail(on)
    del connection.run_on_commit[commands_before:]  # nothing of this waits for background work


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

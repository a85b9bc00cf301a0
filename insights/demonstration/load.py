"""Loading the whole demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.apps import apps
from django.db import connection, transaction
from django.utils import translation

from accounts.models import User
from insights.demonstration import enterprises, people
from insights.demonstration.stories import midnight, play

GROWING = ("partnerships", "agreements", "signing", "core")


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
def load(*, on: date) -> None:
    """Everything that happened until the evening before a day."""
    with translation.override("en"):  # some records keep the title of another in words
        staff = people.make_staff(on)
        catalogue = enterprises.make_catalogue()
        partners = enterprises.all_partners(staff, on=on)
        play(
            [
                *people.absences(staff, on=on),
                *(
                    enterprises.story(partner, staff=staff, catalogue=catalogue, on=on)
                    for partner in partners
                ),
            ],
            until=midnight(on),
            pause=_learn_sizes,
        )


def _learn_sizes() -> None:
    """Let the planner know what is in the tables: it takes them for empty as long as nothing is committed."""
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for app in GROWING
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")

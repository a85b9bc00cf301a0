"""Nobody comes across a concern but those who handle it, those they name, and whoever raised it.

Each test lets somebody look everywhere they can: pages, files, lists, exports, search, histories, their mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from core.emails import compose
from core.models import AccessLog, Notification
from core.roles import LINK_ROLE, PORTAL_ROLE
from core.walls import inside
from placements.models import Concern, ConcernFile, ConcernNote
from placements.operations import concerns
from tests.factories import ContactFactory
from tests.placements.caring import DAY, LATER, SECRET, a_concern, begin, holder_of
from tests.placements.placing import Placed, a_student
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db

NOTED = "The foreman keeps two time sheets."


@pytest.fixture
def concern(placed: Placed) -> Concern:
    """Raised by the student, with a note among those who handle it, and something to be done."""
    begin(placed.placement)
    made = a_concern(placed)
    given: dict[str, Any] = {"actor": placed.world.coordinator, "pk": made.pk, "now": LATER}
    concerns.add_note(text=NOTED, is_for_raiser=False, **given)
    concerns.set_action(text="Ask for the sheets", owner=placed.world.coordinator, due_on=DAY, **given)
    return made


def traces(concern: Concern) -> tuple[str, ...]:
    return SECRET, NOTED, "Ask for the sheets", "night-shifts.pdf", concern.reference


def everything(client: Client, addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        response = client.get(address)
        assert response.status_code < 500, address
        content = response.getvalue() if response.streaming else response.content
        yield content.decode(errors="replace")


def of_concern(concern: Concern) -> list[str]:
    """The addresses of one concern, for staff."""
    kept = concern.files.get().pk
    return [
        concern.get_absolute_url(),
        f"{concern.get_absolute_url()}?tab=affected",
        f"{concern.get_absolute_url()}?tab=history",
        reverse("placements:concern_file", args=[concern.pk, kept]),
        reverse("placements:concern_mine", args=[concern.pk]),
        reverse("placements:concern_mine_file", args=[concern.pk, kept]),
        reverse("placements:concern_settle", args=[concern.pk]),
        reverse("placements:concern_action_done", args=[concern.actions.get().pk]),
    ]


def around(concern: Concern) -> list[str]:
    """Where something of a concern could show that is not its own page."""
    placement, enterprise = concern.placement, concern.enterprise
    lists = [reverse("placements:concern_list"), reverse("placements:placement_list")]
    tabs = ("overview", "readiness", "visits", "history")
    return [
        *lists,
        *(f"{address}?export=csv" for address in lists),
        reverse("placements:concerns_mine"),
        placement.get_absolute_url(),
        *(f"{placement.get_absolute_url()}?tab={tab}" for tab in tabs),
        *(f"{placement.student.get_absolute_url()}?tab={tab}" for tab in ("talks", "history")),
        *(f"{enterprise.get_absolute_url()}?tab={tab}" for tab in ("visits", "history")),
        reverse("core:search") + "?q=morning",
        reverse("core:inbox"),
    ]


def assert_no_trace(client: Client, concern: Concern) -> None:
    seen = "".join(everything(client, around(concern)))
    for words in traces(concern):
        assert words not in seen
    found = client.get(reverse("core:search"), {"q": concern.reference}).content.decode()
    assert concern.get_absolute_url() not in found


@pytest.mark.parametrize("who", ["officer", "head", "teacher", "class_teacher", "stranger_officer", "lawyer"])
def test_staff_without_the_power_find_no_trace_of_it(placed, concern, who):
    client = signed_in(getattr(placed.world, who))

    for address in of_concern(concern):
        assert client.get(address).status_code in {403, 404}, address
    assert_no_trace(client, concern)
    assert not Notification.objects.filter(recipient=getattr(placed.world, who)).exists()


def test_who_handles_concerns_of_another_department_finds_no_trace_of_it(placed, concern):
    stranger = holder_of("concern.handle", placed.world.tourism)
    client = signed_in(stranger)

    assert client.get(reverse("placements:concern_list")).status_code == 200
    for address in of_concern(concern):
        assert client.get(address).status_code == 404, address
    assert_no_trace(client, concern)


def test_who_sees_every_placement_sees_no_concern(placed, concern):
    watcher = holder_of("placement.read", placed.world.mechanics)
    client = signed_in(watcher)

    assert client.get(placed.placement.get_absolute_url()).status_code == 200
    for address in of_concern(concern):
        assert client.get(address).status_code in {403, 404}, address
    assert_no_trace(client, concern)


def test_the_administrator_has_no_administration_of_concerns(placed, concern):
    registered = {model._meta.label for model in admin.site._registry}

    assert not {label for label in registered if "Concern" in label}
    client = signed_in(placed.world.administrator)
    for address in of_concern(concern):
        assert client.get(address).status_code in {403, 404}, address


def portal_addresses(concern: Concern) -> list[str]:
    kept = concern.files.get().pk
    return [
        reverse("portal:concern", args=[concern.pk]),
        reverse("portal:concern_more", args=[concern.pk]),
        reverse("portal:concern_file", args=[concern.pk, kept]),
    ]


@pytest.mark.parametrize("who", ["liaison", "signatory", "mentor"])
def test_nobody_at_the_host_finds_a_trace_of_it(placed, concern, who):
    client = signed_in(join(getattr(placed.world, who)))

    for address in [*portal_addresses(concern), *of_concern(concern)]:
        assert client.get(address).status_code in {403, 404}, address
    seen = "".join(
        everything(client, [reverse("portal:home"), reverse("core:inbox"), reverse("portal:students")])
    )
    for words in traces(concern):
        assert words not in seen


def test_a_mentors_own_report_is_hidden_from_the_colleagues(placed):
    mentor = join(placed.world.mentor)
    mine = a_concern(placed, actor=mentor, raised_by="mentor", contact=placed.world.mentor)

    for who in ("liaison", "signatory"):
        client = signed_in(join(getattr(placed.world, who)))
        for address in portal_addresses(mine):
            assert client.get(address).status_code == 404
    assert signed_in(mentor).get(portal_addresses(mine)[0]).status_code == 200


def test_the_others_of_the_class_find_no_trace_of_it(placed, concern):
    mate = placed.another(student=a_student(placed.world, number="20240177")).student
    kept = concern.files.get().pk
    client = signed_in(come_in(mate))

    for name, more in (("concern", []), ("concern_more", []), ("concern_file", [kept])):
        assert client.get(reverse(f"me:{name}", args=[concern.pk, *more])).status_code == 404
    seen = "".join(everything(client, [reverse("me:concerns"), reverse("me:today"), reverse("core:inbox")]))
    for words in traces(concern):
        assert words not in seen


def test_whoever_raised_it_reads_no_word_of_those_who_handle_it(placed, concern):
    client = signed_in(placed.world.student.user)

    page = client.get(reverse("me:concern", args=[concern.pk])).content.decode()

    assert SECRET in page
    assert NOTED not in page
    assert "Ask for the sheets" not in page
    assert (
        client.get(reverse("me:concern_file", args=[concern.pk, concern.files.get().pk])).status_code == 200
    )


def test_what_those_who_handle_it_add_is_no_file_of_whoever_raised_it(placed, concern):
    concerns.add_note(
        actor=placed.world.coordinator,
        pk=concern.pk,
        text="Statement",
        is_for_raiser=False,
        uploads=[ContentFile(b"%PDF-1.7\n", name="statement.pdf")],
        now=LATER,
    )
    kept = concern.files.get(name="statement.pdf").pk

    client = signed_in(placed.world.student.user)

    assert client.get(reverse("me:concern_file", args=[concern.pk, kept])).status_code == 404


def test_no_message_repeats_what_was_written_nor_who_wrote_it(placed, concern):
    rows = Notification.objects.filter(kind__startswith="placements.concern").select_related("recipient")

    assert rows
    for row in rows:
        mail = compose(row)
        everything_said = f"{mail.subject} {mail.body} {mail.alternatives} {row.data} {row.key}"
        for words in (SECRET, NOTED, "Ask for the sheets", "李明", "Li Ming"):
            assert words not in everything_said


def test_every_look_at_a_concern_is_noted(placed, concern):
    signed_in(placed.world.coordinator).get(concern.get_absolute_url())

    row = AccessLog.objects.filter(actor=placed.world.coordinator, purpose="placements:concern_detail").get()
    assert (row.data, row.subject_ids) == (AccessLog.Data.SENSITIVE, [placed.world.student.pk])


# --- Walls ------------------------------------------------------------------------------------


def test_a_page_that_forgets_its_filter_shows_no_stranger(placed, concern, monkeypatch):
    """Neither students nor people of enterprises, with the filter taken out of the query."""
    monkeypatch.setattr(
        "placements.concern_querysets.ConcernQuerySet.raised_by_user", lambda rows, user_id: rows.all()
    )
    mate = come_in(a_student(placed.world, number="20240178"))
    mentor = join(placed.world.mentor)

    assert signed_in(mate).get(reverse("me:concern", args=[concern.pk])).status_code == 404
    assert signed_in(mentor).get(reverse("portal:concern", args=[concern.pk])).status_code == 404
    mine = reverse("me:concern", args=[concern.pk])
    assert signed_in(placed.world.student.user).get(mine).status_code == 200


def test_behind_the_walls_only_ones_own_concern_is_there(placed, concern):
    mentor = join(placed.world.mentor)
    with inside(enterprise_id=placed.world.partner.pk, person_id=mentor.pk):
        assert not Concern.objects.values("id").exists()
        assert not ConcernNote.objects.values("id").exists()
        assert not ConcernFile.objects.values("id").exists()
    with inside(person_id=placed.world.student.user.pk):
        assert [row["id"] for row in Concern.objects.values("id")] == [concern.pk]
        assert not ConcernNote.objects.values("id").exists()
        assert ConcernFile.objects.values("id").count() == 1
    with inside(person_id=None):
        assert not Concern.objects.values("id").exists()


@pytest.mark.parametrize("role", [PORTAL_ROLE, LINK_ROLE])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("placements_concern", "handler_id"),
        ("placements_concern", "raiser_name"),
        ("placements_concernnote", "author_id"),
        ("placements_concernreader", "id"),
        ("placements_concernaction", "id"),
        ("placements_affectedplacement", "id"),
        ("placements_concernevent", "pgh_id"),
        ("placements_supervisionvisit", "id"),
        ("placements_visitedstudent", "id"),
    ],
)
def test_what_those_who_handle_it_know_is_closed_to_everybody_outside(concern, role, table, column):
    with (
        inside(role=role, person_id=concern.raiser_id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"SELECT {column} FROM {table}")


def test_a_contact_of_two_enterprises_takes_no_concern_along(placed):
    """Raised as mentor of one, it is the person's own wherever they are, and no colleague's."""
    mentor = join(placed.world.mentor)
    mine = a_concern(placed, actor=mentor, raised_by="mentor", contact=placed.world.mentor)
    elsewhere = ContactFactory.create(enterprise=placed.world.stranger, roles=["mentor"])
    stranger = join(elsewhere)

    with inside(enterprise_id=placed.world.stranger.pk, person_id=stranger.pk):
        assert not Concern.objects.filter(pk=mine.pk).values("id").exists()

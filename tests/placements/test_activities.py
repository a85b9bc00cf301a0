"""Activities of students: entered by them, confirmed or returned by the school; what is confirmed counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from core.access import NotVisible
from core.models import Notification
from core.transitions import TransitionRefused
from core.walls import inside
from internships.me.pupil import Pupil, pupil_of
from internships.models import Student
from placements.models import ActivityFile, StudentActivity
from placements.operations import activities
from placements.operations.activities import UnableToEnter
from tests.placements.caring import begin
from tests.placements.placing import make_placed
from tests.query_counts import assert_query_count
from tests.threads import in_threads
from tests.world import World, come_in, join, make_world, signed_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PDF = ContentFile(b"%PDF-1.7\n", name="certificate.pdf")


def pupil(student: Student) -> Pupil:
    found = pupil_of(student.user or come_in(student))
    assert found is not None
    return found


def an_activity(student: Student, **fields: Any) -> StudentActivity:
    given: dict[str, Any] = {
        "kind": "innovation",
        "title": "A gripper for small parts",
        "starts_on": date(2026, 11, 2),
        "ends_on": date(2026, 11, 6),
        "hours": Decimal(12),
        "role": "Drew it",
        "now": NOW,
    }
    return activities.enter_activity(pupil=pupil(student), **given | fields)


def confirm(world: World, activity: StudentActivity, **fields: Any) -> StudentActivity:
    return activities.confirm_activity(
        **{"actor": world.class_teacher, "pk": activity.pk, "now": NOW} | fields
    )


def hours(student: Student) -> dict[str, Decimal]:
    return StudentActivity.objects.hours_by_kind([student.pk]).get(student.pk, {})


def test_only_hours_that_were_confirmed_count_by_kind(world):
    first = an_activity(world.student, upload=PDF)
    an_activity(world.student, hours=Decimal(7))
    ethics = an_activity(world.student, kind="ethics", hours=Decimal("2.5"))
    assert hours(world.student) == {}

    confirm(world, first)
    confirm(world, ethics)

    assert hours(world.student) == {"innovation": 12, "ethics": Decimal("2.5")}
    assert first.files.get().name == "certificate.pdf"


def test_what_is_returned_says_why_and_is_handed_in_again(world):
    activity = an_activity(world.student)
    with pytest.raises(TransitionRefused, match="reason"):
        activities.return_activity(actor=world.class_teacher, pk=activity.pk, reason=" ", now=NOW)
    activities.return_activity(actor=world.class_teacher, pk=activity.pk, reason="Which days?", now=NOW)
    told = Notification.objects.get(kind="placements.activity_decided")
    assert told.recipient == world.student.user

    client = signed_in(world.student.user)
    page = client.get(reverse("me:activities")).content.decode()
    assert "Which days?" in page
    assert "Which days?" in client.get(reverse("me:today")).content.decode()
    again = activities.rewrite_activity(
        pupil=pupil(world.student), pk=activity.pk, hours=Decimal(10), now=NOW + timedelta(hours=1)
    )

    assert (again.state, again.answer, again.hours) == ("submitted", "", 10)


def test_a_confirmation_made_by_mistake_is_taken_back_for_a_reason(world):
    activity = confirm(world, an_activity(world.student))

    activities.return_activity(actor=world.class_teacher, pk=activity.pk, reason="Wrong class", now=NOW)

    assert hours(world.student) == {}
    with pytest.raises(TransitionRefused):
        activities.return_activity(actor=world.class_teacher, pk=activity.pk, reason="Twice", now=NOW)


def test_what_is_confirmed_stays_as_it_is(world):
    activity = confirm(world, an_activity(world.student, upload=PDF))
    me = pupil(world.student)

    with pytest.raises(TransitionRefused):
        activities.rewrite_activity(pupil=me, pk=activity.pk, hours=Decimal(50), now=NOW)
    with pytest.raises(TransitionRefused):
        activities.withdraw_activity(pupil=me, pk=activity.pk, now=NOW)
    with pytest.raises(UnableToEnter):
        activities.remove_activity_file(pupil=me, pk=activity.files.get().pk, now=NOW)

    activity.refresh_from_db()
    assert (activity.hours, activity.state) == (12, "confirmed")


def test_the_instructor_of_the_student_confirms_as_well_and_is_told(world):
    placed = make_placed(world)
    begin(placed.placement)
    teacher = placed.instructor
    activity = an_activity(world.student)

    assert Notification.objects.get(kind="placements.activity_entered").recipient == teacher.user
    assert activities.may_confirm(teacher.user, activity)


def test_nobody_else_confirms(world):
    activity = an_activity(world.student)

    for actor in (world.teacher, world.stranger_officer):
        with pytest.raises(NotVisible):
            confirm(world, activity, actor=actor)
    with pytest.raises(PermissionDenied):
        confirm(world, activity, actor=world.head)

    activity.refresh_from_db()
    assert activity.state == "submitted"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"hours": Decimal(81)}, UnableToEnter),
        ({"ends_on": date(2026, 11, 17)}, UnableToEnter),
        ({"ends_on": date(2026, 11, 1)}, ValidationError),
        ({"hours": Decimal(0)}, ValidationError),
        ({"kind": "gardening"}, ValidationError),
    ],
)
def test_an_activity_has_possible_days_and_hours(world, fields, refusal):
    with pytest.raises(refusal):
        an_activity(world.student, **fields)

    assert not StudentActivity.objects.exists()


def test_a_student_enters_and_withdraws_on_the_phone_and_nobody_elses(world):
    strange = an_activity(world.stranger_student, upload=PDF)
    client = signed_in(come_in(world.student))
    today = timezone.localdate().isoformat()

    client.post(
        reverse("me:activity_new"),
        {
            "kind": "entrepreneurship",
            "title": "A stall at the fair",
            "role": "Kept the books",
            "starts_on": today,
            "ends_on": today,
            "hours": "6",
            "upload": ContentFile(b"%PDF-1.7\n", name="stall.pdf"),
        },
    )

    own = StudentActivity.objects.get(student=world.student)
    assert client.get(reverse("me:activity_file", args=[own.files.get().pk])).status_code == 200
    client.post(reverse("me:activity_withdraw", args=[own.pk]))
    own.refresh_from_db()
    assert own.state == "withdrawn"
    assert client.get(reverse("me:activity_edit", args=[strange.pk])).status_code == 404
    assert client.post(reverse("me:activity_withdraw", args=[strange.pk])).status_code == 404
    assert client.get(reverse("me:activity_file", args=[strange.files.get().pk])).status_code == 404


def test_the_enterprise_offered_is_one_that_the_student_has_to_do_with(world):
    placed = make_placed(world)
    client = signed_in(come_in(world.student))

    page = client.get(reverse("me:activity_new"))

    assert [key for key, _name in page.context["form"].hosts] == [placed.placement.enterprise_id]
    today = timezone.localdate().isoformat()
    answer = client.post(
        reverse("me:activity_new"),
        {
            "kind": "ethics",
            "title": "Talk",
            "role": "Listened",
            "starts_on": today,
            "ends_on": today,
            "hours": "1",
            "host": world.stranger.pk,
        },
    )
    assert answer.status_code == 422
    assert not StudentActivity.objects.exists()


def test_activities_stand_on_the_page_of_the_student_and_in_a_list_with_its_export(world):
    confirm(world, an_activity(world.student))
    an_activity(world.student, title="Still open", kind="ethics")
    client = signed_in(world.coordinator)

    tab = client.get(f"{world.student.get_absolute_url()}?tab=activities")
    assert [total for _kind, total in tab.context["totals"]] == [12, 0, 0]
    exported = client.get(reverse("placements:activity_list"), {"export": "csv", "state": "confirmed"})
    text = b"".join(exported.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    assert "A gripper for small parts" in text
    assert "Still open" not in text


def test_a_class_teacher_confirms_many_at_once(world):
    found = [an_activity(world.student), an_activity(world.student, kind="ethics")]
    client = signed_in(world.class_teacher)

    mine = client.get(reverse("placements:activity_list"), {"mine": "on"}).content.decode()
    assert "A gripper for small parts" in mine
    client.post(
        reverse("placements:activity_list"),
        {"action": "confirm", "selected": [one.pk for one in found], "confirmed": "1", "expected": "2"},
    )

    assert set(StudentActivity.objects.values_list("state", flat=True)) == {"confirmed"}


def test_the_database_shows_them_to_the_student_alone(world):
    own = an_activity(world.student, upload=PDF)
    an_activity(world.stranger_student, upload=PDF)
    with inside(person_id=world.student.user.pk):
        assert list(StudentActivity.objects.values_list("pk", flat=True)) == [own.pk]
        assert list(ActivityFile.objects.values_list("parent", flat=True)) == [own.pk]
    liaison = join(world.liaison)
    with inside(enterprise_id=world.partner.pk, person_id=liaison.pk):
        assert not StudentActivity.objects.exists()
        assert not ActivityFile.objects.exists()


def test_pages_of_activities_cost_the_same_however_many_there_are(world):
    for number in range(4):
        an_activity(world.student, title=f"Activity {number}", upload=PDF)
    client, student = signed_in(world.coordinator), signed_in(world.student.user)

    assert_query_count("placements:activity_list", client, reverse("placements:activity_list"))
    tab = f"{world.student.get_absolute_url()}?tab=activities"
    assert_query_count("placements:activities_of_student", client, tab)
    assert_query_count("me:activities", student, reverse("me:activities"))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does():
    world = make_world()
    activity = an_activity(world.student)
    refused: list[Exception] = []

    def deciding(work):
        def run() -> None:
            try:
                work()
            except TransitionRefused as refusal:
                refused.append(refusal)

        return run

    in_threads(
        deciding(lambda: confirm(world, activity)),
        deciding(lambda: confirm(world, activity, actor=world.coordinator)),
    )

    assert len(refused) == 1
    assert hours(world.student) == {"innovation": 12}

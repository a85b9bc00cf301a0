"""How students come to sign in, and what they then do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import AuditEvent, Notification
from internships.models import DetailsRequest, GuardianTalk, ProfileEntry, Student, StudentCode
from internships.operations import student_accounts as accounts
from internships.operations import students, talks
from tests.factories import PASSWORD, StudentFactory
from tests.world import come_in, signed_in

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def code_of(world, *, now: datetime = NOW) -> str:
    invited = accounts.give_new_code(actor=world.class_teacher, pk=world.student.pk, now=now)
    ((_student, code),) = invited.codes
    return code


def joining(code: str, number: str = "20240101", password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    sent = {"number": number, "code": code, "password": password, "again": password}
    return client, client.post(reverse("student_join"), sent).status_code


def test_a_student_comes_in_with_a_code_and_later_signs_in_by_number(world):
    client, status = joining(code_of(world, now=timezone.now()).lower())
    assert status == 302
    assert client.get(reverse("me:today")).status_code == 200

    user = User.objects.get(login_name="20240101")
    assert (user.is_student, user.email, user.student) == (True, None, world.student)
    other = Client()
    answer = other.post(reverse("account_login"), {"login": "20240101", "password": PASSWORD})
    assert answer["Location"] == "/"
    assert other.get("/")["Location"] == reverse("me:today")


def test_staff_still_sign_in_by_e_mail(world):
    answer = Client().post(reverse("account_login"), {"login": world.teacher.email, "password": PASSWORD})
    assert answer["Location"] == "/"


def test_a_code_works_once(world):
    code = code_of(world, now=timezone.now())
    joining(code)
    _client, status = joining(code, password="another good password")
    assert status == 422
    assert User.objects.get(login_name="20240101").check_password(PASSWORD)


def test_a_code_belongs_to_one_student_and_runs_out(world):
    code = code_of(world)
    with pytest.raises(accounts.UnusableCode):
        accounts.code_on_paper(number="20240901", code=code, now=NOW)
    with pytest.raises(accounts.UnusableCode, match="expired"):
        accounts.code_on_paper(number="20240101", code=code, now=NOW + timedelta(days=31))
    newer = code_of(world)
    with pytest.raises(accounts.UnusableCode, match="newer"):
        accounts.code_on_paper(number="20240101", code=code, now=NOW)
    assert accounts.code_on_paper(number="20240101", code=newer, now=NOW).student == world.student


def test_whoever_guesses_is_stopped_after_a_few_tries(world):
    for _try in range(5):
        assert joining("AAAAA-BBBBB")[1] == 422
    assert joining("AAAAA-BBBBB")[1] == 429
    assert not User.objects.filter(is_student=True).exists()


def test_codes_lie_open_nowhere(world):
    code = code_of(world)
    stored = str(list(StudentCode.objects.values())) + str(list(AuditEvent.objects.values()))
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_a_class_is_invited_by_mail_where_there_is_an_address_and_on_paper_otherwise(world):
    Student.objects.filter(pk=world.student.pk).update(email="li.ming@example.com")
    without = StudentFactory.create(school_class=world.school_class)
    invited = accounts.invite_class(
        actor=world.class_teacher, pk=world.school_class.pk, on_paper=False, now=NOW
    )
    assert ([one.pk for one in invited.by_mail], [one.pk for one, _code in invited.codes]) == (
        [world.student.pk],
        [without.pk],
    )
    sent = Notification.objects.get(kind="internships.student_invitation")
    token = StudentCode.objects.get(student=world.student).token
    assert sent.email == "li.ming@example.com"

    page = Client().get(reverse("student_join_by_link", args=[token])).content.decode()
    assert "20240101" in page
    user = accounts.come_in(issued=accounts.code_of_link(token, now=NOW), password=PASSWORD, now=NOW)
    assert (user.email, user.login_name) == ("li.ming@example.com", "20240101")


def test_an_address_that_somebody_signs_in_with_already_stays_theirs(world):
    Student.objects.filter(pk=world.student.pk).update(email=world.teacher.email)
    issued = accounts.code_on_paper(number="20240101", code=code_of(world), now=NOW)
    user = accounts.come_in(issued=issued, password=PASSWORD, now=NOW)
    assert user.email is None
    assert User.objects.get(email=world.teacher.email) == world.teacher


def test_the_sheet_is_a_pdf_with_a_line_for_each_student(world):
    answer = signed_in(world.class_teacher).post(
        reverse("internships:class_invite", args=[world.school_class.pk]), {"on_paper": "on"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert StudentCode.objects.get().student == world.student


def test_only_those_who_look_after_a_class_invite_it(world):
    with pytest.raises(PermissionDenied):
        accounts.invite_class(actor=world.head, pk=world.school_class.pk, on_paper=True, now=NOW)
    assert not StudentCode.objects.exists()


def test_a_forgotten_password_is_replaced_with_a_new_code(world):
    user = come_in(world.student)
    issued = accounts.code_on_paper(number="20240101", code=code_of(world), now=NOW)
    assert accounts.come_in(issued=issued, password="another good password", now=NOW) == user
    user.refresh_from_db()
    assert user.check_password("another good password")


def test_a_corrected_number_is_what_the_student_signs_in_with(world):
    user = come_in(world.student)
    students.change_student(actor=world.coordinator, pk=world.student.pk, number="20240111", now=NOW)
    user.refresh_from_db()
    assert user.login_name == "20240111"


def test_who_has_left_comes_in_no_more(world):
    client = signed_in(come_in(world.student))
    assert client.get(reverse("me:today")).status_code == 200
    students.move_student(actor=world.coordinator, pk=world.student.pk, name="leave", reason="Moves", now=NOW)
    assert client.get(reverse("me:today")).status_code == 403


def test_students_see_neither_the_pages_of_the_staff_nor_the_portal(world):
    client = signed_in(come_in(world.student))
    for name in ("internships:student_list", "partnerships:enterprise_list", "accounts:profile"):
        assert client.get(reverse(name)).status_code == 404
    assert client.get(reverse("portal:home")).status_code == 403


# --- On their pages ---------------------------------------------------------------------------


def test_a_student_writes_a_profile_shows_a_part_and_takes_it_back(world):
    client = signed_in(come_in(world.student))
    client.post(reverse("me:about"), {"about": "I like gears.", "skills": "数控，CNC, cnc、AutoCAD"})
    client.post(reverse("me:entry_new"), {"kind": "award", "title": "First in the city"})
    student = Student.objects.get(pk=world.student.pk)
    assert [skill.name for skill in student.profile.skills.all()] == ["AutoCAD", "cnc", "数控"]
    assert student.profile_entries.get().title == "First in the city"

    client.post(reverse("me:consent", args=["found"]), {"give": "1"})
    client.post(reverse("me:consent", args=["found"]), {"withdraw": "1"})
    consent = student.profile_consents.get()
    assert consent.withdrawn_at is not None
    verbs = AuditEvent.objects.filter(actor=student.user).values_list("verb", flat=True)
    assert {"student.consent_given", "student.consent_withdrawn"} <= set(verbs)


def test_a_student_takes_an_entry_out(world):
    client = signed_in(come_in(world.student))
    entry = ProfileEntry.objects.create(student=world.student, kind="work", title="A gear")
    client.post(reverse("me:entry_remove", args=[entry.pk]))
    assert not ProfileEntry.objects.exists()


def test_what_a_student_says_is_wrong_is_answered_by_the_school(world):
    client = signed_in(come_in(world.student))
    client.post(reverse("me:correct"), {"text": "My phone is another."})
    asked = DetailsRequest.objects.get()
    office = signed_in(world.coordinator)
    page = office.get(world.student.get_absolute_url(), {"tab": "profile"}).content.decode()
    assert "My phone is another." in page
    office.post(reverse("internships:details_answer", args=[asked.pk]), {"answer": "Corrected."})
    assert "Corrected." in client.get(reverse("me:details")).content.decode()


def test_the_first_page_says_what_the_record_lacks(world):
    world.guardian.delete()
    page = signed_in(come_in(world.student)).get(reverse("me:today")).content.decode()
    assert "who your guardian is" in page
    assert "Begin your profile" in page
    assert "Qian Yu" in page


# --- Class teachers ---------------------------------------------------------------------------


def test_a_class_teacher_sees_whom_to_ask_after_and_what_was_agreed(world):
    talks.record_talk(
        actor=world.class_teacher,
        student_pk=world.student.pk,
        happened_on=NOW.date(),
        about="Comes late",
        next_step="Call again on Friday",
        guardian=world.guardian,
        now=NOW,
    )
    lonely = StudentFactory.create(school_class=world.school_class, name="孤单")
    StudentFactory.create(school_class=world.stranger_class, name="别人")
    page = signed_in(world.class_teacher).get(reverse("internships:my_class")).content.decode()

    assert "Call again on Friday" in page
    without_guardian = re.search(r"Without a guardian.*?</section>", page, re.DOTALL)
    assert without_guardian is not None
    assert str(lonely) in without_guardian[0]
    assert "Li Ming" not in without_guardian[0]
    assert "别人" not in page


def test_talks_are_seen_by_the_class_teacher_and_the_department_and_nobody_else(world):
    talk = talks.record_talk(
        actor=world.class_teacher,
        student_pk=world.student.pk,
        happened_on=NOW.date(),
        about="Comes late",
        now=NOW,
    )
    for person in (world.class_teacher, world.head, world.coordinator):
        assert list(GuardianTalk.objects.visible_to(person)) == [talk]
    for person in (world.teacher, world.officer, world.stranger_officer):
        assert not GuardianTalk.objects.visible_to(person).exists()
    student = signed_in(come_in(world.student))
    for page in ("me:today", "me:details"):
        assert "Comes late" not in student.get(reverse(page)).content.decode()


def test_a_head_reads_talks_and_records_none(world):
    with pytest.raises(PermissionDenied):
        talks.record_talk(
            actor=world.head,
            student_pk=world.student.pk,
            happened_on=NOW.date(),
            about="x",
            now=NOW,
        )
    assert not GuardianTalk.objects.exists()


def test_what_was_agreed_is_done_once(world):
    talk = talks.record_talk(
        actor=world.class_teacher,
        student_pk=world.student.pk,
        happened_on=NOW.date(),
        about="x",
        next_step="Call",
        now=NOW,
    )
    talks.finish_next_step(actor=world.class_teacher, pk=talk.pk, now=NOW)
    with pytest.raises(talks.UnableToAnswer):
        talks.finish_next_step(actor=world.class_teacher, pk=talk.pk, now=NOW)

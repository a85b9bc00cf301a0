"""A student's first minutes, on a phone: in with a code, a profile, what enterprises see; back by number."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from internships.operations.student_accounts import give_new_code
from tests.factories import PASSWORD
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}}


def test_a_student_comes_in_with_a_code_and_signs_in_by_number(window):
    world = make_world()
    invited = give_new_code(actor=world.class_teacher, pk=world.student.pk, now=timezone.now())
    ((_student, code),) = invited.codes
    page = window(**PHONE)
    page.goto("/join-school/")
    page.get_by_label("Student number").fill("20240101")
    page.get_by_label("Code on your sheet").fill(code)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Go to my pages").click()

    expect(page).to_have_url(re.compile("/me/$"))
    page.get_by_role("link", name="我的简介").click()
    page.get_by_role("button", name=re.compile("^允许：可被查找")).click()
    expect(page.get_by_role("button", name=re.compile("^撤回：可被查找"))).to_be_visible()
    assert world.student.profile_consents.get().part == "found"
    assert page.complaints == []

    again = window(**PHONE)
    again.goto("/accounts/login/")
    again.get_by_label("E-mail or student number").fill("20240101")
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_label("Password").press("Enter")
    expect(again).to_have_url(re.compile("/me/$"))
    again.goto("/enterprises/")
    expect(again.get_by_text("苏州精工")).to_have_count(0)

"""What an enterprise reads of its assessments at the portal, on the page and on paper."""

from __future__ import annotations

import subprocess
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from assessments.models import Action, AssessmentState
from assessments.operations.actions import finish_own
from tests.assessments.assessing import an_action, an_assessment, an_office
from tests.collaboration.exchanging import partner
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
CENTRES = ("36000", "购置实训耗材", "每月走访")


def text_of(content: bytes) -> str:
    """The words of a PDF without the breaks between its lines."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return "".join(done.stdout.decode().split()).replace(",", "")


def test_the_paper_of_the_enterprise_says_no_more_than_its_page_and_ours_says_all(world):
    office = an_office(world)
    liaison = join(world.liaison)
    one = an_assessment(
        world.partner,
        office,
        state=AssessmentState.WITH_ENTERPRISE,
        income=Decimal(36000),
        allocation="用于购置实训耗材。",
    )
    an_action(one, world.officer, title="每月走访一次", side="centre")
    an_action(one, world.officer, title="为每名实习生配备导师")
    client = signed_in(liaison)

    page = client.get(reverse("portal:assessment", args=[one.pk])).content.decode()
    theirs = text_of(client.get(reverse("portal:assessment_paper", args=[one.pk])).content)
    ours = text_of(signed_in(office).get(reverse("assessments:assessment_paper", args=[one.pk])).content)

    for words in CENTRES:
        assert words not in page
        assert words not in theirs
        assert words in ours
    for words in ("为每名实习生配备导师", "合作顺利"):
        assert words in page
        assert words in theirs
        assert words in ours


def test_only_who_does_it_or_a_liaison_says_that_an_action_is_done(world):
    action = an_action(
        an_assessment(world.partner, an_office(world), state=AssessmentState.WITH_ENTERPRISE), world.officer
    )
    for contact in (world.mentor, world.liaison):
        join(contact)
    page, form = (reverse(f"portal:{name}", args=[action.pk]) for name in ("action", "action_done"))
    mentor = signed_in(world.mentor.user)

    assert form not in mentor.get(page).content.decode()
    assert mentor.post(form, {"result": "已配备。"}).status_code == 403
    with pytest.raises(PermissionDenied):
        finish_own(partner=partner(world.mentor), pk=action.pk, result="已配备。", now=timezone.now())
    action.refresh_from_db()
    assert action.done_on is None
    assert form in signed_in(world.liaison.user).get(page).content.decode()

    Action.objects.filter(pk=action.pk).update(contact=world.mentor)
    assert form in mentor.get(page).content.decode()
    assert mentor.post(form, {"result": "已配备。"}).status_code == 302
    action.refresh_from_db()
    assert action.done_on is not None

"""Pages that anybody can use: no violation that axe finds, in light and dark, wide and narrow."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements.models import AgreementRequest
from partnerships.models import Correction
from partnerships.operations import ask_question
from partnerships.questions import links_to
from tests.agreements.office import furnish
from tests.journeys.barriers import barriers
from tests.signing.envelopes import SigningOffice, sign_all_the_way
from tests.world import join, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def office():
    return furnish(make_world())


def test_the_pages_of_the_main_job_have_no_barrier(looking, office):
    agreement = office.signed()
    draft = office.draft(title_en="Second framework", title_zh="第二份框架协议")
    page = looking(office.world.officer)
    assert not barriers(
        page,
        "/",
        "/enterprises/",
        office.world.partner.get_absolute_url(),
        "/enterprises/new/",
        "/enterprises/board/",
        "/interactions/",
        "/register/",
        "/agreements/",
        agreement.get_absolute_url(),
        f"{agreement.get_absolute_url()}?tab=history",
        f"{agreement.get_absolute_url()}consolidated/",
        f"{draft.get_absolute_url()}clauses/",
        f"{draft.get_absolute_url()}submit/",
        "/agreements/new/",
        "/deadlines/",
        "/approvals/",
        "/imports/",
        "/inbox/",
        "/people/me/",
        "/people/positions/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    )
    assert page.complaints == []


def test_signing_has_no_barrier(looking, office):
    signing = SigningOffice(office)
    agreement = office.sent()
    officer = looking(office.world.officer)
    assert not barriers(officer, f"{agreement.get_absolute_url()}send-electronically/")

    envelope = signing.out(agreement, deadline_on=date(2099, 1, 1))
    partner, director = envelope.signatories.order_by("order")
    sign_all_the_way(partner)
    assert not barriers(officer, f"{agreement.get_absolute_url()}?tab=signing")

    window = looking(office.world.director)
    assert not barriers(window, "/approvals/", director.get_absolute_url())
    window.locator("input[type=checkbox]").check()
    window.locator("main form button[type=submit]").first.click()
    window.locator("figure.sheet").first.wait_for()
    assert not barriers(window, window.url)
    assert officer.complaints == []
    assert window.complaints == []


def test_the_portal_has_no_barrier(looking, office):
    agreement = office.signed()
    join(office.world.liaison)
    correction, asked = what_they_ask_for(office, agreement)
    liaison = looking(office.world.liaison.user)
    assert not barriers(
        liaison,
        "/portal/",
        "/portal/agreements/",
        f"/portal/agreements/{agreement.pk}/",
        f"/portal/agreements/{agreement.pk}/ask/renewal/",
        f"/portal/agreements/{agreement.pk}/ask/notice/",
        "/portal/enterprise/",
        "/portal/enterprise/correct/",
        "/portal/enterprise/people/new/",
        "/inbox/mails/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/password/change/",
    )
    assert liaison.complaints == []
    officer = looking(office.world.officer)
    assert not barriers(
        officer,
        correction.get_absolute_url(),
        f"{office.world.partner.get_absolute_url()}?tab=corrections",
        asked.get_absolute_url(),
        f"/requests/{asked.pk}/answer/",
        "/enterprises/portal/",
    )
    assert officer.complaints == []


def test_asking_and_answering_has_no_barrier(looking, office):
    world = office.world
    join(world.liaison)
    officer = looking(world.officer)
    assert not barriers(officer, f"/enterprises/{world.partner.pk}/ask/")

    confirmed, answered = (
        ask_question(
            actor=world.officer,
            contact_pk=world.liaison.pk,
            kind=kind,
            text="Have the two lathes arrived?",
            due_on=timezone.localdate() + timedelta(days=7),
            now=timezone.now(),
        )
        for kind in ("confirm", "answer")
    )
    liaison = looking(world.liaison.user)
    assert not barriers(
        liaison, "/portal/", f"/portal/questions/{confirmed.pk}/", f"/portal/questions/{answered.pk}/"
    )

    nobody = looking()
    link = links_to(answered).get()
    assert not barriers(nobody, f"/link/{link.token}/")
    nobody.locator("main form button[type=submit]").first.click()
    nobody.locator("textarea").wait_for()
    assert not barriers(nobody, f"/link/{link.token}/question/")
    assert [*officer.complaints, *liaison.complaints, *nobody.complaints] == []


def what_they_ask_for(office, agreement) -> tuple[Correction, AgreementRequest]:
    now = timezone.now()
    correction = Correction.objects.create(
        enterprise=office.world.partner,
        field="address",
        before="",
        after="工业园区1号",
        proposed_by=office.world.liaison.user,
        proposed_at=now,
    )
    asked = AgreementRequest.objects.create(
        agreement=agreement,
        enterprise=office.world.partner,
        kind="change",
        target="field.aims",
        text="Five places more, please.",
        asked_by=office.world.liaison.user,
        asked_at=now,
    )
    return correction, asked


def test_what_strangers_see_has_no_barrier(looking, office):
    stranger = looking()
    assert not barriers(stranger, "/accounts/login/", "/accounts/password/reset/", "/verify/")
    assert stranger.complaints == []

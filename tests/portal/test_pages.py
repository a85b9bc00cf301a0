"""What somebody of an enterprise sees and does at the portal."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from agreements.documents import kept_documents
from agreements.models import AgreementComment, AgreementFile
from agreements.notices import PARTNER_COMMENT
from agreements.operations import attach_file
from core.kept import content_of
from core.models import Notification
from core.notifications import notify
from partnerships.models import ContactRole
from tests.agreements.office import NOW
from tests.factories import ContactFactory
from tests.portal.conftest import client_of
from tests.world import join

pytestmark = pytest.mark.django_db
A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_home_says_what_waits_and_what_is_in_force(portal):
    stranger = client_of(portal.stranger).get(reverse("portal:home")).content.decode()

    assert "Out for signature by your enterprise" in stranger
    assert "Framework agreement with Haitian" in stranger
    assert "Jinggong" not in stranger


def test_the_list_holds_the_own_agreements_only(portal, at_portal):
    page = at_portal.get(reverse("portal:agreements")).content.decode()

    assert "Framework agreement with Jinggong" in page
    assert "Haitian" not in page


def test_an_agreement_reads_with_its_terms_clauses_and_person_to_ask(portal, at_portal):
    page = at_portal.get(reverse("portal:agreement", args=[portal.ours.pk])).content.decode()

    assert "Train mechanics together." in page
    assert "officer@centre.example" in page
    assert reverse("portal:document", args=[portal.ours.pk, "both"]) in page


def test_a_strangers_agreement_does_not_exist(portal, at_portal):
    for name, arguments in (
        ("portal:agreement", [portal.theirs.pk]),
        ("portal:document", [portal.theirs.pk, "en"]),
        ("portal:file", [portal.theirs.pk, 1]),
    ):
        assert at_portal.get(reverse(name, args=arguments)).status_code == 404, name


def test_the_paper_is_the_one_that_the_centre_keeps(portal, at_portal):
    response = at_portal.get(reverse("portal:document", args=[portal.ours.pk, "en"]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content == content_of(kept_documents(portal.ours).get(language="en"))


def test_scans_and_annexes_are_shared_and_other_files_are_not(portal, at_portal):
    kept = {
        purpose: attach_file(
            actor=portal.world.officer,
            pk=portal.ours.pk,
            upload=ContentFile(A_PDF, name=f"{purpose}.pdf"),
            purpose=purpose,
            now=NOW,
        )
        for purpose in AgreementFile.Purpose.values
    }

    answers = {
        purpose: at_portal.get(reverse("portal:file", args=[portal.ours.pk, row.pk])).status_code
        for purpose, row in kept.items()
    }

    assert answers == {"scan": 200, "annex": 200, "licence": 404, "other": 404}


def test_a_message_reaches_the_owner_and_stands_on_both_sides(portal, at_portal):
    address = reverse("portal:comment", args=[portal.ours.pk])

    response = at_portal.post(address, {"text": "May we add five places?"}, follow=True)

    assert "May we add five places?" in response.content.decode()
    assert not AgreementComment.objects.get().is_internal
    told = Notification.objects.get(kind="agreements.partner_comment")
    assert (told.recipient, told.data["text"]) == (portal.world.officer, "May we add five places?")
    staff = client_of(portal.world.officer).get(portal.ours.get_absolute_url() + "?tab=comments")
    assert "May we add five places?" in staff.content.decode()


def test_an_empty_message_is_asked_for_again(portal, at_portal):
    response = at_portal.post(reverse("portal:comment", args=[portal.ours.pk]), {"text": "  "})

    assert response.status_code == 422
    assert not AgreementComment.objects.exists()


def test_nobody_writes_beside_a_strangers_agreement(portal, at_portal):
    response = at_portal.post(reverse("portal:comment", args=[portal.theirs.pk]), {"text": "Hello"})

    assert response.status_code == 404
    assert not AgreementComment.objects.exists()
    assert not Notification.objects.filter(kind="agreements.partner_comment").exists()


def test_what_the_centre_answers_is_read_and_what_it_says_to_itself_is_not(portal, at_portal):
    for is_internal, text in ((True, "Not worth it"), (False, "Gladly")):
        AgreementComment.objects.create(
            parent=portal.ours,
            author=portal.world.officer,
            text=text,
            is_internal=is_internal,
            created_at=NOW,
        )

    page = at_portal.get(reverse("portal:agreement", args=[portal.ours.pk])).content.decode()

    assert "Gladly" in page
    assert "Not worth it" not in page


def test_our_enterprise_shows_no_note_of_the_centre(portal, at_portal):
    portal.world.partner.notes = "Pays late"
    portal.world.partner.save()

    page = at_portal.get(reverse("portal:enterprise")).content.decode()

    assert "苏州精工机械有限公司" in page
    assert "Pays late" not in page


def test_a_signatory_without_second_factor_is_led_to_set_one_up(portal):
    user = join(portal.world.signatory)
    assert client_of(user).get(reverse("portal:home")).status_code == 200
    user.authenticator_set.all().delete()

    response = client_of(user).get(reverse("portal:home"))

    assert response["Location"] == reverse("mfa_index")


def test_nor_is_a_signatory_let_in_who_comes_for_another_enterprise_as_a_mentor(portal):
    user = join(portal.world.signatory)
    ContactFactory.create(
        enterprise=portal.world.stranger, name="周强", user=user, roles=[ContactRole.MENTOR], is_primary=True
    )
    user.authenticator_set.all().delete()
    client = client_of(user)
    for contact in user.contacts.all():
        client.post(reverse("portal:choose", args=[contact.pk]))
        assert client.get(reverse("portal:home"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    "name", ["agreements:agreement_list", "core:search", "core:import_list", "accounts:profile"]
)
def test_people_of_enterprises_find_no_page_of_the_staff(portal, at_portal, name):
    assert at_portal.get(reverse(name)).status_code == 404


def test_the_inbox_and_the_choice_of_mails_of_a_partner_stand_in_the_frame_of_the_portal(portal, at_portal):
    notify(
        key="answered",
        kind=PARTNER_COMMENT.name,
        recipient=portal.liaison,
        subject=portal.ours,
        data={"text": "Yes", "url": reverse("portal:agreement", args=[portal.ours.pk])},
        now=NOW,
    )
    inbox = at_portal.get(reverse("core:inbox"))
    choices = at_portal.get(reverse("core:mail_choices"))
    for page in (inbox, choices):
        assert reverse("portal:home") in page.content.decode()
        assert f'href="{reverse("agreements:agreement_list")}"' not in page.content.decode()
    row = Notification.objects.get(recipient=portal.liaison)
    opened = at_portal.get(reverse("core:open_notification", args=[row.pk]), follow=True)
    assert opened.status_code == 200
    assert opened.redirect_chain[-1][0] == reverse("portal:agreement", args=[portal.ours.pk])


def test_whoever_is_not_of_a_partner_has_no_portal(portal):
    assert Client().get(reverse("portal:home")).status_code == 302
    assert client_of(portal.world.director).get(reverse("portal:home")).status_code == 403


def test_home_of_a_partner_is_the_portal(portal, at_portal):
    assert at_portal.get("/")["Location"] == reverse("portal:home")


def test_a_page_costs_the_same_whatever_the_number_of_agreements(
    portal, at_portal, django_assert_num_queries
):
    at_portal.get(reverse("portal:agreements"))
    with django_assert_num_queries(14) as few:
        at_portal.get(reverse("portal:agreements"))
    for number in range(3):
        portal.office.signed(title_en=f"Agreement {number}")
    with django_assert_num_queries(len(few)):
        at_portal.get(reverse("portal:agreements"))

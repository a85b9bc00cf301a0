"""People of an enterprise sign at the portal, behind its walls."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.choices import State
from agreements.models import Agreement
from core.models import Notification
from core.walls import inside
from partnerships.models import Contact, ContactRole
from signing.models import Envelope, Signatory
from signing.sealing.orders import seal_ordered
from signing.statements import STATEMENT
from tests.agreements.office import make_office
from tests.portal.conftest import client_of
from tests.signing.envelopes import SigningOffice, code_sent_to, people_of, sign_all_the_way
from tests.world import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db, settings, tmp_path):
    """An agreement out for signature: by a signatory who has an account at the portal, then the director."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    signing = SigningOffice(make_office())
    user = join(signing.world.signatory)
    agreement = signing.office.sent()
    now = timezone.now()
    signing.out(
        agreement,
        signatories=[
            signing.partner_signs(agreement, user=user, means_allowed=["email", "totp"]),
            signing.centre_signs(agreement),
        ],
        is_ordered=True,
        deadline_on=timezone.localdate(now) + timedelta(days=9),
        now=now,
    )
    return signing


@pytest.fixture
def signatory(asked) -> Signatory:
    return people_of(Envelope.objects.get())[0]


@pytest.fixture
def at_portal(signatory) -> Client:
    return client_of(signatory.user)


def address(name: str, signatory: Signatory, **more) -> str:
    return reverse(f"portal:signing:{name}", kwargs={"pk": signatory.pk, **more})


def test_whoever_is_asked_to_sign_needs_a_second_factor_whatever_their_role(signatory, at_portal):
    Contact.objects.filter(user=signatory.user).update(roles=[ContactRole.LIAISON])
    assert at_portal.get(reverse("portal:home")).status_code == 200
    signatory.user.authenticator_set.all().delete()

    for page in (reverse("portal:home"), address("ceremony", signatory)):
        assert at_portal.get(page)["Location"] == reverse("mfa_index")


def test_whoever_is_asked_is_led_to_the_portal(signatory):
    told = Notification.objects.get(kind="signing.sign")

    assert (told.recipient, told.data["url"]) == (signatory.user, address("ceremony", signatory))


def test_home_and_the_agreement_lead_to_the_ceremony(asked, signatory, at_portal):
    agreement = Agreement.objects.get()

    for page in ("portal:home", "portal:agreement"):
        arguments = [agreement.pk] if page == "portal:agreement" else []
        content = at_portal.get(reverse(page, args=arguments)).content.decode()
        assert f'href="{address("ceremony", signatory)}"' in content, page


def test_a_signatory_goes_all_the_way_behind_the_walls(asked, signatory, at_portal):
    ceremony = address("ceremony", signatory)
    assert "Agree to sign electronically" in at_portal.get(ceremony).content.decode()

    at_portal.post(address("consent", signatory), {"statement": STATEMENT.version, "agree": "on"})
    assert at_portal.get(address("page", signatory, page=1))["Content-Type"] == "image/png"
    assert at_portal.get(address("document", signatory)).content.startswith(b"%PDF")
    for number in range(1, signatory.envelope.pages + 1):
        at_portal.post(address("page_seen", signatory, page=number))
    assert "Show that it is you" in at_portal.get(ceremony).content.decode()
    at_portal.post(address("ask_for_code", signatory), {"means": "email"})
    at_portal.post(address("identify", signatory), {"means": "email", "code": code_sent_to(signatory)})
    page = at_portal.post(
        address("sign", signatory),
        {"name": signatory.name, "seen": signatory.envelope.document_sha256},
        follow=True,
    )

    assert "You have signed." in page.content.decode()
    signatory.refresh_from_db()
    assert (signatory.status, signatory.identified_by) == ("signed", "email")
    assert people_of(signatory.envelope)[1].status == "invited"


def test_a_wrong_code_is_counted_although_the_page_says_no(signatory, at_portal):
    at_portal.get(address("ceremony", signatory))
    at_portal.post(address("ask_for_code", signatory), {"means": "email"})
    wrong = f"{(int(code_sent_to(signatory)) + 1) % 10**6:06d}"

    page = at_portal.post(address("identify", signatory), {"means": "email", "code": wrong}, follow=True)

    assert "The code is not right." in page.content.decode()
    assert signatory.identity_codes.get().tries == 1
    assert signatory.envelope.events.filter(kind="identity_refused").count() == 1


def test_declining_is_read_by_the_centre(asked, signatory, at_portal):
    at_portal.get(address("ceremony", signatory))
    at_portal.post(address("decline", signatory), {"reason": "Clause 4 is not what we said"})

    assert Envelope.objects.get().closing_reason == "Clause 4 is not what we said"
    assert Agreement.objects.get().state == State.OUT_FOR_SIGNATURE


def test_the_sealed_file_waits_on_the_agreements_page(asked, signatory, at_portal):
    now = timezone.now()
    agreement = Agreement.objects.get()
    sealed = reverse("portal:sealed", args=[agreement.pk])
    assert at_portal.get(sealed).status_code == 404
    for person in people_of(signatory.envelope):
        sign_all_the_way(person, now)
    assert seal_ordered(now=now + timedelta(minutes=5)) == 1

    assert sealed in at_portal.get(reverse("portal:agreement", args=[agreement.pk])).content.decode()
    file = at_portal.get(sealed).content
    with Envelope.objects.get().sealed_file.open("rb") as kept:
        assert file == kept.read()
    assert "Download the sealed document" in at_portal.get(address("ceremony", signatory)).content.decode()


@pytest.mark.parametrize("who", ["liaison", "mentor", "stranger_liaison"])
def test_nobody_else_of_any_enterprise_comes_to_the_ceremony(asked, signatory, who):
    client = client_of(join(getattr(asked.world, who)))

    for name, method in (("ceremony", "get"), ("document", "get"), ("sign", "post"), ("decline", "post")):
        answer = getattr(client, method)(address(name, signatory), {"reason": "no"})
        assert answer.status_code == 404, name
    assert Envelope.objects.get().state == "out"
    assert "For you to sign" not in client.get(reverse("portal:home")).content.decode()


def test_access_to_what_waits_ends_with_the_work(asked, signatory, at_portal):
    world = asked.world
    world.signatory.left_on = timezone.localdate()
    world.signatory.save()
    world.stranger_liaison.user = signatory.user  # they work elsewhere now
    world.stranger_liaison.save()

    assert at_portal.get(address("ceremony", signatory)).status_code == 404
    assert "For you to sign" not in at_portal.get(reverse("portal:home")).content.decode()


def test_without_any_filter_only_ones_own_part_is_there(asked, signatory):
    enterprise = asked.world.partner.pk
    with inside(enterprise_id=enterprise, person_id=signatory.user_id):
        assert list(Signatory.objects.values_list("pk", flat=True)) == [signatory.pk]
        assert list(Envelope.objects.values_list("pk", flat=True)) == [signatory.envelope_id]
    colleague = join(asked.world.liaison)
    with inside(enterprise_id=enterprise, person_id=colleague.pk):
        assert not Signatory.objects.exists()
        assert not Envelope.objects.exists()


def test_a_row_that_is_looked_for_without_its_owner_stays_hidden(asked, signatory, monkeypatch):
    monkeypatch.setattr("signing.querysets.SignatoryQuerySet.of", lambda rows, actor: rows.all())

    client = client_of(join(asked.world.liaison))

    assert client.get(address("ceremony", signatory)).status_code == 404
    assert client.post(address("decline", signatory), {"reason": "no"}).status_code == 404
    assert Envelope.objects.get().state == "out"


def test_many_agreements_of_one_kind_are_signed_together(asked, signatory, at_portal):
    second = asked.office.sent(title_en="Second framework", title_zh="第二份协议")
    now = timezone.now()
    asked.out(
        second,
        signatories=[
            asked.partner_signs(second, user=signatory.user, means_allowed=["email"]),
            asked.centre_signs(second),
        ],
        deadline_on=timezone.localdate(now) + timedelta(days=9),
        now=now,
    )
    mine = list(Signatory.objects.filter(user=signatory.user).order_by("pk"))
    text = mine[0].envelope.common_text_id
    batch = reverse("portal:signing:batch", args=[text])
    assert f'href="{batch}"' in at_portal.get(reverse("portal:home")).content.decode()

    at_portal.get(batch)
    at_portal.post(
        batch, {"signatory": [row.pk for row in mine], "agree": "1", "statement": STATEMENT.version}
    )
    together = reverse("portal:signing:batch_sign", args=[text])
    at_portal.post(together, {"act": "code", "means": "email"})
    at_portal.post(together, {"act": "identify", "means": "email", "code": code_sent_to(mine[0])})
    page = at_portal.post(together, {"act": "sign", "name": signatory.name}, follow=True)

    assert "2 documents signed." in page.content.decode()
    assert {row.status for row in Signatory.objects.filter(user=signatory.user)} == {"signed"}

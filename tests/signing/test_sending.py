"""The page on which an officer says who signs electronically."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import ContactRole
from signing.models import Envelope, Signatory, TaskLink
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


def sent_by_the_officer(signing) -> Signatory:
    """The enterprise's signatory, as the page sent the agreement out to them."""
    agreement = signing.office.sent()
    data = {
        "sequence": "enterprises_first",
        "deadline_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
        "language": "en",
    }
    for party in agreement.parties.all():
        is_centre = party.role == "centre"
        person = f"user-{signing.world.director.pk}" if is_centre else f"contact-{signing.world.signatory.pk}"
        data |= {f"way_{party.pk}": "electronic", f"people_{party.pk}": [person]}
    address = reverse("agreements:agreement_send_electronically", args=[agreement.pk])
    response = signed_in(signing.world.officer).post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    return Envelope.objects.get().signatories.get(order=1)


def test_whoever_comes_to_the_portal_signs_there(signing):
    user = join(signing.world.signatory)

    assert sent_by_the_officer(signing).user == user
    assert not TaskLink.objects.exists()


@pytest.mark.parametrize("end", ["role", "account"])
def test_whoever_comes_there_no_more_signs_by_a_link(signing, end):
    contact = signing.world.signatory
    user = join(contact)
    if end == "role":
        contact.roles = [ContactRole.TECHNICIAN]
        contact.save()
    else:
        user.is_active = False
        user.save()

    assert sent_by_the_officer(signing).user is None
    assert TaskLink.objects.exists()

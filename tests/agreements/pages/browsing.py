"""What the tests of the pages ask and send again and again."""

from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Party
from tests.agreements.office import TODAY, AgreementsOffice


def url(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def fresh(agreement: Agreement) -> Agreement:
    return Agreement.objects.get(pk=agreement.pk)


def signature_of(office: AgreementsOffice, party: Party) -> dict[str, object]:
    """What the form of a signature is sent with."""
    who = office.signatory_of(party)
    if "signatory" in who:
        who["signatory"] = who["signatory"].pk
    return who | {"signed_on": TODAY.isoformat()}

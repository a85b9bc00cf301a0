"""The lists of the administration lead to the pages of the application, for those who see them there."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from core.admin import ReadOnlyAdmin
from core.models import ScopedModel
from partnerships.models import Enterprise
from tests.agreements.office import AgreementsOffice, make_office
from tests.world import give_second_factor

LISTS = ["agreements_agreement", "partnerships_enterprise", "partnerships_contact", "agreements_amendment"]


@pytest.fixture
def office(db) -> AgreementsOffice:
    return make_office()


@pytest.fixture
def director(office, client) -> Client:
    """The director, who administers the centre as well."""
    office.world.director.is_staff = office.world.director.is_superuser = True
    office.world.director.save()
    client.force_login(office.world.director)
    return client


def links(client: Client, name: str) -> list[str]:
    text = client.get(reverse(f"admin:{name}_changelist")).content.decode()
    return re.findall(r'field-open_in_the_application"><a href="([^"]+)">Open</a>', text)


def test_an_agreement_is_opened_from_the_list(office, director):
    agreement = office.submitted()
    (address,) = links(director, "agreements_agreement")
    assert address == agreement.get_absolute_url()
    assert agreement.reference in director.get(address).content.decode()


def test_an_enterprise_is_opened_from_the_list(office, director):
    addresses = links(director, "partnerships_enterprise")
    assert set(addresses) == {one.get_absolute_url() for one in Enterprise.objects.all()}
    assert (
        "Suzhou Jinggong Machinery" in director.get(office.world.partner.get_absolute_url()).content.decode()
    )


def test_no_link_leads_to_a_hidden_page(office, client):
    office.submitted()
    client.force_login(office.world.administrator)
    assert [links(client, name) for name in LISTS] == [[], [], [], []]


def test_somebody_of_one_department_opens_what_belongs_to_it(office, client):
    office.officer.is_staff = office.officer.is_superuser = True
    office.officer.save()
    give_second_factor(office.officer)
    client.force_login(office.officer)
    assert links(client, "partnerships_enterprise") == [office.world.partner.get_absolute_url()]


def test_every_record_with_a_page_has_the_link(office, director):
    for model, model_admin in admin.site._registry.items():
        if issubclass(model, ScopedModel):
            assert isinstance(model_admin, ReadOnlyAdmin)
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            assert director.get(reverse(f"admin:{name}_changelist")).status_code == 200

"""A form that somebody may send, with the key of something that is not theirs in it: nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.corrections import fingerprint
from partnerships.models import Correction, Invitation
from tests.access.unchanged import nothing_changes
from tests.agreements.office import furnish
from tests.factories import EnterpriseFactory, InteractionFactory, social_credit_code
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db

type Sent = tuple[str, dict[str, Any]]


def address(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def enterprise_fields(world: World, **more: Any) -> dict[str, Any]:
    fields = {
        "name": world.partner.name,
        "scheme": "uscc",
        "code": world.partner.code,
        "country": "CN",
        "department": world.mechanics.pk,
        "owner": world.officer.pk,
    }
    return fields | more


def a_new_enterprise_for_another_department(world: World) -> Sent:
    fields = enterprise_fields(
        world, name="新公司", code=social_credit_code(901), department=world.tourism.pk
    )
    return address("partnerships:enterprise_new"), fields


def an_enterprise_into_another_department(world: World) -> Sent:
    fields = enterprise_fields(world, department=world.tourism.pk)
    return address("partnerships:enterprise_edit", world.partner.pk), fields


def an_owner_who_does_not_see_the_enterprise(world: World) -> Sent:
    fields = enterprise_fields(world, owner=world.stranger_officer.pk)
    return address("partnerships:enterprise_edit", world.partner.pk), fields


def the_code_of_a_hidden_enterprise(world: World) -> Sent:
    fields = enterprise_fields(world, name="新公司", code=world.stranger.code)
    return address("partnerships:enterprise_new"), fields


def a_hidden_enterprise_to_merge_with(world: World) -> Sent:
    return address("partnerships:enterprise_merge", world.partner.pk), {"other": world.stranger.pk}


def a_hidden_enterprise_in_the_address_of_a_merge(world: World) -> Sent:
    return address("partnerships:merge_preview", world.partner.pk, world.stranger.pk), {"reason": "twice"}


def a_hidden_enterprise_among_those_ticked(world: World) -> Sent:
    return address("partnerships:enterprise_list"), {
        "action": "owner",
        "selected": [world.stranger.pk],
        "confirmed": "1",
        "owner": world.director.pk,
    }


def a_hidden_person_of_the_portal_among_those_ticked(world: World) -> Sent:
    now = timezone.now()
    Invitation.objects.create(
        contact=world.stranger_liaison,
        email="qian.duo@haitian.example",
        invited_by=world.stranger_officer,
        sent_at=now,
        expires_at=now + timedelta(days=14),
    )
    return address("partnerships:portal_people"), {
        "action": "uninvite",
        "selected": [world.stranger_liaison.pk],
        "confirmed": "1",
    }


def a_correction_of_a_hidden_enterprise(world: World) -> Sent:
    hidden = Correction.objects.create(
        enterprise=world.stranger,
        field="address",
        before="",
        after="扬州路1号",
        proposed_by=world.director,
        proposed_at=timezone.now(),
    )
    return address("partnerships:corrections", world.partner.pk), {
        f"decision-{hidden.pk}": "accept",
        f"seen-{hidden.pk}": fingerprint(""),
    }


def a_contact_of_another_enterprise_at_a_visit(world: World) -> Sent:
    return address("partnerships:interaction_new", world.partner.pk), {
        "kind": "visit",
        "happened_at": "2026-01-05T09:00",
        "summary": "Visit",
        "contacts": [world.stranger_liaison.pk],
    }


def somebody_who_sees_nothing_of_it_asked_to_act(world: World) -> Sent:
    visit = InteractionFactory.create(enterprise=world.partner)
    return address("partnerships:interaction_edit", visit.pk), {
        "kind": "visit",
        "happened_at": "2026-01-05T09:00",
        "summary": "Visit",
        "next_action": "Call",
        "next_action_on": "2026-02-05",
        "next_action_owner": world.stranger_officer.pk,
    }


def another_name_of_another_enterprise(world: World) -> Sent:
    name = world.stranger.names.create(name="海天老号")
    return address("partnerships:name_remove", world.partner.pk, name.pk), {}


def an_agreement_with_a_hidden_enterprise(world: World) -> Sent:
    return address("agreements:agreement_new"), {
        "type": furnish(world).type.pk,
        "department": world.mechanics.pk,
        "enterprises": [world.stranger.pk],
        "starts_on": "2026-04-01",
        "language": "both",
    }


def an_agreement_for_another_department(world: World) -> Sent:
    return address("agreements:agreement_new"), {
        "type": furnish(world).type.pk,
        "department": world.tourism.pk,
        "enterprises": [world.partner.pk],
        "starts_on": "2026-04-01",
        "language": "both",
    }


def a_hidden_enterprise_as_a_party(world: World) -> Sent:
    draft = furnish(world).draft()
    return address("agreements:party_new", draft.pk), {"enterprise": world.stranger.pk}


def a_contact_of_another_enterprise_as_a_partys(world: World) -> Sent:
    draft = furnish(world).draft()
    party = draft.parties.get(role="enterprise")
    return address("agreements:party_edit", draft.pk, party.pk), {
        "legal_name": party.legal_name,
        "contact": world.stranger_liaison.pk,
        "signatory": world.stranger_liaison.pk,
    }


def a_list_for_another_department(world: World) -> Sent:
    rows = f"企业名称,统一社会信用代码\n新公司,{social_credit_code(902)}"
    return address("core:import_upload", "partnerships.partners"), {
        "file": SimpleUploadedFile("list.csv", rows.encode()),
        "department": world.tourism.pk,
    }


def powers_lent_to_oneself(world: World) -> Sent:
    return address("accounts:delegation_new"), {
        "delegate": world.officer.pk,
        "starts_on": "2099-01-01",
        "ends_on": "2099-01-02",
        "reason": "leave",
    }


@pytest.mark.parametrize(
    "make",
    [
        a_new_enterprise_for_another_department,
        an_enterprise_into_another_department,
        an_owner_who_does_not_see_the_enterprise,
        the_code_of_a_hidden_enterprise,
        a_hidden_enterprise_to_merge_with,
        a_hidden_enterprise_in_the_address_of_a_merge,
        a_hidden_enterprise_among_those_ticked,
        a_hidden_person_of_the_portal_among_those_ticked,
        a_correction_of_a_hidden_enterprise,
        a_contact_of_another_enterprise_at_a_visit,
        somebody_who_sees_nothing_of_it_asked_to_act,
        another_name_of_another_enterprise,
        an_agreement_with_a_hidden_enterprise,
        an_agreement_for_another_department,
        a_hidden_enterprise_as_a_party,
        a_contact_of_another_enterprise_as_a_partys,
        a_list_for_another_department,
        powers_lent_to_oneself,
    ],
)
def test_the_key_of_something_foreign_gets_nowhere(
    world: World, make: Callable[[World], Sent], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(world.officer)
    where, what = make(world)
    with nothing_changes():
        answer = client.post(where, what)
    assert answer.status_code in {302, 404, 422}
    assert world.stranger.name not in answer.content.decode()


def test_who_only_reads_a_list_does_nothing_to_its_rows(world: World) -> None:
    client = signed_in(world.coordinator)
    what = {"action": "owner", "selected": [world.partner.pk], "confirmed": "1", "owner": world.director.pk}
    with nothing_changes():
        assert client.post(address("partnerships:enterprise_list"), what).status_code == 403


def test_the_same_forms_with_what_is_ones_own_are_taken(world: World) -> None:
    """So that the refusals above are for the foreign key and for nothing else."""
    client = signed_in(world.officer)
    twin = EnterpriseFactory.create(
        name="苏州精工机械公司", code=None, scheme="none", department=world.mechanics
    )
    sent = {
        a_new_enterprise_for_another_department: {"department": world.mechanics.pk},
        an_owner_who_does_not_see_the_enterprise: {"owner": world.director.pk},
        a_hidden_enterprise_to_merge_with: {"other": twin.pk},
        a_contact_of_another_enterprise_at_a_visit: {"contacts": [world.liaison.pk]},
        somebody_who_sees_nothing_of_it_asked_to_act: {"next_action_owner": world.director.pk},
        an_agreement_with_a_hidden_enterprise: {"enterprises": [world.partner.pk]},
    }
    for make, own in sent.items():
        where, what = make(world)
        assert client.post(where, what | own).status_code == 302, make.__name__

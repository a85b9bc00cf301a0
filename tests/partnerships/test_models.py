from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.search import search
from partnerships.models import Contact, Enterprise, EnterpriseName, Interaction
from tests.factories import ContactFactory, EnterpriseFactory, InteractionFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_code_is_used_by_one_living_enterprise(world):
    with refused("enterprise_code_is_used_once"), transaction.atomic():
        EnterpriseFactory.create(scheme="uscc", code=world.partner.code)
    EnterpriseFactory.create(scheme="none", code=None)
    EnterpriseFactory.create(scheme="none", code=None)


def test_an_enterprise_has_a_name_and_no_empty_code():
    with refused("enterprise_has_a_name"), transaction.atomic():
        EnterpriseFactory.create(name="")
    with refused("enterprise_code_is_absent_or_something"), transaction.atomic():
        EnterpriseFactory.create(code="")


def test_an_enterprise_is_not_merged_into_itself(world):
    with refused("enterprise_is_not_merged_into_itself"), transaction.atomic():
        Enterprise.objects.filter(pk=world.partner.pk).update(merged_into=world.partner)


def test_one_contact_is_the_first_to_ask_and_still_there(world):
    with refused("enterprise_has_one_primary_contact"), transaction.atomic():
        ContactFactory.create(enterprise=world.partner, is_primary=True)
    with refused("contact_who_left_is_not_primary"), transaction.atomic():
        Contact.objects.filter(pk=world.liaison.pk).update(left_on=date(2026, 1, 1))


def test_a_next_action_names_its_date_and_person(world):
    complete = {
        "next_action": "Send the draft",
        "next_action_on": date(2026, 4, 1),
        "next_action_owner": world.officer,
    }
    InteractionFactory.create(enterprise=world.partner, **complete)
    for missing in ("next_action_on", "next_action_owner"):
        with refused("next_action_has_a_date"), transaction.atomic():
            InteractionFactory.create(enterprise=world.partner, **complete | {missing: None})
    with refused("only_an_action_can_be_done"), transaction.atomic():
        InteractionFactory.create(enterprise=world.partner, next_action_done_at=timezone.now())


def test_the_database_keeps_the_history_of_an_enterprise(world):
    Enterprise.objects.filter(pk=world.partner.pk).update(name="苏州精工智能有限公司")
    assert [event.name for event in world.partner.events.order_by("pgh_id")] == [
        "苏州精工机械有限公司",
        "苏州精工智能有限公司",
    ]
    ContactFactory.create(enterprise=world.partner, name="郑工").delete()
    deleted = apps.get_model("partnerships.ContactEvent").objects.filter(pgh_label="delete", name="郑工")
    assert deleted.count() == 1


@pytest.mark.parametrize(
    "typed",
    ["精工", "苏州精工", "jinggong", "JINGGONG MACH", "913205000", "szjg", "ＪＩＮＧＧＯＮＧ", "精密仪器"],
)
def test_an_enterprise_is_found_by(world, typed):
    Enterprise.objects.filter(pk=world.partner.pk).update(other_names="苏州精密仪器厂")
    assert world.partner in search(Enterprise.objects.visible_to(world.officer), typed)


def test_a_search_finds_nothing_else(world):
    assert list(search(Enterprise.objects.visible_to(world.director), "海天")) == [world.stranger]
    assert not search(Enterprise.objects.visible_to(world.director), "天海")


def test_two_characters_are_found_through_the_index(world):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = search(Enterprise.objects.visible_to(world.director), "海天").order_by().explain()
    assert "enterprise_by_bigram" in plan


class TestWhoSeesWhat:
    def test_an_officer_sees_the_enterprises_of_their_department(self, world):
        assert list(Enterprise.objects.visible_to(world.officer)) == [world.partner]
        assert set(Contact.objects.visible_to(world.officer)) == {
            world.liaison,
            world.signatory,
            world.mentor,
        }

    def test_the_director_sees_all_and_the_teacher_none(self, world):
        assert set(Enterprise.objects.visible_to(world.director)) == {world.partner, world.stranger}
        assert not Enterprise.objects.visible_to(world.teacher)
        assert not Contact.objects.visible_to(world.teacher)
        assert not Interaction.objects.visible_to(UserFactory.create())

    def test_a_merged_enterprise_is_out_of_sight_with_its_contacts(self, world):
        merged = EnterpriseFactory.create(department=world.mechanics, merged_into=world.partner)
        contact = ContactFactory.create(enterprise=merged)
        assert merged not in Enterprise.objects.visible_to(world.director)
        assert merged not in Enterprise.objects.permitting(world.director, "enterprise.edit")
        assert contact not in Contact.objects.visible_to(world.director)


def test_another_name_stands_once_with_an_enterprise(world):
    EnterpriseName.objects.create(enterprise=world.partner, name="精工厂")
    with refused("enterprise_has_each_name_once"), transaction.atomic():
        EnterpriseName.objects.create(enterprise=world.partner, name="精工厂", kind="former")

import pytest
from django.utils import timezone

from core.names import name_key
from partnerships.hints import duplicate_hints
from partnerships.models import EnterpriseName, RegisterEntry
from tests.factories import EnterpriseFactory, social_credit_code

pytestmark = pytest.mark.django_db


def listed(name: str, code: str) -> RegisterEntry:
    return RegisterEntry.objects.create(
        scheme="uscc", key=code, code=code, name=name, name_key=name_key(name), imported_at=timezone.now()
    )


def found(actor, **typed) -> list[tuple[str, str]]:
    return [(str(hint.reason), str(hint.record or "")) for hint in duplicate_hints(actor=actor, **typed)]


def test_the_same_code_is_proof(world):
    (hint,) = duplicate_hints(actor=world.officer, code=world.partner.code.lower())
    assert (hint.record, hint.is_proof) == (world.partner, True)


def test_the_same_name_under_another_legal_form(world):
    hints = found(world.officer, name="苏州精工机械公司")
    assert hints == [("Same name", "Suzhou Jinggong Machinery")]


@pytest.mark.parametrize("typed", ["苏州精工机", "苏州精工机械设备有限公司", "苏州市精工机械"])
def test_a_name_that_is_like_it(world, typed):
    assert ("Similar name", "Suzhou Jinggong Machinery") in found(world.officer, name=typed)


def test_a_latin_name_that_is_like_it(world):
    EnterpriseFactory.create(name="Bossmans Retail Abergavenny Ltd", department=world.mechanics)
    assert found(world.officer, name="Bosmans Retail Abergaveny Limited") == [
        ("Similar name", "Bossmans Retail Abergavenny Ltd")
    ]


def test_a_former_name(world):
    EnterpriseName.objects.create(enterprise=world.partner, name="吴江通用零件厂", kind="former")
    assert found(world.officer, name="吴江通用零件厂") == [
        ("Same former or other name", "Suzhou Jinggong Machinery")
    ]


def test_the_register_is_asked_too_until_somebody_adopted_the_line(world):
    entry = listed("昆山新材料有限公司", social_credit_code(50))
    assert found(world.officer, name="昆山新材料") == [("Same name", "昆山新材料有限公司")]
    assert duplicate_hints(actor=world.officer, code=entry.code)[0].is_register
    RegisterEntry.objects.update(adopted_as=world.partner)
    assert found(world.officer, name="昆山新材料") == []


def test_of_a_hidden_enterprise_only_that_its_code_is_taken(world):
    assert found(world.officer, name=world.stranger.name) == []
    (hint,) = duplicate_hints(actor=world.officer, code=world.stranger.code)
    assert hint.record is None
    assert hint.is_proof


def test_who_sees_nothing_learns_nothing(world):
    listed("昆山新材料有限公司", social_credit_code(50))
    assert found(world.teacher, name="苏州精工机械有限公司") == []
    assert found(world.teacher, name="昆山新材料有限公司") == []


def test_hints_cost_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    for number in range(30):
        EnterpriseFactory.create(name=f"苏州精工机械第{number}有限公司", department=world.mechanics)
    with django_assert_max_num_queries(12):
        hints = duplicate_hints(
            actor=world.officer, name="苏州精工机械有限公司", code=social_credit_code(400)
        )
    assert 1 <= len(hints) <= 12


def test_the_record_one_edits_is_no_duplicate_of_itself(world):
    assert found(world.officer, name=world.partner.name, code=world.partner.code) != []
    assert (
        duplicate_hints(
            actor=world.officer,
            name=world.partner.name,
            code=world.partner.code,
            exclude_pk=world.partner.pk,
        )
        == []
    )

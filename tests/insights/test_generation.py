"""A large data set, generated small."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from agreements.choices import State
from agreements.models import Agreement, Party, ReferenceCounter
from conftest import as_owner
from core.access import THE_SYSTEM
from core.codes import get_scheme
from core.pinyin import pinyin_key
from partnerships.models import Contact, Enterprise

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("demonstration")]


def generate(*options: str) -> str:
    out = StringIO()
    with as_owner():
        call_command("generate", *options, stdout=out)
    return out.getvalue()


def structure() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid::regclass::text ~ '^(agreements|partnerships)_'
            UNION ALL SELECT indexname, indexdef FROM pg_indexes
            WHERE tablename ~ '^(agreements|partnerships)_'
            UNION ALL SELECT tgname, tgenabled::text FROM pg_trigger
            WHERE NOT tgisinternal AND tgrelid::regclass::text ~ '^(agreements|partnerships)_'
            ORDER BY 1, 2
            """
        )
        return cursor.fetchall()


def test_generated_agreements_look_like_those_that_people_made():
    before = structure()

    printed = generate("--agreements", "2000", "--enterprises", "90")

    assert printed.startswith("2000 agreements with 90 enterprises in ")
    assert structure() == before, "every index, constraint and trigger is back"
    assert User.objects.count() == 30
    assert Enterprise.objects.count() == Contact.objects.count() == 90
    assert Party.objects.count() == 4000
    agreements = Agreement.objects.all()
    assert agreements.count() == 2000
    assert set(agreements.values_list("state", flat=True)) == set(State.values)
    assert all(get_scheme("uscc").accepts(code) for code in Enterprise.objects.values_list("code", flat=True))
    for agreement in agreements.order_by("?")[:20]:
        assert agreement.counterparty_key == pinyin_key(agreement.counterparty_name)
        assert agreement.title_zh_key == pinyin_key(agreement.title_zh)
        assert agreement.title_en_key == pinyin_key(agreement.title_en)
        agreement.full_clean()
    assert Agreement.objects.visible_to(THE_SYSTEM).matching("校企合作").exists()
    successors_follow_what_they_renew()
    nothing_is_dated_after(timezone.now())


def successors_follow_what_they_renew() -> None:
    renewed = Agreement.objects.filter(state=State.RENEWED)
    assert renewed.count() > 50
    for agreement in renewed.prefetch_related("successors"):
        [successor] = agreement.successors.all()
        assert successor.starts_on > agreement.ends_on
        assert successor.counterparty_name == agreement.counterparty_name


def nothing_is_dated_after(now: datetime) -> None:
    assert not Agreement.objects.filter(updated_at__gt=now).exists()
    assert not Agreement.objects.filter(submitted_at__gt=now).exists()
    assert not Agreement.objects.filter(renewal_decided_at__gt=now).exists()


def test_generated_references_have_no_gap_and_the_next_one_follows():
    generate("--agreements", "400")
    generate("--agreements", "200", "--force")

    for counter in ReferenceCounter.objects.all():
        references = Agreement.objects.filter(reference__contains=f"-{counter.year}-")
        numbers = sorted(int(r.rpartition("-")[2]) for r in references.values_list("reference", flat=True))
        assert numbers == list(range(1, counter.last + 1)), counter.year


def test_what_is_there_is_not_touched_without_force(world):
    before = Enterprise.objects.count()

    with pytest.raises(CommandError, match="--force"):
        generate("--agreements", "10")

    assert Enterprise.objects.count() == before


def test_production_is_not_filled(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        generate("--agreements", "10")

"""Contributions: told, confirmed by the other side, never changed, reversed; metrics, and the statement."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature

from agreements.choices import State
from agreements.models import Agreement
from core.access import NotVisible
from core.copies import copy_with_code, copy_with_digest
from core.kept import content_of
from core.metrics import OCCURRENCE, metric_of
from core.models import Notification
from core.transitions import TransitionRefused
from resources import notices
from resources.models import Contribution, ContributionState, ContributionStatement
from resources.operations import contributions, statements
from resources.operations.contributions import UnableToGive
from resources.operations.statements import UnableToState
from resources.statement_facts import facts_of, lasted_long_enough
from resources.totals import totals_of
from signing.sealing.providers import seal_provider
from tests.collaboration.exchanging import an_agreement
from tests.resources.resourcing import (
    BEGINS,
    ENDS,
    NOW,
    a_booking,
    a_contribution,
    a_resource,
    an_office,
    partner,
    said_of,
)
from tests.world import signed_in

pytestmark = pytest.mark.django_db
C = ContributionState


# --- Telling and deciding -------------------------------------------------------------------------


def test_each_side_confirms_what_the_other_told(world):
    office, liaison = an_office(world), partner(world.liaison)
    ours = contributions.enter(
        actor=office,
        enterprise_id=world.partner.pk,
        department=world.mechanics,
        now=NOW,
        **said_of(giver="centre"),
    )
    theirs = contributions.tell(partner=liaison, now=NOW, **said_of())
    with pytest.raises(TransitionRefused):
        contributions.confirm(actor=office, pk=ours.pk, now=NOW)
    with pytest.raises(TransitionRefused):
        contributions.record_confirmation(actor=office, pk=ours.pk, reason="电话确认", now=NOW)
    with pytest.raises(TransitionRefused):
        contributions.decide_own(partner=liaison, pk=theirs.pk, agrees=True, now=NOW)

    contributions.decide_own(partner=liaison, pk=ours.pk, agrees=True, now=NOW)
    contributions.confirm(actor=office, pk=theirs.pk, now=NOW)

    assert set(Contribution.objects.values_list("state", flat=True)) == {C.CONFIRMED}
    told = Notification.objects.filter(kind=notices.DECIDED.name)
    assert set(told.values_list("recipient", flat=True)) == {office.pk, liaison.pk}


def test_a_refusal_has_a_reason_which_the_other_side_reads(world):
    office, liaison = an_office(world), partner(world.liaison)
    theirs = contributions.tell(partner=liaison, now=NOW, **said_of())
    with pytest.raises(TransitionRefused):
        contributions.refuse(actor=office, pk=theirs.pk, reason=" ", now=NOW)

    contributions.refuse(actor=office, pk=theirs.pk, reason="发票金额不符", now=NOW)

    told = Notification.objects.get(kind=notices.DECIDED.name, recipient=liaison.user)
    assert told.data["reason"] == "发票金额不符"


def test_an_enterprise_without_anybody_at_the_portal_is_recorded_by_the_centre(world):
    office = an_office(world)
    ours = a_contribution(world.partner)

    contributions.record_confirmation(actor=office, pk=ours.pk, reason="捐赠签收单", now=NOW)

    assert Contribution.objects.get().state == C.CONFIRMED


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"value": Decimal(0)}, ValidationError),
        ({"extent": None}, ValidationError),
        ({"ownership": ""}, ValidationError),
        ({"ownership": "lent"}, ValidationError),
        ({"ownership": "lent", "lent_until": date(2026, 5, 1)}, ValidationError),
        ({"given_on": date(2026, 11, 17)}, UnableToGive),
        ({"given_on": date(1999, 1, 1)}, UnableToGive),
    ],
)
def test_what_does_not_add_up_is_not_told(world, fields, refusal):
    with pytest.raises(refusal):
        contributions.tell(partner=partner(world.liaison), now=NOW, **said_of(**fields))
    assert not Contribution.objects.exists()


def test_an_agreement_counts_only_with_the_enterprise_and_in_force_on_the_day(world):
    liaison = partner(world.liaison)
    with pytest.raises(UnableToGive):
        contributions.tell(partner=liaison, now=NOW, **said_of(agreement=an_agreement(world, world.stranger)))
    agreement = an_agreement(world, world.partner)
    with pytest.raises(UnableToGive):
        contributions.tell(
            partner=liaison, now=NOW, **said_of(agreement=agreement, given_on=date(2025, 12, 31))
        )
    assert contributions.tell(partner=liaison, now=NOW, **said_of(agreement=agreement)).agreement == agreement


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.OUT_FOR_SIGNATURE])
def test_what_nobody_has_signed_is_neither_offered_nor_taken_as_the_agreement(world, state):
    office, liaison = an_office(world), partner(world.liaison)
    signed = an_agreement(world, world.partner)
    unsigned = Agreement.objects.create(
        title_en="Not signed",
        reference="AG-77",
        type=signed.type,
        department=signed.department,
        owner=signed.owner,
        starts_on=signed.starts_on,
        ends_on=signed.ends_on,
    )
    unsigned.parties.create(role="enterprise", enterprise=world.partner, order=2, legal_name="x")
    Agreement.objects.filter(pk=unsigned.pk).update(state=state)

    with pytest.raises(UnableToGive):
        contributions.tell(partner=liaison, now=NOW, **said_of(agreement=unsigned))
    with pytest.raises(UnableToGive):
        contributions.enter(
            actor=office,
            enterprise_id=world.partner.pk,
            department=world.mechanics,
            now=NOW,
            **said_of(agreement=unsigned),
        )
    assert not Contribution.objects.exists()
    at_portal = signed_in(world.liaison.user).get(reverse("portal:contribution_new"))
    ours = signed_in(office).get(reverse("resources:contribution_new_of", args=[world.partner.pk]))
    for page in (at_portal, ours):
        offered = page.context["form"].fields["agreement"].queryset
        assert list(offered.values_list("pk", flat=True)) == [signed.pk]


def test_what_is_confirmed_does_not_change_but_is_reversed(world):
    office, liaison = an_office(world), partner(world.liaison)
    one = a_contribution(world.partner, state=C.CONFIRMED, by_enterprise=True)
    with pytest.raises(UnableToGive):
        contributions.change_own(partner=liaison, pk=one.pk, now=NOW, value=Decimal(1))
    with pytest.raises(DatabaseError, match="confirmed_contributions_are_not_changed"), transaction.atomic():
        Contribution.objects.filter(pk=one.pk).update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        one.delete()

    reversal = contributions.reverse_own(partner=liaison, pk=one.pk, reason="重复登记", now=NOW)
    with pytest.raises(UnableToGive):
        contributions.reverse(actor=office, pk=one.pk, reason="重复登记", now=NOW)
    assert [one.pk] == list(Contribution.objects.counted().values_list("pk", flat=True))

    contributions.confirm(actor=office, pk=reversal.pk, now=NOW)

    one.refresh_from_db()
    assert (one.state, reversal.value) == (C.REVERSED, -one.value)
    assert not Contribution.objects.counted().exists()


def test_a_refused_reversal_leaves_it_as_it_was(world):
    office, liaison = an_office(world), partner(world.liaison)
    one = a_contribution(world.partner, state=C.CONFIRMED)
    reversal = contributions.reverse(actor=office, pk=one.pk, reason="金额有误", now=NOW)

    contributions.decide_own(partner=liaison, pk=reversal.pk, agrees=False, reason="金额无误", now=NOW)

    assert list(Contribution.objects.counted()) == [one]
    assert contributions.reverse(actor=office, pk=one.pk, reason="再次核对", now=NOW).pk


def test_what_was_confirmed_is_withdrawn_with_a_reason_that_is_told(world):
    office, liaison = an_office(world), partner(world.liaison)
    one = a_contribution(world.partner, state=C.CONFIRMED)

    contributions.annul(actor=office, pk=one.pk, reason="捐赠未实际到位", now=NOW)

    assert not Contribution.objects.counted().exists()
    assert Notification.objects.get(recipient=liaison.user).data["reason"] == "捐赠未实际到位"


def test_a_stranger_decides_nothing(world):
    one = a_contribution(world.partner)
    stranger = partner(world.stranger_liaison)
    for act in (
        lambda: contributions.decide_own(partner=stranger, pk=one.pk, agrees=True, now=NOW),
        lambda: contributions.withdraw_own(partner=stranger, pk=one.pk, reason="x", now=NOW),
        lambda: contributions.reverse_own(partner=stranger, pk=one.pk, reason="x", now=NOW),
        lambda: contributions.confirm(actor=world.officer, pk=one.pk, now=NOW),
    ):
        with pytest.raises(NotVisible):
            act()
    assert Contribution.objects.get().state == C.TOLD


def test_the_database_reverses_once(world):
    one = a_contribution(world.partner, state=C.CONFIRMED)
    back = {"value": -one.value, "extent": -one.extent, "reverses": one}
    a_contribution(world.partner, **back)
    with pytest.raises(IntegrityError, match="a_contribution_is_reversed_once"), transaction.atomic():
        a_contribution(world.partner, **back)


# --- Counting -----------------------------------------------------------------------------------

OF_KIND = (
    "SELECT sum({column}) FROM resources_contribution WHERE kind = '{kind}' AND state = 'confirmed'"
    " AND reverses_id IS NULL"
)
COUNTS = {
    "contribution_equipment": OF_KIND.format(column="extent", kind="equipment"),
    "contribution_equipment_value": OF_KIND.format(column="value", kind="equipment"),
    "contribution_funds": OF_KIND.format(column="value", kind="funds"),
    "contribution_venue_hours": OF_KIND.format(column="extent", kind="venue"),
    "contribution_people_hours": OF_KIND.format(column="extent", kind="hours"),
    "contribution_technology": OF_KIND.format(column="value", kind="technology"),
    "resource_hours": "SELECT sum(used_hours) FROM resources_booking WHERE state = 'used'"
    " AND enterprise_id IS NOT NULL",
}


@pytest.fixture
def years(world):
    """Of each kind some by each side, some that do not count; bookings used on both sides."""
    agreement = an_agreement(world, world.partner)
    kinds = ("equipment", "funds", "venue", "hours", "technology")
    for number, kind in enumerate(kinds, start=1):
        for giver in ("enterprise", "centre"):
            a_contribution(
                world.partner,
                kind=kind,
                giver=giver,
                state=C.CONFIRMED,
                value=Decimal(1000 * number),
                agreement=agreement if giver == "enterprise" else None,
            )
        for state in (C.TOLD, C.REFUSED, C.WITHDRAWN):
            a_contribution(world.partner, kind=kind, state=state, value=Decimal(7))
    ours, theirs = a_resource(world), a_resource(world, name="企业车间", enterprise=world.partner)
    a_booking(ours, state="used", enterprise=world.partner)
    a_booking(ours, state="used", enterprise=None, starts_at=ENDS, ends_at=ENDS + timedelta(hours=3))
    a_booking(theirs, state="used", used_hours=Decimal(3))
    a_booking(theirs, state="not_used", starts_at=ENDS, ends_at=ENDS + timedelta(hours=3))
    return world


@pytest.mark.parametrize("code", sorted(COUNTS))
def test_a_metric_is_what_a_count_by_hand_finds(years, code):
    metric = metric_of(code)
    assert metric is not None
    with connection.cursor() as cursor:
        cursor.execute(COUNTS[code])
        (by_hand,) = cursor.fetchone()

    found = list(metric.occurrences())

    assert sum(row["quantity"] for row in found) == by_hand > 0
    assert {row["giver"] for row in found} == {"centre", "enterprise"}
    assert len({row["record_id"] for row in found}) == len(found)
    evidence = metric.rows([row["record_id"] for row in found])
    assert all(evidence[row["record_id"]].url_at_portal for row in found)
    assert all(evidence[row["record_id"]].title_at_portal for row in found)
    text, parameters = metric.statement()
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        assert [column.name for column in cursor.description] == list(OCCURRENCE)
        assert len(cursor.fetchall()) == len(found)


def test_totals_are_by_year_side_and_kind(years):
    a_contribution(years.partner, state=C.CONFIRMED, given_on=date(2024, 3, 1), value=Decimal(50))

    latest, earlier = totals_of(Contribution.objects.all())

    assert (latest.year, latest.given, latest.received) == (2026, Decimal(15000), Decimal(15000))
    assert (earlier.year, earlier.given, earlier.received) == (2024, Decimal(50), Decimal(0))


# --- The statement ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "enough"),
    [
        (date(2026, 3, 1), date(2026, 5, 31), True),
        (date(2026, 3, 1), date(2026, 5, 30), False),
        (date(2025, 11, 30), date(2026, 2, 27), True),
        (date(2025, 11, 30), date(2026, 2, 26), False),
    ],
)
def test_three_months_are_reckoned_from_day_to_day(first, last, enough):
    """发改社会〔2019〕590号: interns of three months or longer."""
    assert lasted_long_enough(first, last) is enough


def test_a_statement_says_what_counts_in_its_year_and_nothing_else(years):
    a_contribution(years.partner, state=C.CONFIRMED, given_on=date(2025, 3, 1), value=Decimal(50))
    a_contribution(years.stranger, state=C.CONFIRMED, title="别家的设备")

    said = facts_of(years.partner, 2026, on=date(2026, 11, 20))

    assert len(said["given"]["enterprise"]) == len(said["given"]["centre"]) == 5
    assert said["hours"] == {"enterprise": "3.0", "centre": "2.5"}
    assert [row["year"] for row in said["invested"]] == [2024, 2025, 2026]
    assert said["invested"][1]["kinds"] == {"equipment": "50.00"}
    assert said["invested"][2]["kinds"]["funds"] == "2000.00"
    assert "别家的设备" not in str(said)


def test_a_statement_is_sealed_verified_and_replaced_by_a_later_one(years, client):
    office, liaison = an_office(years), partner(years.liaison)
    first = statements.order_own_statement(partner=liaison, year=2026, now=NOW)
    assert statements.make_ordered_statements(now=NOW) == 1
    first.refresh_from_db()
    content = content_of(first)
    assert content.startswith(b"%PDF")
    (seal,) = PdfFileReader(BytesIO(content)).embedded_signatures
    status = validate_pdf_signature(seal, seal_provider().validation_context)
    assert (status.intact, status.valid) == (True, True)
    upload = SimpleUploadedFile("copy.pdf", content, content_type="application/pdf")
    assert first.number in client.post(reverse("agreements:verify_any"), {"file": upload}).content.decode()
    known = copy_with_code(first.content_sha256[:20])
    assert known is not None
    assert known.sha256 == first.sha256
    assert not known.says
    assert years.partner.name in dict(known.facts).values()
    with pytest.raises(UnableToState, match=first.number):
        statements.order_statement(actor=office, enterprise_id=years.partner.pk, year=2026, now=NOW)

    one = Contribution.objects.counted().filter(giver="enterprise").first()
    contributions.annul(actor=office, pk=one.pk, reason="未到位", now=NOW)
    second = statements.order_statement(actor=office, enterprise_id=years.partner.pk, year=2026, now=NOW)

    assert (second.version, second.replaces, second.contents["replaces"]) == (2, first, first.number)
    statements.make_ordered_statements(now=NOW)
    replaced = copy_with_digest(first.sha256)
    assert replaced is not None
    assert second.number in replaced.says
    with pytest.raises(DatabaseError, match="statements_are_never_altered"), transaction.atomic():
        ContributionStatement.objects.filter(pk=first.pk).update(contents={})
    page = signed_in(liaison.user).get(reverse("portal:contribution_statement", args=[first.pk]))
    assert page["Content-Type"] == "application/pdf"
    assert b"".join(page).startswith(b"%PDF") if page.streaming else page.content.startswith(b"%PDF")


def test_of_a_year_without_anything_confirmed_there_is_no_statement(world):
    a_contribution(world.partner)
    liaison = partner(world.liaison)
    for year in (2026, 2027, 1990):
        with pytest.raises(UnableToState):
            statements.order_own_statement(partner=liaison, year=year, now=NOW)
    with pytest.raises(NotVisible):
        statements.order_statement(
            actor=world.stranger_officer, enterprise_id=world.partner.pk, year=2026, now=NOW
        )
    assert not ContributionStatement.objects.exists()


def test_the_day_of_a_booking_is_that_of_the_centre(world):
    theirs = a_resource(world, enterprise=world.partner)
    late = BEGINS.replace(hour=15)  # eleven in the evening at the centre
    a_booking(theirs, state="used", starts_at=late, ends_at=late + timedelta(hours=2))
    metric = metric_of("resource_hours")
    assert metric is not None
    (row,) = metric.occurrences()
    assert str(row["occurred_on"]) == "2026-11-19"

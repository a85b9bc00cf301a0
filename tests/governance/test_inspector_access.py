"""An inspector sees the scope of the inspection and nothing else; it ends by itself; all of it is noted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.db.utils import InternalError, ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.delivery import deliver_due
from core.encryption import digest
from core.models import AccessLog, Notification
from governance.models import Inspection, InspectionAccess, Inspector
from governance.operations import inspections, samples
from governance.operations.inspections import UnableToInspect, UnusableInvitation
from placements.models import Consent
from tests.factories import PASSWORD
from tests.governance.inspecting import come_in, drawn, named, now, opened, placements, prepared, today
from tests.world import signed_in

pytestmark = pytest.mark.django_db
IDENTITY = "32050020080615123X"


@pytest.fixture
def scene(world):
    """Three internships, an open inspection with a sample of one, and an inspector who is in."""
    found = placements(world)
    inspection = opened(world)
    draw = drawn(world, inspection, size=1)
    user = come_in(inspection.inspectors.get())
    return inspection, draw.dossiers.get(), found, user


def page(name, *args):
    return reverse(f"governance:{name}", args=args)


def test_an_inspector_reads_the_dossiers_of_the_scope(scene):
    inspection, drawn_one, found, user = scene
    client = signed_in(user)
    home = client.get("/", follow=True)
    every = client.get(page("inspected_dossiers", inspection.pk, "placement")).content.decode()

    assert inspection.title in home.content.decode()
    assert home.request["PATH_INFO"] == page("inspected", inspection.pk)
    for one in found:
        assert one.student.name in every or one.student.name_latin in every
        assert client.get(page("inspected_dossier", inspection.pk, "placement", one.pk)).status_code == 200
    part = client.get(page("inspected_part", inspection.pk, "placement", drawn_one.key, "plan"))
    assert part["Content-Type"] == "application/zip"
    assert b"".join(part.streaming_content)[:2] == b"PK"


def test_only_the_sample_where_the_inspection_says_so(scene):
    inspection, drawn_one, found, user = scene
    Inspection.objects.filter(pk=inspection.pk).update(only_sample=True)
    client = signed_in(user)
    for one in found:
        answer = client.get(page("inspected_dossier", inspection.pk, "placement", one.pk))
        assert answer.status_code == (200 if one.pk == drawn_one.key else 404)


def test_what_lies_outside_the_scope_does_not_exist(scene, world):
    inspection, _drawn, found, user = scene
    other = prepared(world, departments=[world.tourism], title="别的检查")
    client = signed_in(user)
    for address in (
        page("inspected", other.pk),
        page("inspected_dossier", inspection.pk, "recognition", 1),
        page("inspected_dossier", inspection.pk, "student", world.student.pk),
        page("inspected_dossier", inspection.pk, "placement", found[-1].pk + 1000),
        page("inspected_dossiers", inspection.pk, "recognition"),
        page("inspected_part", inspection.pk, "placement", found[0].pk, "nothing"),
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(found[0].get_absolute_url()).status_code == 404
    assert client.get(inspection.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("end", ["day", "closed", "early", "revoked", "inactive", "not yet"])
def test_access_ends_whoever_forgets_to_end_it(scene, world, end):
    inspection, drawn_one, _found, user = scene
    client = signed_in(user)
    address = page("inspected_dossier", inspection.pk, "placement", drawn_one.key)
    assert client.get(address).status_code == 200
    match end:
        case "day":
            Inspection.objects.update(
                starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
            )
        case "not yet":
            Inspection.objects.update(starts_on=today() + timedelta(days=1))
        case "closed":
            inspections.close(actor=world.director, pk=inspection.pk, now=now())
        case "early":
            inspections.end_early(actor=world.director, pk=inspection.pk, now=now(), reason="提前结束")
        case "revoked":
            inspector = inspection.inspectors.get()
            inspections.revoke(actor=world.director, pk=inspection.pk, inspector_id=inspector.pk, now=now())
        case "inactive":
            User.objects.filter(pk=user.pk).update(is_active=False)
    seen = InspectionAccess.objects.count()
    answer = client.get(address)

    assert answer.status_code == (302 if end == "inactive" else 403)
    assert client.get(page("inspected_home")).status_code == answer.status_code
    assert InspectionAccess.objects.count() == seen


def test_without_a_second_factor_nobody_sees_anything(scene):
    inspection, _drawn, _found, user = scene
    user.authenticator_set.all().delete()
    answer = signed_in(user).get(page("inspected", inspection.pk))

    assert answer["Location"] == reverse("mfa_index")
    assert not InspectionAccess.objects.exists()


def test_staff_partners_and_students_find_no_way_in(scene, world):
    inspection, _drawn, _found, _user = scene
    for who in (world.director, world.officer, world.administrator):
        assert signed_in(who).get(page("inspected", inspection.pk)).status_code == 403


# --- Sensitive data ---------------------------------------------------------------------------


def test_sensitive_data_are_masked_unless_the_inspection_opens_them_for_a_reason(scene, world):
    inspection, drawn_one, found, user = scene
    one = next(placement for placement in found if placement.pk == drawn_one.key)
    one.student.phone = "13912345678"
    one.student.identity, one.student.identity_digest = IDENTITY, digest(IDENTITY)
    one.student.save()
    client = signed_in(user)
    address = page("inspected_dossier", inspection.pk, "placement", one.pk)
    masked = client.get(address).content.decode()
    Inspection.objects.update(opens_sensitive=True, sensitive_reason="核对身份")
    shown = client.get(address).content.decode()

    assert "13912345678" not in masked
    assert IDENTITY not in masked
    assert "13912345678" in shown
    assert IDENTITY in shown
    kinds = AccessLog.objects.filter(actor=user).order_by("pk").values_list("data", flat=True)
    assert list(kinds) == [AccessLog.Data.RECORD, AccessLog.Data.SENSITIVE]


def test_guardians_papers_are_given_only_where_they_are_opened(scene, world):
    inspection, drawn_one, _found, user = scene
    Consent.objects.create(
        placement_id=drawn_one.key, party="guardian", name="李建国", state="given", means="paper",
        decided_on=today(), recorded_at=now(), recorded_by=world.director,
    )  # fmt: skip
    client = signed_in(user)
    address = page("inspected_part", inspection.pk, "placement", drawn_one.key, "consents")
    assert client.get(address).status_code == 404
    assert (
        "Sensitive: not opened"
        in client.get(page("inspected_dossier", inspection.pk, "placement", drawn_one.key)).content.decode()
    )
    samples.order_bundle(actor=user, inspection=inspection, now=now())
    samples.pack_ordered(now=now())
    packed = b"".join(client.get(page("inspected_bundle", inspection.pk)).streaming_content)
    assert "李建国".encode() not in packed
    Inspection.objects.update(opens_sensitive=True, sensitive_reason="核对监护人签字")

    assert client.get(address).status_code == 200


# --- The log ----------------------------------------------------------------------------------


def test_what_an_inspector_opens_and_takes_away_is_noted_for_the_centre(scene, world):
    inspection, drawn_one, _found, user = scene
    client = signed_in(user)
    client.get(page("inspected", inspection.pk))
    client.get(page("inspected_dossier", inspection.pk, "placement", drawn_one.key))
    client.get(page("inspected_part", inspection.pk, "placement", drawn_one.key, "plan"))
    client.get(page("inspected_matrix", inspection.pk))
    client.get(page("inspected_population", inspection.pk))
    acts = list(InspectionAccess.objects.order_by("pk").values_list("act", "key"))

    assert acts == [
        ("opened", None),
        ("opened", drawn_one.key),
        ("downloaded", drawn_one.key),
        ("downloaded", None),
        ("downloaded", None),
    ]
    exported = signed_in(world.director).get(f"{page('seen_list')}?inspection={inspection.pk}&export=csv")
    lines = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert AccessLog.objects.filter(actor=user).count() == 4


def test_the_log_cannot_be_altered(scene):
    inspection, _drawn, _found, user = scene
    signed_in(user).get(page("inspected", inspection.pk))
    for change in (
        lambda: InspectionAccess.objects.update(part="x"),
        lambda: InspectionAccess.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


# --- Coming in --------------------------------------------------------------------------------


def invited(world):
    inspection = opened(world)
    deliver_due(now=timezone.now(), seconds=10)
    return inspection, re.search(r"/inspection/join/[^\s\"<]+", mail.outbox[-1].body)[0]


def test_an_invitation_makes_an_account_that_sees_the_inspection_only(world):
    inspection, address = invited(world)
    client = Client()
    assert inspection.title in client.get(address).content.decode()
    answer = client.post(address, {"password": "Korrekt-Pferd-7", "again": "Korrekt-Pferd-7"})
    user = User.objects.known_by("inspector@edu.example")

    assert answer["Location"] == page("inspected_home")
    assert user.is_inspector
    assert not user.is_staff
    assert not list(user.powers)
    assert inspection.inspectors.get().user == user
    assert User.objects.staff().filter(pk=user.pk).count() == 0
    assert Client().get(address).status_code == 410


def test_the_link_opens_once_is_the_last_one_sent_and_lies_nowhere(world):
    inspection, address = invited(world)
    inspector = inspection.inspectors.get()
    inspections.invite(actor=world.director, pk=inspection.pk, inspector_id=inspector.pk, now=now())
    token = address.rstrip("/").rpartition("/")[2]

    assert Client().get(address).status_code == 410
    assert token not in str(list(Notification.objects.values()))
    for spoiled in (token[:-3], "x"):
        with pytest.raises(UnusableInvitation):
            inspections.invitation_for(spoiled, now=now())
    inspector.refresh_from_db()
    inspections.revoke(actor=world.director, pk=inspection.pk, inspector_id=inspector.pk, now=now())
    with pytest.raises(UnusableInvitation, match="taken back"):
        inspections.invitation_for(inspector.token, now=now())


def test_an_invitation_is_open_for_two_weeks_and_never_beyond_the_last_day(world):
    inspection, _address = invited(world)
    inspector = inspection.inspectors.get()
    inspections.invitation_for(inspector.token, now=now() + timedelta(days=10))
    with pytest.raises(UnusableInvitation, match="expired"):
        inspections.invitation_for(inspector.token, now=now() + timedelta(days=11))


def test_nobody_who_has_other_pages_here_becomes_an_inspector(world):
    inspection = prepared(world)
    with pytest.raises(UnableToInspect, match="other pages"):
        named(world, inspection, email=world.officer.email.upper())

    assert not Inspector.objects.exists()


def test_whoever_inspected_before_comes_in_with_the_same_account(scene, world):
    _inspection, _drawn, _found, user = scene
    second = prepared(world, title="第二次检查")
    named(world, second, email=user.email)
    opened(world, second)
    inspector = second.inspectors.get()
    with pytest.raises(UnusableInvitation, match="has an account"):
        inspections.accept_invitation(token=inspector.token, user=None, password=PASSWORD, now=now())
    client = signed_in(user)
    client.post(inspector.get_absolute_url())

    assert "第二次检查" in client.get(page("inspected_home")).content.decode()

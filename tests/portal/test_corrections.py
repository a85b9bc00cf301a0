"""What an enterprise says is different from our records, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.access import NotVisible
from core.delivery import deliver_due
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from insights.queues import queues_for
from partnerships.corrections import fingerprint
from partnerships.merging import UnableToMerge, merge
from partnerships.models import Contact, Correction, Enterprise
from partnerships.operations import (
    CorrectionDecision,
    OutdatedCorrection,
    change_enterprise,
    decide_corrections,
)
from tests.factories import EnterpriseFactory
from tests.portal.conftest import client_of
from tests.world import join

pytestmark = pytest.mark.django_db
A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def enterprise_fields(enterprise: Enterprise, **changes) -> dict:
    fields = {
        "name": enterprise.name,
        "name_en": enterprise.name_en,
        "address": enterprise.address,
        "website": enterprise.website,
        "size_band": enterprise.size_band,
        "staff_count": enterprise.staff_count or "",
        "note": "",
    }
    return fields | changes


def propose(portal, at_portal, **changes) -> list[Correction]:
    at_portal.post(reverse("portal:correct"), enterprise_fields(portal.world.partner, **changes))
    return list(Correction.objects.order_by("pk"))


def decide(portal, correction: Correction, *, is_accepted: bool, reason: str = "", who="officer"):
    correction = Correction.objects.get(pk=correction.pk)
    return decide_corrections(
        actor=getattr(portal.world, who),
        enterprise_pk=correction.enterprise_id,
        decisions=[
            CorrectionDecision(
                pk=correction.pk,
                is_accepted=is_accepted,
                seen=fingerprint(correction.current()),
                reason=reason,
            )
        ],
        now=timezone.now(),
    )


def test_each_thing_that_differs_becomes_a_proposal_of_its_own_and_the_owner_is_told(portal, at_portal):
    found = propose(portal, at_portal, address="工业园区1号", staff_count="320", note="We moved in October.")

    assert [(row.field, row.before, row.after) for row in found] == [
        ("address", "", "工业园区1号"),
        ("staff_count", None, 320),
    ]
    assert {(row.proposed_by, row.state, row.note) for row in found} == {
        (portal.liaison, "waiting", "We moved in October.")
    }
    portal.world.partner.refresh_from_db()
    assert portal.world.partner.address == "", "nothing changes before somebody accepts it"
    told = Notification.objects.get(kind="partnerships.corrections_proposed")
    assert told.recipient == portal.world.officer
    assert "Number of staff: — → 320" in told.data["lines"]["en"]
    assert "320" in told.data["lines"]["zh"]
    assert AuditEvent.objects.filter(verb="enterprise.correction_proposed", actor=portal.liaison).exists()


def test_where_nothing_differs_nothing_is_proposed(portal, at_portal):
    response = at_portal.post(reverse("portal:correct"), enterprise_fields(portal.world.partner))

    assert response.status_code == 422
    assert "Nothing differs" in response.content.decode()
    assert not Correction.objects.exists()


def test_what_is_not_acceptable_is_said_at_its_field(portal, at_portal):
    changes = enterprise_fields(portal.world.partner, name="", website="not an address")
    response = at_portal.post(reverse("portal:correct"), changes)

    assert set(response.context["form"].errors) == {"name", "website"}
    assert not Correction.objects.exists()


def test_a_thing_that_waits_already_is_not_proposed_twice(portal, at_portal):
    propose(portal, at_portal, address="工业园区1号")

    page = at_portal.get(reverse("portal:correct")).content.decode()
    found = propose(portal, at_portal, address="工业园区2号", website="https://jinggong.example")

    assert "Waits for the centre: 工业园区1号" in page
    assert [(row.field, row.after) for row in found] == [
        ("address", "工业园区1号"),
        ("website", "https://jinggong.example"),
    ]


def test_what_is_accepted_is_on_record_as_the_deciders_change(portal, at_portal):
    (correction,) = propose(portal, at_portal, name="苏州精工智造有限公司")

    decide(portal, correction, is_accepted=True)

    enterprise = Enterprise.objects.get(pk=portal.world.partner.pk)
    assert enterprise.name == "苏州精工智造有限公司"
    assert enterprise.names.filter(name="苏州精工机械有限公司", kind="former").exists()
    correction.refresh_from_db()
    assert (correction.state, correction.decided_by) == ("accepted", portal.world.officer)
    assert AuditEvent.objects.filter(verb="enterprise.changed", actor=portal.world.officer).exists()


def test_a_rejection_gives_its_reason_and_changes_nothing(portal, at_portal):
    (correction,) = propose(portal, at_portal, staff_count="9")

    with pytest.raises(TransitionRefused, match="reason"):
        decide(portal, correction, is_accepted=False)
    decide(portal, correction, is_accepted=False, reason="The register says 320.")

    assert Enterprise.objects.get(pk=portal.world.partner.pk).staff_count is None
    page = at_portal.get(reverse("portal:enterprise")).content.decode()
    assert "The register says 320." in page
    assert "Rejected" in page


def test_whoever_proposed_them_is_told_in_their_language_what_became_of_each(portal, at_portal, mailoutbox):
    portal.liaison.language = "zh-hans"
    portal.liaison.save()
    address, staff = propose(portal, at_portal, address="工业园区1号", staff_count="9")
    staff_page = client_of(portal.world.officer)
    page = reverse("partnerships:corrections", args=[portal.world.partner.pk])
    seen = {f"seen-{line.correction.pk}": line.seen for line in staff_page.get(page).context["form"].lines}

    response = staff_page.post(
        page,
        {
            **seen,
            f"decision-{address.pk}": "accept",
            f"decision-{staff.pk}": "reject",
            f"reason-{staff.pk}": "登记为320人",
        },
    )

    assert response.status_code == 302
    told = Notification.objects.get(kind="partnerships.corrections_decided")
    assert told.recipient == portal.liaison
    lines = told.data["lines"]["zh"].split("\n")
    assert len(lines) == 2
    assert "登记为320人" in lines[1]
    deliver_due(now=timezone.now())
    (mail,) = [one for one in mailoutbox if portal.liaison.email in one.to[0]]
    assert "工业园区1号" in mail.body
    opened = at_portal.get(reverse("core:open_notification", args=[told.pk]))
    assert opened["Location"] == reverse("portal:enterprise") + "#corrections"


def test_a_proposal_about_what_has_changed_since_says_so_and_asks_again(portal, at_portal):
    (correction,) = propose(portal, at_portal, address="工业园区1号")
    staff, page = (
        client_of(portal.world.officer),
        reverse("partnerships:corrections", args=[portal.world.partner.pk]),
    )
    looked_at = staff.get(page).context["form"].lines[0].seen
    change_enterprise(
        actor=portal.world.director, pk=portal.world.partner.pk, now=timezone.now(), address="高新区8号"
    )
    sent = {f"seen-{correction.pk}": looked_at, f"decision-{correction.pk}": "accept"}

    refused = staff.post(page, sent)

    assert refused.status_code == 422
    text = refused.content.decode()
    assert "has changed meanwhile: it is now “高新区8号”" in text
    assert "on record is now “高新区8号”" in text
    assert Enterprise.objects.get(pk=portal.world.partner.pk).address == "高新区8号"
    with pytest.raises(OutdatedCorrection):
        decide_corrections(
            actor=portal.world.officer,
            enterprise_pk=portal.world.partner.pk,
            decisions=[CorrectionDecision(pk=correction.pk, is_accepted=True, seen=looked_at)],
            now=timezone.now(),
        )
    again = refused.context["form"].lines[0].seen
    assert staff.post(page, sent | {f"seen-{correction.pk}": again}).status_code == 302
    assert Enterprise.objects.get(pk=portal.world.partner.pk).address == "工业园区1号"


def test_one_refusal_leaves_every_decision_open(portal, at_portal):
    address, name = propose(portal, at_portal, address="工业园区1号", name="精工")
    change_enterprise(
        actor=portal.world.director, pk=portal.world.partner.pk, now=timezone.now(), name="精工坊"
    )

    with pytest.raises(OutdatedCorrection):
        decide_corrections(
            actor=portal.world.officer,
            enterprise_pk=portal.world.partner.pk,
            decisions=[
                CorrectionDecision(pk=address.pk, is_accepted=True, seen=fingerprint("")),
                CorrectionDecision(pk=name.pk, is_accepted=True, seen=fingerprint(name.before)),
            ],
            now=timezone.now(),
        )

    assert Correction.objects.waiting().count() == 2
    assert Enterprise.objects.get(pk=portal.world.partner.pk).address == ""
    assert not Notification.objects.filter(kind="partnerships.corrections_decided").exists()


def test_a_colleagues_particulars_are_corrected_and_their_leaving_ends_their_access(portal, at_portal):
    mentor = portal.world.mentor
    user = join(mentor)
    assert client_of(user).get(reverse("portal:home")).status_code == 200
    today = timezone.localdate()
    at_portal.post(
        reverse("portal:contact_correct", args=[mentor.pk]),
        {
            "name": mentor.name,
            "name_latin": mentor.name_latin,
            "title": "Foreman",
            "email": mentor.email,
            "phone": "13800000000",
            "left_on": today.isoformat(),
        },
    )

    found = {row.field: row for row in Correction.objects.all()}
    assert set(found) == {"title", "phone", "left_on"}
    decide(portal, found["phone"], is_accepted=True)
    decide(portal, found["left_on"], is_accepted=True)

    mentor.refresh_from_db()
    assert (mentor.title, mentor.phone, mentor.left_on) == ("", "13800000000", today)
    assert client_of(user).get(reverse("portal:home")).status_code == 403


def test_somebody_new_becomes_a_contact_who_can_be_invited(portal, at_portal):
    at_portal.post(
        reverse("portal:contact_new"),
        {
            "name": "郑工",
            "name_latin": "Zheng Bo",
            "title": "Engineer",
            "roles": ["mentor"],
            "email": "zheng@jinggong.example",
            "phone": "",
        },
    )
    (correction,) = Correction.objects.all()

    decide(portal, correction, is_accepted=True)

    added = Contact.objects.get(name="郑工")
    assert (added.enterprise, added.roles, added.email) == (
        portal.world.partner,
        ["mentor"],
        "zheng@jinggong.example",
    )
    assert added.may_be_invited


def test_a_licence_joins_the_papers_of_the_enterprise_when_it_is_accepted(portal, at_portal):
    licence = SimpleUploadedFile("执照.pdf", A_PDF, content_type="application/pdf")
    (correction,) = propose(portal, at_portal, licence=licence)
    assert at_portal.get(reverse("portal:correction_file", args=[correction.pk])).status_code == 200
    stranger = client_of(portal.stranger)
    assert stranger.get(reverse("portal:correction_file", args=[correction.pk])).status_code == 404
    staff = client_of(portal.world.officer)
    sent = b"".join(
        staff.get(reverse("partnerships:correction_file", args=[correction.pk])).streaming_content
    )
    assert sent == A_PDF
    assert not portal.world.partner.files.exists()

    decide(portal, correction, is_accepted=True)

    kept = portal.world.partner.files.get()
    assert (kept.purpose, kept.name, kept.added_by) == ("licence", "执照.pdf", portal.world.officer)
    assert kept.file.read() == A_PDF


def test_a_file_that_is_no_scan_is_refused_and_nothing_typed_is_lost(portal, at_portal):
    page = SimpleUploadedFile("licence.pdf", b"<html></html>", content_type="application/pdf")
    fields = enterprise_fields(portal.world.partner, address="工业园区1号", licence=page)

    response = at_portal.post(reverse("portal:correct"), fields)

    assert response.status_code == 422
    assert "工业园区1号" in response.content.decode()
    assert not Correction.objects.exists()


def test_only_whoever_proposed_it_takes_it_back_and_only_while_it_waits(portal, at_portal):
    (correction,) = propose(portal, at_portal, address="工业园区1号")
    address = reverse("portal:correction_withdraw", args=[correction.pk])

    client_of(join(portal.world.mentor)).post(address)
    client_of(portal.stranger).post(address)
    assert Correction.objects.get().state == "waiting"
    at_portal.post(address)
    assert Correction.objects.get().state == "withdrawn"

    with pytest.raises(TransitionRefused):
        decide(portal, correction, is_accepted=True)
    assert Enterprise.objects.get(pk=portal.world.partner.pk).address == ""


@pytest.mark.parametrize(
    ("who", "refusal"), [("stranger_officer", NotVisible), ("coordinator", PermissionDenied)]
)
def test_only_whoever_edits_the_enterprise_decides(portal, at_portal, who, refusal):
    (correction,) = propose(portal, at_portal, address="工业园区1号")

    with pytest.raises(refusal):
        decide(portal, correction, is_accepted=True, who=who)
    assert Correction.objects.get().state == "waiting"


def test_a_correction_of_another_enterprise_is_not_decided_with_ours(portal, at_portal):
    (correction,) = propose(portal, at_portal, address="工业园区1号")

    with pytest.raises(NotVisible):
        decide_corrections(
            actor=portal.world.officer,
            enterprise_pk=portal.world.stranger.pk,
            decisions=[CorrectionDecision(pk=correction.pk, is_accepted=True, seen=fingerprint(""))],
            now=timezone.now(),
        )


def test_the_owner_finds_it_on_the_home_page_and_nobody_elses_is_there(portal, at_portal):
    propose(portal, at_portal, address="工业园区1号", staff_count="3")

    def queue_of(user):
        return [q for q in queues_for(user, on=timezone.localdate()) if q.name == "corrections"]

    (queue,) = queue_of(portal.world.officer)
    assert [(line.title, line.text) for line in queue.lines] == [
        ("Suzhou Jinggong Machinery", "2 corrections")
    ]
    assert queue_of(portal.world.director) == []
    Enterprise.objects.filter(pk=portal.world.partner.pk).update(owner=None)
    assert len(queue_of(portal.world.director)) == 1
    assert queue_of(portal.world.coordinator) == []


def test_where_nobody_owns_the_enterprise_everybody_who_may_decide_is_told(portal, at_portal):
    Enterprise.objects.filter(pk=portal.world.partner.pk).update(owner=None)

    propose(portal, at_portal, address="工业园区1号")

    told = Notification.objects.filter(kind="partnerships.corrections_proposed")
    assert {one.recipient for one in told} == {portal.world.officer, portal.world.director}


def test_an_enterprise_whose_people_wait_for_an_answer_is_not_merged_away(portal, at_portal):
    (correction,) = propose(portal, at_portal, address="工业园区1号")
    twin = EnterpriseFactory.create(name="精工机械", department=portal.world.mechanics)
    who = {"actor": portal.world.officer, "now": timezone.now() + timedelta(minutes=1)}

    with pytest.raises(UnableToMerge, match="corrections"):
        merge(kept_pk=twin.pk, merged_pk=portal.world.partner.pk, **who)
    decide(portal, correction, is_accepted=False, reason="Not so.")
    merge(kept_pk=twin.pk, merged_pk=portal.world.partner.pk, **who)
    assert Correction.objects.get().enterprise == twin

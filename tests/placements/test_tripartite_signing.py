"""School, enterprise, student and guardian sign: electronically, by link, together, on paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.access import NotVisible
from partnerships.models import Contact
from placements.models import Consent, Tripartite, TripartiteSignature, TripartiteTemplate
from placements.operations.tripartite_mixed import record_party_on_paper
from placements.operations.tripartite_signing import SignedByHand, record_signed_on_paper, send_tripartite
from placements.operations.tripartite_templates import begin_version, publish
from signing.models import Envelope, Signatory
from signing.operations import (
    UnableToSign,
    ask_for_code,
    batches_for,
    decline,
    identify_by_code,
    open_document,
    read_together,
    sign_together,
    void_envelope,
)
from signing.policies import Bearer
from signing.sealing.orders import seal_ordered
from signing.statements import STATEMENT
from tests.placements.papering import (
    DUE_ON,
    another_ready,
    everybody_signs,
    made,
    part_of,
    pdf,
    ready_to_agree,
    sent,
)
from tests.placements.placing import NOW, TODAY, Placed
from tests.signing.envelopes import HERE, code_sent_to, sign_all_the_way
from tests.world import come_in, join, signed_in


@pytest.fixture
def office(placed: Placed, time_machine) -> Placed:
    time_machine.move_to(NOW)
    return ready_to_agree(placed)


def test_when_the_last_has_signed_it_is_sealed_and_the_rules_turn_green(office):
    envelope = sent(office)
    assert {"INT-07", "INT-13"} <= set(office.check().blocking)
    everybody_signs(envelope)

    paper = Tripartite.objects.get()
    assert (paper.state, paper.signed_on) == ("signed", TODAY)
    assert set(paper.signatures.values_list("party", flat=True)) == {"school", "host", "student", "guardian"}
    evaluation = office.check()
    assert not {"INT-07", "INT-13"} & set(evaluation.blocking)
    given = Consent.objects.filter(state="given", means="agreement")
    assert sorted(given.values_list("party", flat=True)) == ["guardian", "student"]
    seal_ordered(now=NOW + timedelta(hours=1))
    assert Envelope.objects.get(pk=envelope.pk).sealed_sha256


def test_three_signatures_of_four_are_not_enough(office):
    envelope = sent(office)
    everybody_signs(envelope, "student", "guardian", "host")
    assert Tripartite.objects.get().state == "out"
    assert "INT-13" in office.check().blocking


def test_own_words_do_not_count_as_the_model_text(office):
    draft = begin_version(actor=office.world.director, now=NOW)
    TripartiteTemplate.objects.filter(pk=draft.pk).update(basis="own", reason="Our own.")
    publish(actor=office.world.director, pk=draft.pk, now=NOW)
    everybody_signs(sent(office))
    assert "INT-13" in office.check().blocking


def test_the_student_signs_at_their_own_pages_and_the_guardian_by_link(office):
    user = come_in(office.world.student)
    envelope = sent(office)
    student, guardian = part_of(envelope, "student"), part_of(envelope, "guardian")
    assert (student.user, guardian.user) == (user, None)

    client = signed_in(user)
    page = client.get(reverse("me:papers")).content.decode()
    address = reverse("me:signing:ceremony", args=[student.pk])
    assert address in page
    assert client.get(address).status_code == 200
    assert client.get(reverse("me:signing:document", args=[student.pk])).status_code == 200
    assert client.get(reverse("me:signing:ceremony", args=[guardian.pk])).status_code == 404
    assert client.get(reverse("signing:ceremony", args=[student.pk])).status_code == 404  # the staff's own
    sign_all_the_way(student)
    paper = Tripartite.objects.get()
    assert client.get(reverse("me:paper_agreement", args=[paper.pk])).content.startswith(b"%PDF-")


def test_another_student_reaches_nothing_of_it(office):
    come_in(office.world.student)
    envelope = sent(office)
    paper = Tripartite.objects.get()
    stranger = signed_in(come_in(office.world.stranger_student))
    assert paper.number not in stranger.get(reverse("me:papers")).content.decode()
    for address in (
        reverse("me:paper_agreement", args=[paper.pk]),
        reverse("me:signing:ceremony", args=[part_of(envelope, "student").pk]),
        reverse("me:signing:document", args=[part_of(envelope, "student").pk]),
    ):
        assert stranger.get(address).status_code == 404, address
    post = stranger.post(reverse("me:signing:sign", args=[part_of(envelope, "student").pk]), {})
    assert post.status_code == 404
    assert not TripartiteSignature.objects.exists()


def test_the_enterprise_signs_at_the_portal_and_a_stranger_enterprise_sees_nothing(office):
    user = join(office.world.signatory)
    envelope = sent(office)
    row = part_of(envelope, "host")
    assert row.user == user
    client = signed_in(user)
    address = reverse("portal:signing:ceremony", args=[row.pk])
    assert address in client.get(reverse("portal:home")).content.decode()
    assert client.get(address).status_code == 200

    stranger = signed_in(join(office.world.stranger_liaison))
    assert stranger.get(address).status_code == 404
    assert row.envelope.reference not in stranger.get(reverse("portal:home")).content.decode()


def test_who_has_left_the_enterprise_signs_no_more_at_the_portal(office):
    user = join(office.world.signatory)
    row = part_of(sent(office), "host")
    Contact.objects.filter(pk=office.world.signatory.pk).update(left_on=TODAY)
    assert signed_in(user).get(reverse("portal:signing:ceremony", args=[row.pk])).status_code in {403, 404}


def test_the_enterprise_signs_many_at_once(office):
    user = join(office.world.signatory)
    sent(office)
    sent(office, made(office, another_ready(office)))
    (batch,) = batches_for(user)
    keys = [row.pk for row in batch.signatories]
    assert len(keys) == 2
    assert "Party C (student)" in {label["en"] for label in batch.labels}
    read_together(
        actor=user,
        text_id=batch.text.pk,
        signatory_ids=keys,
        statement=STATEMENT.version,
        where=HERE,
        now=NOW,
    )
    ask_for_code(actor=user, signatory_id=keys[0], now=NOW)
    identify_by_code(
        actor=user,
        signatory_ids=keys,
        typed=code_sent_to(Signatory.objects.get(pk=keys[0])),
        where=HERE,
        now=NOW + timedelta(minutes=1),
    )
    result = sign_together(
        actor=user, signatory_ids=keys, typed_name="周强", where=HERE, now=NOW + timedelta(minutes=2)
    )
    assert (len(result.done), result.refused) == (2, [])
    assert TripartiteSignature.objects.filter(party="host").count() == 2


def test_nobody_signs_for_the_school_without_the_power(office):
    paper = made(office)
    with pytest.raises(UnableToSign, match="no position"):
        sent(office, paper, signatory=office.world.officer)
    paper.refresh_from_db()
    assert paper.state == "made"
    assert not Envelope.objects.exists()


def test_nothing_is_sent_where_somebody_cannot_be_reached(office):
    paper = made(office)
    Contact.objects.filter(pk=office.world.signatory.pk).update(roles=["other"])
    with pytest.raises(UnableToSign, match="no signatory on record"):
        sent(office, paper)
    assert Tripartite.objects.get().state == "made"


def test_declined_it_comes_back_and_what_was_consented_to_falls_away(office):
    envelope = sent(office)
    everybody_signs(envelope, "student")
    row = part_of(envelope, "guardian")
    actor = Bearer(row.pk)
    open_document(actor=actor, signatory_id=row.pk, now=NOW)
    decline(actor=actor, signatory_id=row.pk, reason="太远了", where=HERE, now=NOW)

    paper = Tripartite.objects.get()
    assert (paper.state, paper.due_on) == ("made", None)
    assert not paper.signatures.exists()
    assert not Consent.objects.filter(state="given").exists()


def test_sent_again_the_same_bytes_keep_their_signatures(office):
    envelope = sent(office)
    everybody_signs(envelope, "student")
    void_envelope(
        actor=office.world.coordinator, envelope_id=envelope.pk, reason="The day was wrong.", now=NOW
    )
    again = sent(office, Tripartite.objects.get())
    assert part_of(again, "student").status == Signatory.Status.SIGNED
    assert TripartiteSignature.objects.get().party == "student"
    assert Consent.objects.filter(state="given", party="student").exists()


def test_a_stranger_sends_nothing(office):
    paper = made(office)
    with pytest.raises(NotVisible):
        send_tripartite(
            actor=office.world.stranger_officer,
            pk=paper.pk,
            signatory=office.world.director,
            due_on=DUE_ON,
            now=NOW,
        )
    assert not Envelope.objects.exists()


# --- On paper ---------------------------------------------------------------------------------


def on_paper(office: Placed, paper: Tripartite, **more) -> Tripartite:
    given = {
        "signed_on": TODAY,
        "signatory": office.world.director,
        "others": {
            "host": SignedByHand("周强", "总经理"),
            "student": SignedByHand("李明"),
            "guardian": SignedByHand("李建国"),
        },
        "scan": pdf(),
    }
    return record_signed_on_paper(actor=office.world.coordinator, pk=paper.pk, now=NOW, **given | more)


def test_signed_by_hand_it_counts_the_same(office):
    paper = on_paper(office, made(office))
    assert (paper.state, paper.scans.count()) == ("signed", 1)
    assert not {"INT-07", "INT-13"} & set(office.check().blocking)
    assert set(paper.signatures.values_list("signatory_name", flat=True)) == {
        "林主任",
        "周强",
        "李明",
        "李建国",
    }


def test_on_paper_everybody_is_named_and_what_is_out_is_called_off_first(office):
    paper = made(office)
    with pytest.raises(UnableToSign, match="Guardian"):
        on_paper(office, paper, others={"host": SignedByHand("周强"), "student": SignedByHand("李明")})
    with pytest.raises(UnableToSign, match="future"):
        on_paper(office, paper, signed_on=TODAY + timedelta(days=1))
    assert not TripartiteSignature.objects.exists()
    sent(office, paper)
    with pytest.raises(UnableToSign, match="call the electronic signing off"):
        on_paper(office, paper)
    assert Tripartite.objects.get().state == "out"


def test_the_pages_of_staff_do_all_of_it(office):
    client = signed_in(office.world.coordinator)
    new = reverse("placements:tripartite_new", args=[office.placement.pk])
    assert client.get(new).status_code == 200
    answer = client.post(new, {"language": "both"})
    paper = Tripartite.objects.get()
    assert answer.url == paper.get_absolute_url()
    assert paper.number in client.get(answer.url).content.decode()
    assert client.get(reverse("placements:tripartite_document", args=[paper.pk])).status_code == 200
    send = reverse("placements:tripartite_send", args=[paper.pk])
    assert client.get(send).status_code == 200
    answer = client.post(send, {"signatory": office.world.director.pk, "due_on": DUE_ON.isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    shown = client.get(f"{paper.get_absolute_url()}?tab=signing").content.decode()
    assert "李建国" in shown
    tab = client.get(f"{office.placement.get_absolute_url()}?tab=papers").content.decode()
    assert paper.number in tab
    listed = client.get(reverse("placements:tripartite_list") + f"?plan={office.plan.pk}&agreement=out")
    assert "20240101" in listed.content.decode()
    exported = client.get(reverse("placements:tripartite_list") + "?export=csv")
    assert "李明" in b"".join(exported.streaming_content).decode()


# --- Some by hand, the others electronically ---------------------------------------------------


def by_hand(office: Placed, paper: Tripartite, party: str, **more: Any) -> Tripartite:
    given: dict[str, Any] = {
        "actor": office.world.coordinator,
        "pk": paper.pk,
        "party": party,
        "person": SignedByHand(name="李建国"),
        "signatory": None,
        "signed_on": TODAY,
        "scan": pdf(),
        "now": NOW,
    }
    return record_party_on_paper(**given | more)


def test_one_party_signs_on_paper_and_the_others_electronically(office):
    paper = made(office)
    envelope = sent(office, paper)

    by_hand(office, paper, "guardian")
    everybody_signs(envelope, "student", "host", "school")

    paper.refresh_from_db()
    envelope.refresh_from_db()
    assert (paper.state, envelope.state) == ("signed", "completed")
    signature = paper.signatures.get(party="guardian")
    assert (signature.envelope, signature.recorded_by) == (None, office.world.coordinator)
    assert paper.signatures.exclude(envelope=None).count() == 3
    assert paper.scans.count() == 1
    with pytest.raises(UnableToSign):
        by_hand(office, paper, "student")


def test_the_last_party_may_be_the_one_on_paper(office):
    paper = made(office)
    envelope = sent(office, paper)
    everybody_signs(envelope, "student", "guardian", "school")

    by_hand(office, paper, "host", person=SignedByHand(name="王总", title="总经理"))

    paper.refresh_from_db()
    envelope.refresh_from_db()
    assert (paper.state, envelope.state) == ("signed", "completed")
    assert not {"INT-07", "INT-13"} & set(office.check().blocking)


def test_a_party_signs_once_and_the_day_is_not_ahead(office):
    paper = made(office)
    sent(office, paper)
    with pytest.raises(UnableToSign):
        by_hand(office, paper, "guardian", signed_on=TODAY + timedelta(days=1))
    with pytest.raises(UnableToSign):
        by_hand(office, paper, "guardian", person=SignedByHand(name=" "))
    by_hand(office, paper, "guardian")
    with pytest.raises(UnableToSign):
        by_hand(office, paper, "guardian")
    with pytest.raises(NotVisible):
        by_hand(office, paper, "student", actor=office.world.stranger_officer)


def test_sent_again_whoever_signed_on_paper_is_not_asked_again(office):
    paper = made(office)
    envelope = sent(office, paper)
    by_hand(office, paper, "guardian")
    void_envelope(actor=office.world.coordinator, envelope_id=envelope.pk, reason="Wrong day", now=NOW)

    again = sent(office, paper)

    assert part_of(again, "guardian").status == "signed"
    everybody_signs(again, "student", "host", "school")
    paper.refresh_from_db()
    assert paper.state == "signed"


def test_the_page_records_one_party_on_paper(office):
    paper = made(office)
    sent(office, paper)
    client = signed_in(office.world.coordinator)
    address = reverse("placements:tripartite_party_on_paper", args=[paper.pk])
    assert address in client.get(paper.get_absolute_url()).content.decode()

    answer = client.post(
        address, {"party": "student", "name": "李明", "signed_on": TODAY.isoformat(), "scan": pdf()}
    )

    assert answer.status_code == 302, answer.content.decode()
    assert paper.signatures.get().signatory_name == "李明"

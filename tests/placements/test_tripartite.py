"""The tripartite agreement: made, kept, amended, verified."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from agreements.choices import Language
from core.access import NotVisible
from core.kept import content_of
from core.transitions import TransitionRefused
from internships.models import Guardian, Post
from partnerships.models import Contact
from placements.models import (
    Placement,
    Point,
    Tripartite,
    TripartiteNumber,
    TripartiteTemplate,
)
from placements.operations.tripartite import (
    amend_tripartite,
    cancel_tripartite,
    code_of,
    make_tripartite,
)
from placements.operations.tripartite_templates import UnableToPublish, begin_version, publish
from placements.tripartite_document import NotMade
from tests.placements.papering import everybody_signs, made, published_text, ready_to_agree, sent
from tests.placements.placing import NOW, Placed
from tests.world import signed_in


@pytest.fixture
def office(placed: Placed, time_machine) -> Placed:
    time_machine.move_to(NOW)
    return ready_to_agree(placed)


def test_an_agreement_speaks_of_every_point_of_the_law_in_both_languages(office):
    paper = made(office)
    assert {clause["point"] for clause in paper.contents["clauses"]} == set(Point)
    words = str(paper.contents)
    for said in ("李明", "李建国", "吴师傅", "苏州精工机械有限公司", "人民币3,000元", "Li Ming", "CNY 3,000"):
        assert said in words, said
    assert "{{" not in words
    assert paper.number.startswith("AG-2026-")
    content = content_of(paper)
    assert hashlib.sha256(content).hexdigest() == paper.sha256
    assert content.startswith(b"%PDF-")


def test_made_again_it_stays_until_the_words_change(office):
    first = made(office)
    assert made(office) == first
    Post.objects.filter(pk=office.post.pk).update(pay_per_month=3200)
    second = made(office)
    first.refresh_from_db()
    assert (second.number, second.version, first.state) == (first.number, 2, "replaced")
    assert Tripartite.objects.filter(state="made").count() == 1


def test_what_is_missing_is_named_and_nothing_is_kept(office):
    Guardian.objects.all().delete()
    Placement.objects.filter(pk=office.placement.pk).update(mentor=None)
    with pytest.raises(NotMade) as refusal:
        made(office)
    assert "guardian" in str(refusal.value)
    assert "mentor" in str(refusal.value)
    assert not Tripartite.objects.exists()


def test_a_number_is_given_out_once(office):
    Guardian.objects.all().delete()
    with pytest.raises(NotMade):
        made(office)
    number = TripartiteNumber.objects.get().number
    Guardian.objects.create(student=office.world.student, name="李建国", relationship="father", phone="139")
    assert made(office).number == number


def test_a_draft_of_the_text_binds_nobody(office):
    begin_version(actor=office.world.director, now=NOW)
    draft = TripartiteTemplate.objects.get(number=2)
    assert made(office).template.number == 1
    with pytest.raises(UnableToPublish, match="why"):
        publish(actor=office.world.director, pk=draft.pk, now=NOW)


def test_a_text_is_published_only_when_it_says_everything(office):
    draft = begin_version(actor=office.world.director, now=NOW)
    TripartiteTemplate.objects.filter(pk=draft.pk).update(reason="Shorter.")
    with pytest.raises(UnableToPublish, match="draft already"):
        begin_version(actor=office.world.director, now=NOW)
    clause = draft.clauses.get(point="breach")
    draft.clauses.filter(point="breach").delete()
    with pytest.raises(UnableToPublish, match="breach"):
        publish(actor=office.world.director, pk=draft.pk, now=NOW)
    clause.pk = None
    clause.text_en = "{{ student.shoe_size }}"
    clause.save()
    with pytest.raises(UnableToPublish, match="shoe_size"):
        publish(actor=office.world.director, pk=draft.pk, now=NOW)
    clause.text_en = "Whoever breaks it makes it good."
    clause.save()
    publish(actor=office.world.director, pk=draft.pk, now=NOW)
    assert made(office).template == draft


def test_the_database_keeps_papers_and_published_texts_as_they_are(office):
    paper = made(office)
    for change in (
        lambda: Tripartite.objects.filter(pk=paper.pk).update(contents={}),
        lambda: Tripartite.objects.filter(pk=paper.pk).update(sha256="0" * 64),
        lambda: Tripartite.objects.filter(pk=paper.pk).delete(),
        lambda: TripartiteTemplate.objects.filter(pk=paper.template_id).update(reason="Other."),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Tripartite.objects.get(pk=paper.pk).contents == paper.contents


def test_an_amendment_says_from_what_to_what_and_stands_beside(office):
    paper = made(office)
    with pytest.raises(NotMade, match="not signed yet"):
        amend(office)
    everybody_signs(sent(office, paper))
    with pytest.raises(NotMade, match="Nothing"):
        amend(office)
    other = Contact.objects.create(enterprise=office.world.partner, name="郑师傅", roles=["mentor"])
    Placement.objects.filter(pk=office.placement.pk).update(mentor=other)
    amendment = amend(office)

    (change,) = amendment.contents["changes"]
    assert (change["before"]["zh"], change["after"]["zh"]) == ("吴师傅", "郑师傅")
    paper.refresh_from_db()
    assert (paper.state, amendment.reference) == ("signed", f"{paper.number}/1")
    assert "郑师傅" not in str(paper.contents)
    with pytest.raises(NotMade, match="not signed yet"):
        amend(office)


def amend(office: Placed) -> Tripartite:
    return amend_tripartite(
        actor=office.world.coordinator,
        placement_pk=office.placement.pk,
        reason="The mentor has changed.",
        language=Language.BOTH,
        now=NOW + timedelta(days=1),
    )


def test_who_may_not_edit_makes_nothing(office):
    given = {"placement_pk": office.placement.pk, "language": Language.BOTH, "now": NOW}
    with pytest.raises(PermissionDenied):
        make_tripartite(actor=office.world.class_teacher, **given)
    with pytest.raises(NotVisible):
        make_tripartite(actor=office.world.stranger_officer, **given)
    assert not Tripartite.objects.exists()
    assert not TripartiteNumber.objects.exists()


def test_a_cancelled_paper_gives_way_to_a_new_one(office):
    paper = made(office)
    with pytest.raises(TransitionRefused):
        cancel_tripartite(actor=office.world.coordinator, pk=paper.pk, reason="", now=NOW)
    cancel_tripartite(actor=office.world.coordinator, pk=paper.pk, reason="Wrong post.", now=NOW)
    assert made(office).version == 2


# --- Is a copy genuine? -----------------------------------------------------------------------


def test_the_public_page_knows_the_paper_and_says_no_more_than_it_may(office, client):
    paper = made(office)
    page = client.get(reverse("agreements:verify", args=[code_of(paper)])).content.decode()
    assert "genuine" in page
    assert paper.number in page
    assert "Suzhou Jinggong Machinery" in page
    assert "Partnership Centre" in page
    for private in ("Li Ming", "李明", "李建国", "3,000", "student.example", "20240101"):
        assert private not in page, private


def test_a_replaced_paper_says_so(office, client):
    paper = made(office)
    Post.objects.filter(pk=office.post.pk).update(pay_per_month=3200)
    made(office)
    page = client.get(reverse("agreements:verify", args=[code_of(paper)])).content.decode()
    assert "replaced" in page


def test_the_file_is_known_to_the_last_byte(office, client, tmp_path, capsys):
    paper = made(office)
    file = tmp_path / "copy.pdf"
    file.write_bytes(content_of(paper))
    with file.open("rb") as upload:
        page = client.post(reverse("agreements:verify_any"), {"file": upload}).content.decode()
    assert paper.number in page
    call_command("verify_document", str(file))
    assert paper.number in capsys.readouterr().out
    file.write_bytes(content_of(paper) + b" ")
    with file.open("rb") as upload:
        assert client.post(reverse("agreements:verify_any"), {"file": upload}).status_code == 404


def test_strangers_see_no_paper(office):
    paper = made(office)
    stranger = signed_in(office.world.stranger_officer)
    for name in ("detail", "document", "send", "on_paper", "cancel"):
        assert stranger.get(reverse(f"placements:tripartite_{name}", args=[paper.pk])).status_code == 404
    listed = stranger.get(reverse("placements:tripartite_list"))
    assert paper.number not in listed.content.decode()
    assert stranger.get(reverse("placements:tripartite_list") + "?export=csv").status_code in {200, 403}


def test_the_text_is_edited_previewed_and_published_in_the_administration(office):
    client = signed_in(office.world.administrator)
    template = published_text(office.world)
    change = reverse("admin:placements_tripartitetemplate_change", args=[template.pk])
    assert client.get(change).status_code == 200
    client.post(reverse("admin:placements_tripartitetemplate_begin", args=[template.pk]))
    draft = TripartiteTemplate.objects.get(number=2)
    assert (
        client.get(reverse("admin:placements_tripartitetemplate_change", args=[draft.pk])).status_code == 200
    )
    preview = client.get(reverse("admin:placements_tripartitetemplate_preview", args=[draft.pk, "both"]))
    assert preview.content.startswith(b"%PDF-")
    publishing = reverse("admin:placements_tripartitetemplate_publish", args=[draft.pk])
    assert client.get(publishing).status_code == 404
    client.post(publishing)
    draft.refresh_from_db()
    assert not draft.is_published  # it says not why

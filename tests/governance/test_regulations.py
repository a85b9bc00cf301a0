"""Regulations: written in versions, approved, in force on days, read by everybody, never altered."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.access import NotVisible
from core.filetypes import UnacceptableFile
from core.models import AuditEvent
from core.transitions import TransitionRefused
from governance.models import Regulation, RegulationVersion, VersionState
from governance.operations import regulations
from governance.operations.regulations import UnableToChangeRegulation
from governance.papers import pdf
from governance.texts import changes, clauses, sections
from signing.models import Approval
from signing.operations import Decision, decide, look_at
from tests.governance.ruling import (
    TEXT_EN,
    TEXT_ZH,
    a_regulation,
    a_route,
    a_version,
    approve,
    in_force,
    now,
    submitted,
    today,
)
from tests.query_counts import assert_query_count
from tests.world import signed_in

pytestmark = pytest.mark.django_db
S = VersionState


# --- The text -----------------------------------------------------------------------------------


def test_chapters_are_read_out_of_plain_lines():
    found = sections("前言\n# 第一章 总则\n第一条\n\n第二条\n## 第二章\n")

    assert [(one.heading, one.text) for one in found] == [
        ("", "前言"),
        ("第一章 总则", "第一条\n第二条"),
        ("第二章", ""),
    ]


def test_what_changed_is_said_chapter_by_chapter():
    found = changes("# 甲\n一\n# 乙\n二\n# 丙\n三", "# 甲\n一\n# 丁\n四\n# 丙\n三改")

    assert [(one.heading, one.is_new, one.is_gone) for one in found] == [
        ("乙", False, True),
        ("丁", True, False),
        ("丙", False, False),
    ]


@given(st.text(alphabet="甲乙#\n 1", max_size=60))
def test_a_text_does_not_differ_from_itself(text):
    assert changes(text, text) == []


def test_both_languages_stand_side_by_side_where_they_have_as_many_chapters():
    both = clauses(TEXT_EN, TEXT_ZH)
    uneven = clauses("One paragraph.", TEXT_ZH)

    assert [(one.heading.en, one.heading.zh) for one in both] == [
        ("Chapter 1 General", "第一章 总则"),
        ("Chapter 2 Management", "第二章 管理"),
    ]
    assert [bool(one.text.en) for one in uneven] == [False, False, True]


# --- Versions and approval ----------------------------------------------------------------------


def test_a_regulation_is_entered_written_approved_and_in_force_from_its_day(world):
    made = regulations.enter(
        actor=world.director,
        now=now(),
        number="TH-001",
        name_zh="校企合作管理办法",
        kind="regulation",
        department=world.mechanics,
        responsible=world.director.appointments.get().position,
        applies_to=["agreements.Agreement"],
    )
    version = submitted(world, made)
    assert version.state == S.IN_APPROVAL
    approve(version, world.director)

    assert version.state == S.APPROVED
    assert not version.is_in_force(today())
    assert version.is_in_force(today() + timedelta(days=10))
    assert list(Regulation.objects.in_force(today() + timedelta(days=10))) == [made]
    assert list(Regulation.objects.upcoming(today())) == [made]


def test_the_version_before_ends_the_day_before_the_next_one_begins(world):
    first = in_force(world)
    second = approve(submitted(world, first.regulation), world.director)
    first.refresh_from_db()

    assert first.effective_until == second.effective_from - timedelta(days=1)
    assert AuditEvent.objects.filter(verb="regulation.supersede", subject_id=first.pk).exists()
    for day in range(-20, 40):
        on = today() + timedelta(days=day)
        assert RegulationVersion.objects.in_force(on).count() == 1


def test_what_is_approved_after_its_day_takes_effect_on_the_day_of_the_approval(world):
    version = submitted(world, a_regulation(world), effective_from=today() + timedelta(days=1))
    later = now() + timedelta(days=5)
    approve(version, world.director, at=later)

    assert version.effective_from == later.date() or version.effective_from == today() + timedelta(days=5)


def test_a_version_is_submitted_with_words_a_day_to_come_and_somebody_who_decides(world):
    regulation = in_force(world).regulation
    draft = regulations.draft_version(actor=world.director, regulation_id=regulation.pk, now=now())

    def refusal() -> str:
        with pytest.raises(TransitionRefused) as refused:
            regulations.submit(actor=world.director, pk=draft.pk, now=now())
        return str(refused.value)

    def write(**fields):
        regulations.write(actor=world.director, pk=draft.pk, now=now(), **fields)

    assert draft.text_zh == TEXT_ZH, "it begins with the words of the version before it"
    assert "what is new" in refusal()
    write(reason="调整职责")
    assert "from which day" in refusal()
    write(effective_from=today() - timedelta(days=1))
    assert "has passed" in refusal()
    write(effective_from=today() + timedelta(days=1), route=None)
    assert "who decides" in refusal()
    write(route=a_route(), text_zh=" ", text_en="")
    assert "Write its text" in refusal()
    write(text_zh=TEXT_ZH)
    regulations.submit(actor=world.director, pk=draft.pk, now=now())


def test_a_return_gives_its_reason_and_the_version_is_a_draft_again(world):
    version = submitted(world, a_regulation(world))
    approval = Approval.objects.about(version).open().get()
    step = approval.steps.current().get()
    seen = look_at(actor=world.director, approval=approval, now=now())
    decide(
        actor=world.director,
        step_id=step.pk,
        decision=Decision.RETURN,
        seen=seen,
        now=now(),
        reason="补充第三章",
    )
    version.refresh_from_db()

    assert version.state == S.DRAFT
    assert AuditEvent.objects.get(verb="regulation.return").reason == "补充第三章"


def test_one_version_is_worked_on_at_a_time(world):
    draft = a_version(a_regulation(world), world.director)
    with pytest.raises(UnableToChangeRegulation):
        regulations.draft_version(actor=world.director, regulation_id=draft.regulation_id, now=now())
    with (
        pytest.raises(IntegrityError, match="one_version_of_a_regulation_is_worked_on"),
        transaction.atomic(),
    ):
        a_version(draft.regulation, world.director)

    regulations.withdraw(actor=world.director, pk=draft.pk, reason="不再需要", now=now())
    second = regulations.draft_version(actor=world.director, regulation_id=draft.regulation_id, now=now())
    assert second.number == 2


def test_no_two_versions_are_in_force_on_one_day(world):
    first = in_force(world)
    with (
        pytest.raises(IntegrityError, match="one_version_of_a_regulation_is_in_force_a_day"),
        transaction.atomic(),
    ):
        a_version(first.regulation, world.director, state=S.APPROVED, effective_from=today())


@pytest.mark.parametrize(
    "change",
    [
        {"text_zh": "改"},
        {"text_en": "new"},
        {"reason": "改"},
        {"effective_from": date(2030, 1, 1)},
        {"state": "draft"},
    ],
)
def test_an_approved_version_never_changes_in_the_database(world, change):
    version = in_force(world)
    with pytest.raises(DatabaseError, match="an_approved_version_never_changes"), transaction.atomic():
        RegulationVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError, match="an_approved_version_never_changes"), transaction.atomic():
        RegulationVersion.objects.filter(pk=version.pk).delete()
    with pytest.raises(UnableToChangeRegulation):
        regulations.write(actor=world.director, pk=version.pk, text_zh="改", now=now())

    version.refresh_from_db()
    assert (version.text_zh, version.state) == (TEXT_ZH, S.APPROVED)


def test_an_approved_regulation_keeps_its_number_and_name_and_changes_its_keeper(world):
    version = in_force(world)
    pk = version.regulation_id
    with pytest.raises(UnableToChangeRegulation, match="another regulation"):
        regulations.change(actor=world.director, pk=pk, name_zh="别的办法", now=now())
    with pytest.raises(DatabaseError, match="keeps_its_name"), transaction.atomic():
        Regulation.objects.filter(pk=pk).update(number="X")

    regulations.change(actor=world.director, pk=pk, department=world.tourism, is_for_partners=True, now=now())
    assert Regulation.objects.get(pk=pk).department == world.tourism


def test_files_stay_with_what_was_approved(world):
    draft = a_version(a_regulation(world), world.director)
    words = SimpleUploadedFile("notes.txt", b"plain words")
    with pytest.raises(UnacceptableFile):
        regulations.attach(actor=world.director, pk=draft.pk, upload=words, now=now())
    upload = SimpleUploadedFile("annex.pdf", b"%PDF-1.4\n%%EOF\n")
    kept = regulations.attach(actor=world.director, pk=draft.pk, upload=upload, now=now())
    regulations.submit(actor=world.director, pk=draft.pk, now=now())
    approve(draft, world.director)

    with pytest.raises(UnableToChangeRegulation):
        regulations.detach(actor=world.director, pk=draft.pk, file_id=kept.pk, now=now())
    with pytest.raises(DatabaseError, match="files_of_an_approved_version"), transaction.atomic():
        kept.delete()


def test_what_is_in_force_is_repealed_with_a_last_day_and_a_reason(world):
    version = in_force(world)

    def repeal(last_day, reason="不再适用"):
        return regulations.repeal(
            actor=world.director, pk=version.pk, last_day=last_day, reason=reason, now=now()
        )

    with pytest.raises(TransitionRefused, match="reason"):
        repeal(today(), reason=" ")
    with pytest.raises(TransitionRefused, match="in force"):
        repeal(today() - timedelta(days=1))
    repealed = repeal(today() + timedelta(days=3))

    assert repealed.is_in_force(today() + timedelta(days=3))
    assert not repealed.is_in_force(today() + timedelta(days=4))
    assert list(Regulation.objects.over(today() + timedelta(days=4))) == [version.regulation]


def test_what_a_later_version_replaces_cannot_be_repealed(world):
    first = in_force(world)
    approve(submitted(world, first.regulation), world.director)
    with pytest.raises(TransitionRefused, match="later version"):
        regulations.repeal(actor=world.director, pk=first.pk, last_day=today(), reason="x", now=now())


# --- Who reads it -------------------------------------------------------------------------------


def test_everybody_of_the_centre_reads_what_is_in_force_and_nobody_else_anything(world):
    version, draft = in_force(world), a_version(a_regulation(world), world.director)

    for user in (world.teacher, world.class_teacher, world.stranger_officer):
        assert list(RegulationVersion.objects.visible_to(user)) == [version]
        assert list(Regulation.objects.visible_to(user)) == [version.regulation]
        with pytest.raises(NotVisible):
            regulations.write(actor=user, pk=draft.pk, text_zh="x", now=now())
        with pytest.raises(PermissionDenied):
            regulations.draft_version(actor=user, regulation_id=version.regulation_id, now=now())
    partner, student = world.liaison.user, world.student.user
    for user in (partner, student):
        if user is not None:
            assert not RegulationVersion.objects.visible_to(user).exists()
            assert not Regulation.objects.visible_to(user).exists()
    assert RegulationVersion.objects.get(pk=draft.pk).text_zh == TEXT_ZH


def added(html: str) -> list[str]:
    """What is marked as put in."""
    return re.findall(r"<ins><span[^>]*>.*?</span>(.*?)</ins>", html)


# --- Pages --------------------------------------------------------------------------------------


def test_the_list_says_where_each_regulation_stands_and_narrows(world):
    version = in_force(world, applies_to=["agreements.Agreement"])
    draft = a_version(a_regulation(world, name_zh="实训基地安全管理规定"), world.director)
    client = signed_in(world.director)
    address = reverse("governance:regulation_list")

    def shown(query: str) -> set[int]:
        rows = client.get(f"{address}?{query}").context["table"].page.object_list
        return {row.record.pk for row in rows}

    assert shown("") == {version.regulation_id, draft.regulation_id}
    assert shown("standing=in_force") == {version.regulation_id}
    assert shown("standing=in_work") == {draft.regulation_id}
    assert shown("standing=over") == set()
    assert shown("applies_to=agreements.Agreement") == {version.regulation_id}
    assert shown("q=安全管理") == {draft.regulation_id}
    assert_query_count("regulations", client, address)


def test_a_page_shows_the_text_in_force_the_versions_and_what_is_new(world):
    first = in_force(world, applies_to=["agreements.Agreement"])
    second = submitted(world, first.regulation, text_zh=TEXT_ZH.replace("归口管理", "统一归口管理"))
    client = signed_in(world.director)

    page_of = client.get(first.regulation.get_absolute_url()).content.decode()
    assert "Article 2 The office manages." in page_of
    assert reverse("governance:process_detail", args=["agreements.Agreement"]) in page_of
    changed = client.get(f"{second.get_absolute_url()}?tab=changes").content.decode()
    assert added(changed) == ["统一"]
    assert_query_count("regulation", client, first.regulation.get_absolute_url())
    assert_query_count("version of a regulation", client, second.get_absolute_url())
    for tab in ("approval", "acknowledgements", "history"):
        assert client.get(f"{second.get_absolute_url()}?tab={tab}").status_code == 200
    assert client.get(f"{first.regulation.get_absolute_url()}?tab=versions").status_code == 200


def test_whoever_decides_sees_the_text_and_what_changes(world):
    first = in_force(world)
    second = submitted(world, first.regulation, text_zh=TEXT_ZH.replace("归口管理", "统一归口管理"))
    step = Approval.objects.about(second).get().steps.get()
    answer = signed_in(world.director).get(reverse("signing:decide", args=[step.pk]))

    assert "统一" in added(answer.content.decode())


def test_a_regulation_is_written_on_the_pages(world):
    client = signed_in(world.director)
    position = world.director.appointments.get().position
    answer = client.post(
        reverse("governance:regulation_new"),
        {
            "number": "TH-9",
            "name_zh": "学生实习保险与应急预案",
            "kind": "procedure",
            "department": world.mechanics.pk,
            "responsible": position.pk,
            "applies_to": ["placements.Placement"],
            "is_for_partners": "on",
        },
    )
    made = Regulation.objects.get(number="TH-9")
    assert answer.url == made.get_absolute_url()
    answer = client.post(
        reverse("governance:version_new", args=[made.pk]),
        {"text_zh": TEXT_ZH, "effective_from": today() + timedelta(days=3), "route": a_route().pk},
    )
    version = made.versions.get()
    assert answer.url == version.get_absolute_url()
    client.post(reverse("governance:version_submit", args=[version.pk]))
    version.refresh_from_db()
    assert version.state == S.IN_APPROVAL


def test_the_paper_says_the_text_in_both_languages(world):
    version = in_force(world)
    with translation.override("zh-hans"):
        content = pdf(version)
    assert content.startswith(b"%PDF")


def test_lists_and_pages_of_what_it_applies_to_lead_to_the_rules(world):
    in_force(world, applies_to=["partnerships.Enterprise"])
    client = signed_in(world.officer)
    rules = reverse("governance:process_detail", args=["partnerships.Enterprise"])

    assert rules in client.get(reverse("partnerships:enterprise_list")).content.decode()
    assert rules in client.get(world.partner.get_absolute_url()).content.decode()
    assert (
        "校企合作管理办法" in client.get(rules).content.decode()
        or "Measures for cooperation" in client.get(rules).content.decode()
    )

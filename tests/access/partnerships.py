"""The rules of the addresses of enterprises, and of the catalogues' choices."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships.models import (
    Contact,
    Enterprise,
    EnterpriseFile,
    EnterpriseName,
    Interaction,
    InteractionFile,
    Merge,
    Question,
    RegisterEntry,
)
from partnerships.operations import ask_question
from partnerships.questions import links_to
from signing.links import open_link
from tests.access.rules import Rule, holder, row, signed_in
from tests.factories import EnterpriseFactory, InteractionFactory
from tests.world import World


def enterprise(world: World) -> Enterprise:
    return world.partner


def contact(world: World) -> Contact:
    return world.mentor


def interaction(world: World) -> Interaction:
    return Interaction.objects.first() or InteractionFactory.create(
        enterprise=world.partner,
        next_action="Call back",
        next_action_on=timezone.localdate(),
        next_action_owner=world.director,
    )


def other_name(world: World) -> EnterpriseName:
    return EnterpriseName.objects.get_or_create(enterprise=world.partner, name="精工厂")[0]


def twin(world: World) -> Enterprise:
    return Enterprise.objects.filter(name="精工二厂").first() or EnterpriseFactory.create(
        name="精工二厂", department=world.mechanics
    )


def merge(world: World) -> Merge:
    """A merge that can be undone, by whoever tries next."""
    now = timezone.now()
    Merge.objects.filter(undone_at=None).update(undone_at=now)
    merged = EnterpriseFactory.create(department=world.mechanics, merged_into=world.partner)
    return Merge.objects.create(kept=world.partner, merged=merged, at=now)


def question(world: World) -> Question:
    """What the partner's mentor is asked by a link, which was opened."""
    found = Question.objects.open().first()
    if found is None:
        world.mentor.email = "wu@jinggong.example"
        world.mentor.save()
        found = ask_question(
            actor=world.officer,
            contact_pk=world.mentor.pk,
            kind="confirm",
            text="?",
            due_on=timezone.localdate(),
            now=timezone.now(),
        )
        open_link(links_to(found).get(), now=timezone.now())
    return found


def paper(world: World) -> EnterpriseFile:
    return _file(EnterpriseFile, world.partner)


def paper_of_interaction(world: World) -> InteractionFile:
    return _file(InteractionFile, interaction(world))


def _file(model: Any, parent: Any) -> Any:
    kept = model.objects.first()
    if kept is None:
        kept = model(
            parent=parent, name="licence.txt", mime="text/plain", size=2, sha256="", added_at=timezone.now()
        )
        kept.file.save("", ContentFile(b"ok"))
    return kept


def register_entry(world: World) -> RegisterEntry:
    return RegisterEntry.objects.get_or_create(
        scheme="none", key="x", defaults={"name": "X", "imported_at": timezone.now()}
    )[0]


EDIT, MERGE, READ = "enterprise.edit", "enterprise.merge", "enterprise.read"

RULES: dict[str, Rule] = {
    "catalogue:region_choices": signed_in(),
    "catalogue:industry_choices": signed_in(),
    "catalogue:major_choices": signed_in(),
    "partnerships:enterprise_list": holder(READ),
    "partnerships:enterprise_board": holder(READ),
    "partnerships:enterprise_new": holder(EDIT),
    "partnerships:enterprise_hints": holder(EDIT),
    "partnerships:enterprise_choices": signed_in(),
    "partnerships:enterprise_detail": row(enterprise, READ),
    "partnerships:enterprise_edit": row(enterprise, EDIT),
    "partnerships:enterprise_move": row(enterprise, EDIT, method="POST"),
    "partnerships:enterprise_stage": row(
        enterprise, EDIT, arguments=lambda world: {"pk": world.partner.pk, "name": "let_rest"}
    ),
    "partnerships:name_new": row(enterprise, EDIT),
    "partnerships:name_remove": row(
        enterprise,
        EDIT,
        method="POST",
        arguments=lambda world: {"pk": world.partner.pk, "name_pk": other_name(world).pk},
    ),
    "partnerships:enterprise_merge": row(enterprise, MERGE),
    "partnerships:merge_preview": row(
        enterprise, MERGE, arguments=lambda world: {"pk": world.partner.pk, "other": twin(world).pk}
    ),
    "partnerships:merge_undo": row(
        enterprise, MERGE, method="POST", arguments=lambda world: {"pk": merge(world).pk}
    ),
    "partnerships:contact_new": row(enterprise, EDIT),
    "partnerships:question_new": row(enterprise, EDIT),
    "partnerships:question_again": row(question, EDIT, method="POST"),
    "partnerships:question_take_back": row(question, EDIT, method="POST"),
    "question:answer": Rule(
        access="public", arguments=lambda world: {"token": links_to(question(world)).get().token}
    ),
    "partnerships:contact_edit": row(contact, EDIT),
    "partnerships:contact_leave": row(contact, EDIT),
    "partnerships:contact_return": row(contact, EDIT, method="POST"),
    "partnerships:interaction_list": holder(READ),
    "partnerships:interaction_new": row(enterprise, EDIT),
    "partnerships:interaction_detail": row(interaction, READ),
    "partnerships:interaction_edit": row(interaction, EDIT),
    "partnerships:interaction_done": row(interaction, EDIT, method="POST"),
    "partnerships:enterprise_file_new": row(enterprise, EDIT),
    "partnerships:enterprise_file": row(
        enterprise,
        READ,
        arguments=lambda world: {"pk": world.partner.pk, "file_id": paper(world).pk},
    ),
    "partnerships:enterprise_file_remove": row(
        enterprise,
        EDIT,
        method="POST",
        arguments=lambda world: {"pk": world.partner.pk, "file_id": paper(world).pk},
    ),
    "partnerships:comment_new": row(enterprise, READ, method="POST"),
    "partnerships:interaction_file_new": row(interaction, EDIT),
    "partnerships:interaction_file": row(
        interaction,
        READ,
        arguments=lambda world: {
            "pk": interaction(world).pk,
            "file_id": paper_of_interaction(world).pk,
        },
    ),
    "partnerships:interaction_file_remove": row(
        interaction,
        EDIT,
        method="POST",
        arguments=lambda world: {
            "pk": interaction(world).pk,
            "file_id": paper_of_interaction(world).pk,
        },
    ),
    "partnerships:register_list": holder(READ),
    "partnerships:register_detail": Rule(
        access="holder", capability=READ, arguments=lambda world: {"pk": register_entry(world).pk}
    ),
    "partnerships:register_adopt": Rule(
        access="holder", capability=EDIT, arguments=lambda world: {"pk": register_entry(world).pk}
    ),
}

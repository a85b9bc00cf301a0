"""The rules of the addresses of vacancies and destinations of graduates."""

from __future__ import annotations

from typing import Any

from internships.models import ProfileEntry, ProfileFile, Student
from placements.models import Destination, DestinationFile, Vacancy, VacancyApplication
from tests.access.posts import kept, liaisons
from tests.access.rules import Rule, holder, me, portal, row
from tests.placements.graduating import NOW, a_vacancy, an_application, in_the_last_year
from tests.world import World

READ, EDIT, APPROVE = (f"vacancy.{name}" for name in ("read", "edit", "approve"))
CLASS_TEACHER = ("class_teacher",)


def vacancy(world: World) -> Vacancy:
    return Vacancy.objects.first() or a_vacancy(world)


def draft(world: World) -> Vacancy:
    return Vacancy.objects.first() or a_vacancy(world, state="draft")


def open_vacancy(world: World) -> Vacancy:
    in_the_last_year(world)
    return vacancy(world)


def application(world: World) -> VacancyApplication:
    in_the_last_year(world)
    return VacancyApplication.objects.first() or an_application(world, vacancy(world))


def application_file(world: World) -> dict[str, Any]:
    found = application(world)
    entry = ProfileEntry.objects.first() or ProfileEntry.objects.create(
        student=world.student, kind="certificate", title="Turner"
    )
    return {"pk": found.pk, "file_id": kept(ProfileFile, entry).pk}


def applied_for(world: World) -> dict[str, Any]:
    return {"pk": application(world).vacancy_id, "name": "withdraw"}


def graduate(world: World) -> Student:
    in_the_last_year(world)
    return world.student


def destination(world: World) -> Destination:
    graduate(world)
    return Destination.objects.first() or Destination.objects.create(
        student=world.student, kind="seeking", reported_at=NOW
    )


def destination_file(world: World) -> dict[str, Any]:
    return {"pk": destination(world).pk, "file_id": kept(DestinationFile, destination(world)).pk}


def key(find: Any) -> Any:
    return lambda world: {"pk": find(world).pk}


def of_vacancy(capability: str, find: Any = vacancy, **more: Any) -> Rule:
    return row(find, capability, read=READ, **more)


def ours(find: Any = vacancy, **more: Any) -> Rule:
    return portal(find, arguments=more.pop("arguments", key(find)), **more)


def without_key(world: World) -> dict[str, Any]:
    graduate(world)
    return {}


RULES: dict[str, Rule] = {
    "placements:vacancy_list": holder(READ),
    "placements:vacancy_new": holder(EDIT),
    "placements:vacancy_new_for": row(
        lambda world: world.partner,
        EDIT,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "placements:vacancy_detail": of_vacancy(READ),
    "placements:vacancy_edit": of_vacancy(EDIT, draft),
    "placements:vacancy_offer": of_vacancy(EDIT),
    "placements:vacancy_approve": of_vacancy(APPROVE),
    "placements:vacancy_return": of_vacancy(APPROVE),
    "placements:vacancy_close": of_vacancy(EDIT),
    "placements:graduate_list": Rule(access="holder", capability="destination.read", also_for=CLASS_TEACHER),
    "placements:rates": Rule(access="holder", capability="destination.read", also_for=CLASS_TEACHER),
    "placements:destination_report": row(
        graduate, "destination.edit", read="student.read", also_for=CLASS_TEACHER
    ),
    "placements:destination_confirm": row(
        destination, "destination.confirm", read="destination.read", seen_by=CLASS_TEACHER
    ),
    "placements:destination_file": row(
        destination, "destination.read", arguments=destination_file, also_for=CLASS_TEACHER
    ),
    "portal:vacancies": portal(),
    "portal:vacancy_new": liaisons(portal(), "stranger_liaison"),
    "portal:vacancy": ours(),
    "portal:vacancy_edit": liaisons(ours(draft)),
    "portal:vacancy_offer": liaisons(ours(draft, method="POST")),
    "portal:vacancy_close": liaisons(ours(method="POST")),
    "portal:application": liaisons(ours(application)),
    "portal:application_file": liaisons(ours(application, arguments=application_file)),
    "portal:application_move": liaisons(
        ours(
            application,
            arguments=lambda world: {"pk": application(world).pk, "name": "invite"},
            method="POST",
        )
    ),
    "me:vacancies": me(),
    "me:vacancy": me(arguments=key(open_vacancy)),
    "me:vacancy_apply": me(arguments=key(open_vacancy)),
    "me:vacancy_move": me(application, arguments=applied_for, method="POST"),
    "me:destination": me(),
    "me:destination_edit": me(graduate, arguments=without_key),
}

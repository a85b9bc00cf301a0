"""The rules of the addresses of stories of the partnership and of the public page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from information.models import Naming, NamingFile, Story, StoryPhoto
from tests.access.posts import kept
from tests.access.rules import Rule, holder, portal, public, row, signed_in
from tests.information.telling import a_story, asked, named, published, switch_on
from tests.world import World

READ, EDIT, PUBLISH = "story.read", "story.edit", "story.publish"


def draft(world: World) -> Story:
    return Story.objects.first() or a_story(world)


def waiting(world: World) -> Story:
    return Story.objects.first() or asked(world)


def proposed(world: World) -> Story:
    return Story.objects.first() or a_story(world, proposer=world.partner)


def shown(world: World) -> Story:
    return Story.objects.first() or published(world, audience="public")


def naming(world: World) -> Naming:
    return Naming.objects.select_related("enterprise").first() or named(world.partner)


def in_public(world: World) -> Naming:
    """The enterprise whose word is entered stands for it."""
    return naming(world)


def key(find: Any) -> Any:
    return lambda world: {"pk": find(world).pk}


def photo(find: Any) -> Any:
    def arguments(world: World) -> dict[str, Any]:
        story = find(world)
        return {"pk": story.pk, "photo_id": kept(StoryPhoto, story, alt_zh="合影").pk}

    return arguments


def naming_file(world: World) -> dict[str, Any]:
    row_ = naming(world)
    return {"pk": row_.pk, "file_id": kept(NamingFile, row_, purpose="logo").pk}


def opened(arguments: Any) -> Rule:
    """Anybody's, once the centre has switched the page on."""

    def on(world: World) -> dict[str, Any]:
        switch_on()
        found: dict[str, Any] = arguments(world)
        return found

    return replace(public(), arguments=on)


def liaisons(find: Any, *, method: Any = "GET") -> Rule:
    rule = portal(find, arguments=key(find), only_for="liaison", method=method)
    return replace(rule, seen_by=COLLEAGUES)


def read(find: Any, arguments: Any) -> Rule:
    return replace(portal(find, arguments=arguments))


COLLEAGUES = ("signatory", "mentor")
SPEAKING = replace(portal(only_for="liaison"), also_for=("stranger_liaison",), seen_by=COLLEAGUES)
RULES: dict[str, Rule] = {
    "information:story_list": signed_in(),
    "information:story_new": holder(EDIT),
    "information:story_detail": row(draft, READ),
    "information:story_edit": row(draft, EDIT),
    "information:story_ask": row(draft, EDIT),
    "information:story_withdraw": row(draft, EDIT),
    "information:story_publish": row(waiting, PUBLISH),
    "information:story_photo_new": row(draft, EDIT),
    "information:story_photo": row(draft, READ, arguments=photo(draft)),
    "information:story_photo_edit": row(draft, EDIT, arguments=photo(draft)),
    "information:story_photo_first": row(draft, EDIT, arguments=photo(draft), method="POST"),
    "information:story_photo_remove": row(draft, EDIT, arguments=photo(draft), method="POST"),
    "information:naming": row(
        in_public,
        PUBLISH,
        read="enterprise.read",
        arguments=lambda world: {"pk": naming(world).enterprise_id},
    ),
    "information:naming_file": row(naming, READ, arguments=naming_file),
    "information:public_page": opened(lambda world: {}),
    "information:public_story": opened(key(shown)),
    "information:public_photo": opened(
        lambda world: {"pk": kept(StoryPhoto, shown(world), alt_zh="合影").pk}
    ),
    "information:public_logo": opened(
        lambda world: {"pk": kept(NamingFile, naming(world), purpose="logo").pk}
    ),
    "portal:stories": portal(),
    "portal:story": read(waiting, key(waiting)),
    "portal:story_photo": read(waiting, photo(waiting)),
    "portal:story_new": SPEAKING,
    "portal:naming": SPEAKING,
    "portal:story_edit": liaisons(proposed),
    "portal:story_photo_new": liaisons(proposed),
    "portal:story_agree": liaisons(waiting, method="POST"),
    "portal:story_changes": liaisons(waiting),
    "portal:story_refuse": liaisons(waiting),
    "portal:story_take_back": liaisons(waiting),
}

"""What stories of the partnership put into the pages of other apps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.duties import register_duty_source
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    AddedAct,
    register_act,
    register_partner_deadlines,
    register_partner_figures,
    register_tab,
    register_verbs,
)
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.story import register_story
from core.walls import register_wall
from information.models import Story
from information.notices.stories import KINDS
from information.operations.stories import keep_consents
from information.portal.stories import deadlines, figures
from information.story_feed import STORIES
from information.story_subjects import SUBJECTS, telling_url
from information.story_waiting import duties
from information.story_walls import WALLS
from information.views.stories import OF_ENTERPRISE
from partnerships.merging import Step, register_step


def offer_stories() -> None:
    register_capabilities(
        "story",
        pgettext_lazy("of the partnership", "Stories"),
        {
            "read": _("see all of its departments"),
            "edit": _("write them and ask for consent"),
            "publish": _("agree for the centre and publish, and enter who may be named in public"),
        },
    )
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    register_search(SEARCHED)
    register_story(STORIES)
    register_duty_source(
        "stories", label=pgettext_lazy("of the partnership", "Stories"), icon="photo", duties=duties, order=50
    )
    register_step(Step(name="information.stories", settle=keep_consents))
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_entry(
        Entry(
            group="partners",
            label=pgettext_lazy("of the partnership", "Stories"),
            url_name="information:story_list",
            icon="photo",
            order=95,
        )
    )
    register_portal_entry(
        PortalEntry(
            label=pgettext_lazy("of the partnership", "Stories"),
            url_name="portal:stories",
            icon="photo",
            group="together",
            order=58,
        )
    )
    register_partner_figures("stories", figures, order=90)
    register_partner_deadlines("stories", deadlines)
    register_verbs(VERBS)
    for model in SUBJECTS:
        register_act(model._meta.label, TELL)


SEARCHED = SearchKind(
    name="story",
    label=pgettext_lazy("of the partnership", "Stories"),
    icon="photo",
    rows=Story.objects.visible_to,
    line=lambda one: (one.title, str(one.get_kind_display())),
    list_url_name="information:story_list",
    order=84,
)
TELL = AddedAct(label=_("Tell a story"), icon="photo", url=telling_url, order=60)
VERBS: dict[str, Any] = {
    "story.write": pgettext_lazy("story", "wrote it"),
    "story.propose": pgettext_lazy("story", "proposed it"),
    "story.change": pgettext_lazy("story", "changed it"),
    "story.reopen": pgettext_lazy("story", "took it back to change it"),
    "story.ask": pgettext_lazy("story", "asked for consent"),
    "story.publish": pgettext_lazy("story", "agreed for the centre and published it"),
    "story.lose_consent": pgettext_lazy("story", "hid it by taking a consent back"),
    "story.withdraw": pgettext_lazy("story", "withdrew it"),
    "story.add_photo": pgettext_lazy("story", "added a photo"),
    "story.describe_photo": pgettext_lazy("story", "changed what a photo is said to show"),
    "story.order_photos": pgettext_lazy("story", "put a photo first"),
    "story.remove_photo": pgettext_lazy("story", "took a photo out"),
    "story_consent.agree": pgettext_lazy("story", "agreed for the enterprise"),
    "story_consent.ask_changes": pgettext_lazy("story", "asked for changes"),
    "story_consent.refuse": pgettext_lazy("story", "refused for the enterprise"),
    "story_consent.take_back": pgettext_lazy("story", "took the enterprise’s consent back"),
    "story_consent.ask_anew": pgettext_lazy("story", "asked the enterprise anew"),
    "naming.agree": pgettext_lazy("in public", "let the enterprise be named"),
    "naming.end": pgettext_lazy("in public", "ended that the enterprise is named"),
    "enterprise.naming": pgettext_lazy("in public", "said whether it may be named in public"),
}

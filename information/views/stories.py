"""Stories of the partnership on the pages of the staff."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, ListView
from information.lists.stories import StoryFilters, StoryTable
from information.models import ConsentState, Naming, Story, StoryPhoto, StoryState
from information.story_subjects import new_story_url, subject_seen_by
from information.transitions.stories import EDIT, PUBLISH, READ, STORY_MOVES

S = StoryState
NOT_LISTED = ("text_en", "text_zh", "search_text", "search_bigrams")
SHOWN = 30


def crumbs() -> list[dict[str, Any]]:
    return [{"label": pgettext("of the partnership", "Stories"), "url": reverse("information:story_list")}]


class StoryList(ListView):
    """Everybody of the centre reads what is published; whoever may, those of their departments."""

    capability = READ
    title = pgettext_lazy("of the partnership", "Stories")
    list_name = "information:stories"
    table_class = StoryTable
    filterset_class = StoryFilters
    sorts = {"happened_on": "happened_on", "created_at": "created_at"}
    default_sort = "-happened_on"
    search_placeholder = gettext_lazy("Words of the story, or an enterprise")
    empty_title = gettext_lazy("No stories yet")
    empty_text = gettext_lazy(
        "Tell of an award, a lecture, a product or a visit, with photos. It is shown once both sides agreed."
    )
    empty_icon = "photo"

    def authorise(self) -> None:
        """What is published is everybody's at the centre."""

    def get_queryset(self) -> QuerySet[Story]:
        rows = Story.objects.visible_to(self.request.user).with_numbers()
        return rows.select_related("department").defer(*NOT_LISTED)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Tell a story"), "url": new_story_url(), "icon": "plus"}


def answers(story: Story) -> list[tuple[Any, bool]]:
    """Each enterprise it is about, and whether it has agreed to the story as it stands. One query."""
    rows = story.partners.filter(enterprise__merged_into=None).select_related("enterprise", "answered_by")
    return [(one, one.state == ConsentState.AGREED and one.digest == story.digest) for one in rows]


def overview(request: HttpRequest, story: Any) -> dict[str, Any]:
    """Three queries at most: photos, answers, and the record it comes from."""
    user: Any = request.user
    may_edit = story.permits(user, EDIT)
    return {
        "story": story,
        "photos": [
            (one, reverse("information:story_photo", args=[story.pk, one.pk])) for one in story.photos.all()
        ],
        "answers": answers(story) if may_edit or story.permits(user, READ) else [],
        "subject": subject_seen_by(user, story),
        "may_edit": may_edit and story.state != S.WITHDRAWN,
        "is_changed": story.state == S.DRAFT and story.answer_by is not None,
    }


OVERVIEW = Tab(
    name="story",
    label=pgettext_lazy("of the partnership", "Story"),
    template="information/story.html",
    context=overview,
    order=0,
)


class StoryDetail(DetailView):
    record: Story
    tabs = [OVERVIEW]

    def get_queryset(self) -> QuerySet[Story]:
        rows = Story.objects.visible_to(self.request.user)
        return rows.select_related("department", "proposer", "created_by", "published_by", "subject_type")

    def offered_tabs(self) -> list[Tab]:
        """Its history names who refused what: for whoever sees the department's stories."""
        return super().offered_tabs() if self.record.permits(self.request.user, READ) else [OVERVIEW]

    def context(self) -> dict[str, Any]:
        story: Any = self.record
        facts = [
            {"label": pgettext("story", "Kind"), "value": story.get_kind_display()},
            {"label": pgettext("story", "Day"), "value": date_format(story.happened_on)},
            {"label": _("For whom"), "value": story.get_audience_display()},
            {"label": _("Department"), "value": story.department},
        ]
        if story.proposer:
            facts.append({"label": _("Proposed by"), "value": story.proposer})
        if story.published_at:
            day = date_format(timezone.localdate(story.published_at))
            facts.append({"label": pgettext("story", "Published"), "value": day})
        if story.permits(self.request.user, READ) and story.stated_name:
            facts.append({"label": _("Vouches for the photos"), "value": story.stated_name})
        return {
            "title": story.title,
            "chip": story.chip,
            "subtitle": str(story.created_by or "") if story.proposer is None else str(story.proposer),
            "breadcrumbs": crumbs(),
            "facts": facts,
            "next_step": self.next_step(),
            **self.acts(),
        }

    def next_step(self) -> dict[str, Any] | None:
        story = self.record
        if not story.permits(self.request.user, EDIT):
            return None
        if story.state == S.DRAFT:
            return {"text": _("Add photos, then ask the enterprises for their consent.")}
        if story.state != S.ASKED:
            return None
        if all(agreed for _one, agreed in answers(story)):
            return {"text": _("Every enterprise has agreed: it can be published."), "meaning": "good"}
        return {
            "text": _("The enterprises are asked for their consent."),
            "due": story.answer_by,
        }

    def acts(self) -> dict[str, Any]:
        story, user = self.record, self.request.user
        address = lambda name: reverse(f"information:story_{name}", args=[story.pk])  # noqa: E731
        offers = {
            offer.name: offer for offer in STORY_MOVES.offers(actor=user, record=story, now=timezone.now())
        }
        leading: list[dict[str, Any]] = [
            {
                "label": offers[name].transition.label,
                "url": address(name),
                "icon": icon,
                "disabled_reason": offers[name].refusal,
            }
            for name, icon in (("publish", "speakerphone"), ("ask", "send"))
            if name in offers
        ]
        primary = next((one for one in leading if not one["disabled_reason"]), None)
        actions = [one for one in leading if one is not primary]
        if story.permits(user, EDIT) and story.state != S.WITHDRAWN:
            actions += [
                {"label": _("Edit"), "url": address("edit"), "icon": "edit"},
                {"label": _("Add a photo"), "url": address("photo_new"), "icon": "photo"},
                {
                    "label": pgettext("story", "Withdraw"),
                    "url": address("withdraw"),
                    "icon": "archive",
                    "danger": True,
                },
            ]
        return {"primary_action": primary, "actions": actions}


@require_safe
def photo(request: PersonRequest, pk: int, photo_id: int) -> HttpResponseBase:
    seen = Story.objects.visible_to(request.user).filter(pk=pk)
    kept = StoryPhoto.objects.filter(parent__in=seen.order_by().values("pk"), pk=photo_id).first()
    if kept is None:
        raise NotVisible(f"information.StoryPhoto {photo_id}")
    return serve(request, kept)


# --- On the pages of others ---------------------------------------------------------------------


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Its stories that one sees, and whether it may be named in public. Three queries."""
    user: Any = request.user
    rows = Story.objects.visible_to(user).about(enterprise.pk).defer(*NOT_LISTED)
    naming = (
        Naming.objects.visible_to(user).filter(enterprise=enterprise.pk).select_related("said_by").first()
    )
    return {
        "stories": list(rows[:SHOWN]),
        "naming": naming,
        "naming_files": list(naming.files.all()) if naming else [],
        "shows_naming": user.can(READ),
        "naming_url": reverse("information:naming", args=[enterprise.pk])
        if user.scope_for(PUBLISH).covers(enterprise.department_id) and not (naming and naming.is_refused)
        else "",
        "new_url": f"{new_story_url()}?enterprise={enterprise.pk}" if user.can(EDIT) else "",
        "list_url": f"{reverse('information:story_list')}?enterprise={enterprise.pk}",
    }


OF_ENTERPRISE = Tab(
    name="stories",
    label=pgettext_lazy("of the partnership", "Stories"),
    template="information/stories_of.html",
    context=of_enterprise,
    order=88,
)


def may_see_naming(user: Any, pk: int) -> Naming:
    """Raises NotVisible."""
    found = Naming.objects.visible_to(user).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"information.Naming {pk}")
    return found


@require_safe
def naming_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    kept = may_see_naming(request.user, pk).files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"information.NamingFile {file_id}")
    return serve(request, kept)


def require_edit(user: Any) -> None:
    if not user.can(EDIT):
        raise PermissionDenied

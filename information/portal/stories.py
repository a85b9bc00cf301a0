"""Stories at the portal: what is published, what the enterprise is asked about, and what it proposes.

Fetched behind the wall; done outside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.forms import ReasonForm, RecordForm
from core.registry import PartnerDeadline, PartnerFigure
from core.versions import ShowsBoth
from core.views import act
from core.walls import outside
from information.forms.stories import OwnNamingForm, StoryPhotoForm, StoryWords
from information.models import (
    ConsentState,
    Naming,
    NamingFile,
    NamingState,
    Story,
    StoryPartner,
    StoryPhoto,
    StoryState,
)
from information.operations import naming as namings
from information.operations import own_stories as operations
from information.operations.stories import FIELDS, written
from information.story_querysets import StoryQuerySet
from information.story_walls import CONSENT_COLUMNS, NAMING_COLUMNS, STORY_COLUMNS
from partnerships.models import Enterprise
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest, require_liaison

S, C = StoryState, ConsentState
SHOWN = 60
WAITING = (C.WAITING, C.CHANGES)


def shown() -> StoryQuerySet:
    return Story.objects.only(*STORY_COLUMNS)


def shown_story(pk: int) -> Story:
    """Raises NotVisible."""
    found = shown().filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"information.Story {pk}")
    return found


def own_consents(partner: Partner) -> QuerySet[StoryPartner]:
    return StoryPartner.objects.filter(enterprise=partner.enterprise.pk).only(*CONSENT_COLUMNS)


def waiting(partner: Partner) -> QuerySet[Story]:
    """Those the enterprise has not answered, the nearest day first."""
    unanswered = own_consents(partner).filter(state=C.WAITING).order_by().values("story")
    return shown().filter(state=S.ASKED, pk__in=unanswered).order_by("answer_by", "pk")


def crumbs() -> list[dict[str, Any]]:
    return [{"label": pgettext("of the partnership", "Stories"), "url": reverse("portal:stories")}]


@require_safe
def story_list(request: PartnerRequest) -> HttpResponse:
    """What waits for an answer, one's own proposals, what is published. Three queries."""
    partner = request.partner
    asked = list(waiting(partner)[:SHOWN])
    own = shown().filter(proposer=partner.enterprise.pk).exclude(state=S.PUBLISHED)
    context = {
        "title": pgettext("of the partnership", "Stories"),
        "subtitle": _("What the school and its partners did together, shown once both sides agreed."),
        "groups": [
            (_("Waiting for your enterprise’s consent"), asked),
            (_("Proposed by your enterprise"), [one for one in own[:SHOWN] if one not in asked]),
            (pgettext("story", "Published"), list(shown().published_for(partner.enterprise.pk)[:SHOWN])),
        ],
        "may_propose": partner.is_liaison,
    }
    return render(request, "portal/stories.html", context)


def is_own_draft(partner: Partner, story: Story) -> bool:
    """Proposed here, and the centre has not asked anybody yet."""
    is_own = story.proposer_id == partner.enterprise.pk
    return is_own and story.state == S.DRAFT and story.answer_by is None


@require_safe
def story_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    """The exact words and photos in both languages, and what one may say to them."""
    partner, story = request.partner, shown_story(pk)
    consent = own_consents(partner).filter(story=pk).first()
    with outside():
        about = list(Enterprise.objects.filter(stories__story=pk).order_by("name"))
    state = consent.state if consent else ""
    is_asked = story.state == S.ASKED and consent is not None and partner.is_liaison
    context = {
        "title": story.title,
        "chip": story.chip,
        "subtitle": f"{story.get_kind_display()} · {date_format(story.happened_on)}",
        "breadcrumbs": crumbs(),
        "story": story,
        "both_languages": is_asked,
        "photos": [
            (one, reverse("portal:story_photo", args=[pk, one.pk]))
            for one in StoryPhoto.objects.filter(parent=pk)
        ],
        "about": about,
        "consent": consent,
        "may_agree": is_asked and state != C.AGREED,
        "may_object": is_asked and state in WAITING,
        "may_ask_changes": is_asked and state == C.WAITING,
        "may_take_back": partner.is_liaison and state == C.AGREED and story.state in (S.ASKED, S.PUBLISHED),
        "may_change": partner.is_liaison and is_own_draft(partner, story),
    }
    return render(request, "portal/story.html", context)


@require_safe
def photo(request: PartnerRequest, pk: int, photo_id: int) -> HttpResponseBase:
    kept = StoryPhoto.objects.filter(parent=shown_story(pk).pk, pk=photo_id).first()
    if kept is None:
        raise NotVisible(f"information.StoryPhoto {photo_id}")
    return serve(request, kept)


# --- Consent ------------------------------------------------------------------------------------


def answered_story(partner: Partner, pk: int) -> Story:
    """A story that the enterprise speaks about. Raises NotVisible, PermissionDenied."""
    story = shown_story(pk)
    if not own_consents(partner).filter(story=pk).exists():
        raise NotVisible(f"information.Story {pk}")
    require_liaison(partner)
    return story


@act
def agree(request: PartnerRequest, pk: int) -> str:
    answered_story(request.partner, pk)
    with outside():
        operations.agree(
            partner=request.partner, pk=pk, digest=request.POST.get("digest", ""), now=timezone.now()
        )
    messages.success(request, _("Thank you: your enterprise has agreed."))
    return reverse("portal:story", args=[pk])


class Answer(PortalFormView):
    """One of the answers that say why."""

    form_class: ClassVar[Any] = ReasonForm
    record: Story
    operation: ClassVar[Callable[..., Story]]

    def authorise(self, **kwargs: Any) -> None:
        self.record = answered_story(self.partner, kwargs["pk"])

    def build(self, *args: Any) -> Any:
        return self.form_class(*args, user=self.partner, **self.form_kwargs())

    def perform(self, form: Any) -> str:
        with outside():
            self.operation(
                partner=self.partner,
                pk=self.record.pk,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:story", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": self.record.title, "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": self.record.title}


class AskChanges(Answer):
    title = gettext_lazy("Ask for changes")
    submit_label = pgettext_lazy("consent to a story", "Ask for changes")
    success_message = gettext_lazy("The school reads what you wish, and asks you again.")
    operation = staticmethod(operations.ask_changes)


class Refuse(Answer):
    title = gettext_lazy("Refuse consent")
    submit_label = pgettext_lazy("consent to a story", "Refuse")
    success_message = gettext_lazy("Refused: it is not shown.")
    operation = staticmethod(operations.refuse)


class WhyForm(RecordForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeBack(Answer):
    form_class = WhyForm
    title = gettext_lazy("Take your consent back")
    submit_label = pgettext_lazy("consent to a story", "Take the consent back")
    success_message = gettext_lazy("Taken back: it is not shown any more.")
    operation = staticmethod(operations.take_back)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "form_help": _("The story is not shown from now on, and the school is told. A reason is welcome.")
        }


# --- Proposals ----------------------------------------------------------------------------------


class Propose(PortalFormView):
    """A story about one's own enterprise, for the school to take up."""

    form_class: ClassVar[Any] = StoryWords
    title = gettext_lazy("Propose a story")
    submit_label = pgettext_lazy("story", "Propose")
    success_message = gettext_lazy(
        "Proposed: add photos if you like. The school asks you before it is shown."
    )

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> Any:
        return self.form_class(*args, user=self.partner, **self.form_kwargs())

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"happened_on": timezone.localdate()}}

    def perform(self, form: Any) -> str:
        with outside():
            made = operations.propose(partner=self.partner, now=timezone.now(), **form.cleaned_data)
        return reverse("portal:story", args=[made.pk])

    def cancel_url(self) -> str:
        return reverse("portal:stories")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs(),
            "form_help": _(
                "Tell of an award, a lecture, a product or a visit. Whoever can be recognised in your photos "
                "has to have agreed to it."
            ),
        }


class OfOwnDraft(Propose):
    """A form about a story that the enterprise proposed."""

    record: Story

    def authorise(self, **kwargs: Any) -> None:
        self.record = shown_story(kwargs["pk"])
        if self.record.proposer_id != self.partner.enterprise.pk:
            raise NotVisible(f"information.Story {kwargs['pk']}")
        require_liaison(self.partner)
        if not is_own_draft(self.partner, self.record):
            raise PermissionDenied(_("The school works on it now: ask for changes once it asks you."))

    def cancel_url(self) -> str:
        return reverse("portal:story", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [*crumbs(), {"label": self.record.title, "url": self.cancel_url()}]}


class ChangeOwn(ShowsBoth, OfOwnDraft):
    title = gettext_lazy("Change the story")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "version": self.latest()[1]}

    def latest(self) -> tuple[Story, str]:
        story = shown_story(self.record.pk)
        with outside():
            return story, written(story)

    def compared(self) -> Sequence[str]:
        return FIELDS

    def perform(self, form: Any) -> str:
        with outside():
            operations.change_own(
                partner=self.partner, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
            )
        return self.cancel_url()


class AddPhoto(OfOwnDraft):
    form_class = StoryPhotoForm
    title = gettext_lazy("Add a photo")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> str:
        with outside():
            operations.add_own_photo(
                partner=self.partner, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
            )
        return self.cancel_url()


# --- Being named in public -----------------------------------------------------------------------


def own_naming(partner: Partner) -> Naming | None:
    return Naming.objects.filter(enterprise=partner.enterprise.pk).only(*NAMING_COLUMNS).first()


class OwnNaming(PortalFormView):
    """Whether the enterprise may stand on the public page, with its logo."""

    form_class = OwnNamingForm
    title = gettext_lazy("On the school’s public page")
    success_message = gettext_lazy("Saved. You can change it any time.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> Any:
        return self.form_class(*args, user=self.partner, **self.form_kwargs())

    def form_kwargs(self) -> dict[str, Any]:
        row = own_naming(self.partner)
        if row is None:
            return {}
        return {"initial": {"named": row.state == NamingState.NAMED, "with_posts": row.with_posts}}

    def perform(self, form: Any) -> str:
        with outside():
            namings.say(partner=self.partner, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:stories")

    def extra_context(self, form: Any) -> dict[str, Any]:
        row = own_naming(self.partner)
        logo = row.files.filter(purpose=NamingFile.Purpose.LOGO).first() if row else None
        said = []
        if row is not None and row.evidence:
            said.append(_("The school has entered this: %(evidence)s") % {"evidence": row.evidence})
        if logo:
            said.append(_("A logo of yours is kept. Choose a file only to replace it."))
        return {"breadcrumbs": crumbs(), "form_help": " ".join(said)}


# --- Home ---------------------------------------------------------------------------------------


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """Stories about the enterprise that are shown. One query."""
    about = own_consents(partner).order_by().values("story")
    rows = Story.objects.filter(pk__in=about).published_for(partner.enterprise.pk)
    number = rows.order_by().count()
    if number:
        yield PartnerFigure(
            label=_("Stories about your enterprise"),
            value=str(number),
            text=_("published"),
            url=reverse("portal:stories"),
        )


def deadlines(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Stories that wait for consent. One query."""
    for one in waiting(partner).filter(answer_by__range=(first, last))[:SHOWN]:
        if one.answer_by is not None:
            yield PartnerDeadline(
                on=one.answer_by,
                title=one.title,
                text=_("A story asks for your enterprise’s consent"),
                url=reverse("portal:story", args=[one.pk]),
            )

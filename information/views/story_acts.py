"""What the staff does with stories: from writing to withdrawing; and who may be named in public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import NotVisible
from core.bilingual import listed
from core.forms import ReasonForm
from core.http import PersonRequest
from core.versions import ShowsBoth
from core.views import FormView, act
from information.forms.stories import (
    AskForm,
    NamingForm,
    PhotoWordsForm,
    PublishForm,
    StoryForm,
    StoryPhotoForm,
)
from information.models import Naming, NamingState, Story, StoryPhoto, StoryState
from information.operations import naming as namings
from information.operations import stories as operations
from information.story_subjects import story_subject, told_already
from information.transitions.stories import EDIT, PUBLISH
from information.views.stories import crumbs, require_edit
from partnerships.models import Enterprise
from partnerships.policies import departments_for, require
from partnerships.views.record_pages import RecordAct, RecordFormView


class StoryNew(FormView):
    form_class = StoryForm
    title = gettext_lazy("Tell a story")
    submit_label = gettext_lazy("Keep as a draft")
    success_message = gettext_lazy("Kept as a draft. Add photos, then ask for consent.")

    def authorise(self, **kwargs: Any) -> None:
        require_edit(self.request.user)
        asked = self.request.GET.get("about", "")
        self.subject = story_subject(self.request.user, asked) if asked else None

    def form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        initial: dict[str, Any] = {"happened_on": timezone.localdate()}
        enterprise = self.request.GET.get("enterprise", "")
        if self.subject is not None:
            initial = told_already(self.subject)
        elif enterprise.isdecimal():
            initial["enterprises"] = [enterprise]
        departments = departments_for(user, EDIT)
        own = departments.filter(pk__in=[getattr(self.subject, "department_id", 0) or 0]).first()
        return {"initial": {**initial, "department": own or departments.first()}}

    def perform(self, form: Any) -> Story:
        return operations.write(
            actor=self.request.user, subject=self.subject, now=timezone.now(), **form.cleaned_data
        )

    def cancel_url(self) -> str:
        return self.subject.get_absolute_url() if self.subject else reverse("information:story_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"breadcrumbs": crumbs()}
        if self.subject is not None:
            kind = self.subject._meta.verbose_name
            found["subtitle"] = _("About: %(kind)s %(name)s") % {"kind": kind, "name": self.subject}
        return found


class OfStory(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Story.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def extra_context(self, form: Any) -> dict[str, Any]:
        found = super().extra_context(form)
        if self.record.state in {StoryState.ASKED, StoryState.PUBLISHED}:
            found["form_help"] = _(
                "As soon as this is saved the story is a draft again: it is not shown, and the enterprises "
                "are asked anew."
            )
        return found


class StoryEdit(ShowsBoth, OfStory):
    form_class = StoryForm
    title = gettext_lazy("Change the story")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "version": operations.written(self.record)}

    def latest(self) -> tuple[Story, str]:
        story = Story.objects.get(pk=self.record.pk)
        return story, operations.written(story)

    def compared(self) -> Sequence[str]:
        return operations.FIELDS

    def differences(self, form: Any, record: Any) -> Iterator[dict[str, Any]]:
        yield from super().differences(form, record)
        about = list(Enterprise.objects.filter(stories__story=record).order_by("name"))
        if set(form.cleaned_data.get("enterprises", ())) != set(about):
            yield {"label": str(form.fields["enterprises"].label), "now": listed(about)}

    def perform(self, form: Any) -> Story:
        return operations.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class PhotoNew(OfStory):
    form_class = StoryPhotoForm
    title = gettext_lazy("Add a photo")

    def perform(self, form: Any) -> Story:
        return operations.add_photo(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class PhotoWords(OfStory):
    """What the photo shows and who took it."""

    form_class = PhotoWordsForm
    title = gettext_lazy("What the photo shows")
    photo: StoryPhoto

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        found = self.record.photos.filter(pk=kwargs["photo_id"]).first()
        if found is None:
            raise NotVisible(f"information.StoryPhoto {kwargs['photo_id']}")
        self.photo = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.photo, name) for name in ("alt_zh", "alt_en", "taken_by")}}

    def perform(self, form: Any) -> Story:
        return operations.describe_photo(
            actor=self.request.user,
            pk=self.record.pk,
            photo_id=self.photo.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )


@act
def photo_first(request: PersonRequest, pk: int, photo_id: int) -> Story:
    return operations.put_first(actor=request.user, pk=pk, photo_id=photo_id, now=timezone.now())


@act
def photo_remove(request: PersonRequest, pk: int, photo_id: int) -> Story:
    return operations.remove_photo(actor=request.user, pk=pk, photo_id=photo_id, now=timezone.now())


class Ask(OfStory, RecordAct):
    form_class = AskForm
    title = pgettext_lazy("story", "Ask for consent")
    submit_label = pgettext_lazy("story", "Ask")
    question = gettext_lazy(
        "The liaisons of each enterprise read the words and photos as they stand, and agree or say why not."
    )
    success_message = gettext_lazy("The enterprises are asked.")
    operation = staticmethod(operations.ask)


class Publish(OfStory, RecordAct):
    capability = PUBLISH
    form_class = PublishForm
    title = gettext_lazy("Publish the story")
    submit_label = pgettext_lazy("story", "Publish")
    question = gettext_lazy("With this the centre agrees to it too, and it is shown.")
    success_message = gettext_lazy("Published.")
    operation = staticmethod(operations.publish)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"stated_name": str(self.request.user)}}

    def perform(self, form: Any) -> Story:
        return operations.publish(
            actor=self.request.user,
            pk=self.record.pk,
            stated_name=form.cleaned_data["stated_name"],
            now=timezone.now(),
        )


class Withdraw(OfStory, RecordAct):
    form_class = ReasonForm
    title = gettext_lazy("Withdraw the story")
    submit_label = pgettext_lazy("story", "Withdraw")
    question = gettext_lazy("It is not shown any more. Enterprises that were asked or proposed it read why.")
    success_message = gettext_lazy("Withdrawn.")
    danger = True
    operation = staticmethod(operations.withdraw)


class NamingEdit(FormView):
    """What an enterprise said of being named in public, with its evidence."""

    form_class = NamingForm
    title = gettext_lazy("May it be named in public?")
    enterprise: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        rows = Enterprise.objects.visible_to(self.request.user).select_related("department")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"partnerships.Enterprise {kwargs['pk']}")
        require(self.request.user, PUBLISH, found.department)
        self.enterprise = found

    def form_kwargs(self) -> dict[str, Any]:
        row = Naming.objects.filter(enterprise=self.enterprise).first()
        if row is None:
            return {}
        named = row.state == NamingState.NAMED
        return {"initial": {"named": named, "with_posts": row.with_posts, "evidence": row.evidence}}

    def perform(self, form: Any) -> str:
        row = namings.record(
            actor=self.request.user, enterprise=self.enterprise, now=timezone.now(), **form.cleaned_data
        )
        return row.get_absolute_url()

    def cancel_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}?tab=stories"

    def extra_context(self, form: Any) -> dict[str, Any]:
        row = Naming.objects.filter(enterprise=self.enterprise).first()
        refused = _("The enterprise itself has said no: only it can say yes again, at the portal.")
        return {
            "subtitle": str(self.enterprise),
            "form_help": refused if row is not None and row.is_refused else "",
        }

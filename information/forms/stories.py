from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.forms import CheckedByTheOperation, DateInput, RecordForm, RemoteSelectMultiple
from core.versions import VersionedForm
from information.models import Story
from information.transitions.stories import EDIT
from partnerships.models import Enterprise
from partnerships.policies import departments_for

WORDS: Any = (
    (_("In Chinese"), ("title_zh", "text_zh")),
    (_("In English"), ("title_en", "text_en")),
)
TALL = {"rows": 8}


class StoryWords(VersionedForm, CheckedByTheOperation):
    """What an enterprise says of a story at the portal, and the centre as well. The operation checks it."""

    sections: ClassVar[Any] = [
        (pgettext_lazy("story", "What happened"), (("kind", "happened_on"),)),
        *WORDS,
        (_("For whom"), ("audience",)),
    ]

    class Meta:
        model = Story
        fields: tuple[str, ...] = (
            *("kind", "happened_on", "title_zh", "text_zh", "title_en", "text_en"),
            "audience",
        )
        widgets: ClassVar[dict[str, Any]] = {
            "happened_on": DateInput(),
            "text_zh": forms.Textarea(attrs=TALL),
            "text_en": forms.Textarea(attrs=TALL),
            "audience": forms.RadioSelect(),
        }
        help_texts = {
            "title_zh": _("One of the two languages is enough."),
            "audience": _("The enterprises agree to exactly this."),
            "text_zh": _(
                "Name nobody who has not agreed to it. What students earn or score is nobody’s news."
            ),
        }


class StoryForm(StoryWords):
    """Which enterprises it is about: each of them is asked for its consent."""

    enterprises = forms.ModelMultipleChoiceField(
        label=_("Enterprises it is about"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelectMultiple("partnerships:enterprise_choices"),
        help_text=_("Each of them is asked for its consent before it is shown."),
    )
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())

    sections: ClassVar[Any] = [
        (pgettext_lazy("story", "What happened"), (("kind", "happened_on"), "enterprises", "department")),
        *WORDS,
        (_("For whom"), ("audience",)),
    ]

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["enterprises"].queryset = Enterprise.objects.visible_to(self.user)
        fields["enterprises"].widget.choices = fields["enterprises"].choices
        if self.instance.pk:
            del fields["department"]
            fields["enterprises"].initial = list(self.instance.partners.values_list("enterprise", flat=True))
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)


class StoryPhotoForm(RecordForm):
    upload = forms.ImageField(
        label=_("Photo"), help_text=_("Where and when it was taken is removed from it.")
    )
    alt_zh = forms.CharField(
        label=_("What it shows, in Chinese"),
        max_length=200,
        required=False,
        help_text=_("Read aloud to whoever does not see it. One of the two languages is enough."),
    )
    alt_en = forms.CharField(label=_("What it shows, in English"), max_length=200, required=False)
    taken_by = forms.CharField(
        label=_("Taken by"), max_length=100, required=False, help_text=_("Not shown on the public page.")
    )


class PhotoWordsForm(StoryPhotoForm):
    upload = None  # type: ignore[assignment]


class AskForm(RecordForm):
    answer_by = forms.DateField(
        label=_("Answer asked for until"),
        widget=DateInput(),
        initial=lambda: timezone.localdate() + timedelta(days=14),
        help_text=_("The enterprises read it. Who has not answered by then is shown to you as waiting."),
    )


class PublishForm(RecordForm):
    people_agreed = forms.BooleanField(
        label=_(
            "Everybody recognisable in the photos agreed to be shown; where somebody is under 18, a guardian "
            "agreed as well. Or nobody is recognisable."
        )
    )
    stated_name = forms.CharField(
        label=_("Your name"), max_length=100, help_text=_("It is kept with this statement.")
    )


class NamingForm(RecordForm):
    """What an enterprise said elsewhere, entered by the centre."""

    named = forms.BooleanField(label=_("It may be named on the public page"), required=False)
    with_posts = forms.BooleanField(
        label=_("Its open posts may be shown as well"),
        required=False,
        help_text=_("Their names, places and numbers of seats."),
    )
    evidence = forms.CharField(
        label=_("By what it agreed"),
        max_length=500,
        required=False,
        help_text=_("A letter, an e-mail, the minutes of a meeting: of which day, by whom."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    paper = forms.FileField(label=_("Evidence"), required=False, help_text=_("PDF, Word, or a picture."))
    logo = forms.ImageField(label=_("Logo"), required=False, help_text=_("PNG or JPEG, on white."))


class OwnNamingForm(RecordForm):
    """What its liaison says at the portal."""

    named = forms.BooleanField(
        label=_("Our enterprise may be named on the school’s public page"),
        required=False,
        help_text=_("With its name and logo, among the partners. You can take this back any time."),
    )
    with_posts = forms.BooleanField(
        label=_("Our open posts may be shown there as well"),
        required=False,
        help_text=_("Their names, places and numbers of seats."),
    )
    logo = forms.ImageField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG or JPEG, on white. A new one takes the place of the one before."),
    )

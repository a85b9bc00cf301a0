"""How a person is told things: in which language, and which kinds also come by e-mail, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from core.digests import GOES_OUT_FROM
from core.forms import RecordForm
from core.models import MailChoice
from core.notifications import Kind, choose_mails, kinds_read_by
from core.views.forms import FormView


class MailChoicesForm(RecordForm):
    """A language, and one choice for each kind that the person may get."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the pages, and of what we write to you."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": user.language}
        super().__init__(*args, user=user, **kwargs)
        chosen = dict(MailChoice.objects.filter(user=user).values_list("kind", "timing"))
        self.kinds = kinds_read_by(user)
        for kind in self.kinds:
            self.fields[self.field_name(kind)] = forms.ChoiceField(
                label=str(kind.label),
                choices=[(timing.value, timing.label) for timing in kind.timings],
                initial=kind.timing(chosen.get(kind.name)).value,
                widget=forms.RadioSelect,
                # What offers no choice is not asked.
                disabled=len(kind.timings) == 1,
            )

    @staticmethod
    def field_name(kind: Kind) -> str:
        return f"mail-{kind.name}"

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [{"kind": kind, "field": self[self.field_name(kind)]} for kind in self.kinds]

    @property
    def timings(self) -> dict[str, str]:
        return {kind.name: self.cleaned_data[self.field_name(kind)] for kind in self.kinds}


class MailChoices(FormView):
    form_class = MailChoicesForm
    template_name = "core/mail_choices.html"
    title = _("Notifications and language")

    def authorise(self, **kwargs: Any) -> None:
        """Everybody chooses for themselves."""

    def perform(self, form: Any) -> HttpResponse:
        user = self.request.user
        user.language = form.cleaned_data["language"]
        user.save(update_fields=["language"])
        choose_mails(actor=user, timings=form.timings)
        with translation.override(user.language):
            messages.success(self.request, str(_("Saved. This counts for everything from now on.")))
        response = HttpResponseRedirect(reverse("core:mail_choices"))
        response.delete_cookie(  # this browser may have been told another language
            settings.LANGUAGE_COOKIE_NAME,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
        )
        return response

    def cancel_url(self) -> str:
        return reverse("core:inbox") if self.has_inbox else "/"

    @property
    def has_inbox(self) -> bool:
        """Inspectors get mails and no notifications: there is the language alone."""
        return not self.request.user.is_inspector

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        context = {"goes_out_from": time_format(GOES_OUT_FROM, "TIME_FORMAT")}
        if not self.has_inbox:
            return context
        return context | {
            "subtitle": _("Everything stands in your inbox in any case."),
            "breadcrumbs": [{"label": _("Inbox"), "url": reverse("core:inbox")}],
        }

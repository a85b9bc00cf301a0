from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.access import Text
from core.errors import Refused
from core.http import PersonRequest


class FormView(View):
    """A form page: shown, checked, handed to one domain operation. What was typed stays in it.

    Attributes:
        form_class: takes ``user`` and narrows every choice to what that user may pick.
    """

    form_class: ClassVar[Callable[..., forms.BaseForm]]
    request: PersonRequest
    template_name: ClassVar[str] = "components/form_page.html"
    title: ClassVar[Text] = ""
    submit_label: ClassVar[Text] = _("Save")
    success_message: ClassVar[Text] = _("Saved.")

    def authorise(self, **kwargs: Any) -> None:
        """Show the form only to those who could send it: raises ``PermissionDenied`` or ``NotVisible``."""
        raise NotImplementedError

    def perform(self, form: forms.BaseForm) -> Any:
        """One domain call, in a transaction; answers the record whose page comes next, or an address.

        It authorises by itself: the form was only a convenience.
        """
        raise NotImplementedError

    def get_title(self) -> Text:
        return self.title

    def cancel_url(self) -> str:
        raise NotImplementedError

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {}

    def build(self, *args: Any) -> forms.BaseForm:
        return self.form_class(*args, user=self.request.user, **self.form_kwargs())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        return self.show(self.build())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        form = self.build(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            with transaction.atomic():
                result = self.perform(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, status=422)
        except ValidationError as invalid:
            add_errors(form, invalid)
            return self.show(form, status=422)
        if isinstance(result, HttpResponse):
            return result
        if self.success_message:
            messages.success(request, str(self.success_message))
        return HttpResponseRedirect(result if isinstance(result, str) else result.get_absolute_url())

    def show(self, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {
            "title": self.get_title(),
            "form": form,
            "submit_label": self.submit_label,
            "cancel_url": self.cancel_url(),
            **self.extra_context(form),
        }
        return render(self.request, self.template_name, context, status=status)


def add_errors(form: forms.BaseForm, invalid: ValidationError) -> None:
    """What the operation found wrong: at the field where the form has it, else at the top."""
    if not hasattr(invalid, "error_dict"):
        form.add_error(None, invalid)
        return
    for name, errors in invalid.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)

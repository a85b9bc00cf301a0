"""Administration of what the core keeps, and the base of every record that is only read there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.emails import address_of
from core.errors import Refused
from core.models import AccessLog, AuditEvent, Notification, SavedView, ScopedModel
from core.notifications import kinds, send_again
from core.personal import note_reading
from core.registry import verb_label

MOST_SUBJECTS = 100


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records with states and history are found and read here; they move in the application.

    So no rule is bypassed, and every change has an author and a reason.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        if self._has_pages():
            seen = self.model._default_manager.visible_to(request.user).filter(pk=OuterRef("pk"))
            rows = rows.annotate(is_open_to_me=Exists(seen))
        return rows

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        return (*shown, "open_in_the_application") if self._has_pages() else shown

    def _has_pages(self) -> bool:
        return issubclass(self.model, ScopedModel)

    @admin.display(description=_("in the application"))
    def open_in_the_application(self, record: Any) -> str | None:
        """Nothing where the page is hidden from this administrator, who may hold no position."""
        if not record.is_open_to_me:
            return None
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), _("Open"))


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "on_behalf_of", "act", "subject_type", "subject_id", "reason")
    list_filter = ("subject_type", "at")
    search_fields = ("verb", "reason", "actor__name", "actor__email")
    list_select_related = ("actor", "on_behalf_of", "subject_type")
    date_hierarchy = "at"
    show_full_result_count = False

    @admin.display(description=_("act"), ordering="verb")
    def act(self, event: AuditEvent) -> str:
        return verb_label(event.verb)


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    """Who looked at whose data. ``#17`` in the search asks for the record with that key."""

    list_display = ("at", "actor", "act", "data", "subject_type", "number", "purpose", "address")
    list_filter = ("act", "data", ("subject_type", admin.RelatedOnlyFieldListFilter), "at")
    search_fields = ("actor__name", "actor__name_latin", "actor__email", "purpose")
    search_help_text = _("A person who looked, a page, or #17 for the record with the number 17.")
    list_select_related = ("actor", "subject_type")
    date_hierarchy = "at"
    show_full_result_count = False
    fields = ("at", "actor", "act", "data", "subject_type", "subjects", "purpose", "address")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        number = search_term.strip().removeprefix("#")
        if search_term.strip().startswith("#") and number.isdecimal() and len(number) < 19:
            return queryset.filter(subject_ids__contains=[int(number)]), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("how many"))
    def number(self, access: AccessLog) -> int:
        return len(access.subject_ids)

    @admin.display(description=_("whose"))
    def subjects(self, access: AccessLog) -> str:
        model = access.subject_type.model_class()
        shown = access.subject_ids[:MOST_SUBJECTS]
        rows = model._base_manager.in_bulk(shown) if model else {}
        names = [f"#{pk} {rows.get(pk, '')}".strip() for pk in shown]
        return ", ".join([*names, "…"] if len(access.subject_ids) > MOST_SUBJECTS else names)


class NotedAdmin(admin.ModelAdmin):
    """Mixed into the administration of people: who reads a list or a page of it is noted."""

    personal_data: AccessLog.Data = AccessLog.Data.ACCOUNT

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        # Another answer than the list is that of an act, or leads on to a corrected address.
        if shown := (getattr(response, "context_data", None) or {}).get("cl"):
            note_reading(request, shown.result_list, data=self.personal_data)  # type: ignore[arg-type]
        return response

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (person := kwargs.get("obj")) is not None:
            note_reading(request, [person], data=self.personal_data)  # type: ignore[arg-type]
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    list_display = ("name", "list_name", "owner", "created_at")
    list_filter = ("list_name",)
    search_fields = ("name", "owner__name")
    list_select_related = ("owner",)


class KindFilter(admin.SimpleListFilter):
    """By kind, in words; the kinds are known without asking the table."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in kinds()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ("due_at", "state", "kind", "recipient", "email", "phone", "attempts", "sent_at", "error")
    list_filter = ("state", KindFilter, "due_at")
    search_fields = ("key", "email", "name", "recipient__name", "recipient__email", "message_id", "error")
    list_select_related = ("recipient",)
    date_hierarchy = "due_at"
    show_full_result_count = False
    actions = ("send_again",)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.change_notification")

    @admin.action(description=_("Send again, to a corrected address"), permissions=["send_again"])
    def send_again(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        rows = list(queryset.filter(state__in=Notification.UNDELIVERED, phone="").select_related("recipient"))
        if not rows:
            self.message_user(request, _("None of these can be sent again."), messages.WARNING)
            return None
        form = SendAgainForm(request.POST if "confirmed" in request.POST else None, rows=rows)
        if form.is_valid():
            self._send(request, form.addresses())
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send again"),
            "opts": self.opts,
            "form": form,
            "rows": rows,
            "action_field": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/core/send_again.html", context)

    def _send(self, request: HttpRequest, addresses: dict[int, str]) -> None:
        sent = 0
        for pk, email in addresses.items():
            try:
                send_again(actor=request.user, pk=pk, email=email, now=timezone.now())  # type: ignore[arg-type]
                sent += 1
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        if sent:
            words = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", sent)
            self.message_user(request, words % {"count": sent}, messages.SUCCESS)


class SendAgainForm(forms.Form):
    """One address for each mail that did not arrive."""

    def __init__(self, *args: Any, rows: list[Notification], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            address = address_of(row)
            self.fields[f"email_{row.pk}"] = forms.EmailField(
                label=row.name or str(row.recipient or address), initial=address, help_text=row.error
            )

    def addresses(self) -> dict[int, str]:
        return {int(name.removeprefix("email_")): email for name, email in self.cleaned_data.items()}

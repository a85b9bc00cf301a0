from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from agreements.admin_previews import PreviewedAdmin
from agreements.choices import FormOfCooperation
from agreements.documents.previews import preview_of_clause, preview_of_type
from agreements.models import (
    Agreement,
    AgreementClause,
    AgreementDocument,
    AgreementRequest,
    AgreementType,
    Amendment,
    AmendmentChange,
    Clause,
    ClauseVersion,
    DocumentOrder,
    PaperSignature,
    Party,
    ReferenceCounter,
    ReminderPolicy,
    TemplateClause,
)
from agreements.operations import UnableToEdit
from agreements.operations.library import check_declarations, write_clause_version
from agreements.terms import CLAUSE_FIELDS
from core.admin import ReadOnlyAdmin
from core.rendering.context import DocumentContext


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# --- Configuration ----------------------------------------------------------------------------


@admin.register(ReminderPolicy)
class ReminderPolicyAdmin(admin.ModelAdmin):
    list_display = ("name_en", "name_zh", "offsets", "repeat_days", "escalate_after_days", "tells_enterprise")
    search_fields = ("name_en", "name_zh")


class ClauseForm(forms.ModelForm):
    """A clause with the words of its current version. Changed words become a new version."""

    heading_en = forms.CharField(
        label=_("heading in English"), max_length=200, required=False, widget=AdminTextInputWidget
    )
    heading_zh = forms.CharField(
        label=_("heading in Chinese"), max_length=200, required=False, widget=AdminTextInputWidget
    )
    text_en = forms.CharField(
        label=_("text in English"), required=False, widget=forms.Textarea(attrs={"rows": 10, "cols": 100})
    )
    text_zh = forms.CharField(
        label=_("text in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 10, "cols": 100})
    )
    variables = forms.JSONField(
        label=_("variables"),
        required=False,
        initial=list,
        help_text=_("What somebody fills in: name, kind (text, number, date), label in both languages."),
    )
    reason = forms.CharField(
        label=_("reason for the change"),
        max_length=300,
        required=False,
        help_text=_("Needed as soon as the words change. Agreements in flight keep the words they have."),
    )

    class Meta:
        model = Clause
        fields = ("code", "category", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and (current := self.instance.current):
            for name in (*CLAUSE_FIELDS, "variables"):
                self.fields[name].initial = getattr(current, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"variables", *CLAUSE_FIELDS} <= cleaned.keys():
            cleaned["variables"] = cleaned["variables"] or []
            if not (cleaned["heading_en"] or cleaned["heading_zh"]):
                self.add_error("heading_en", _("A clause needs a heading."))
            if self.words_changed() and not cleaned.get("reason"):
                self.add_error("reason", _("Say why the words change."))
            try:
                check_declarations(cleaned, cleaned["variables"])
            except UnableToEdit as refusal:
                self.add_error("variables", str(refusal))
        return cleaned

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in CLAUSE_FIELDS}

    def words_changed(self) -> bool:
        current = self.instance.current if self.instance.pk else None
        return current is None or (self.words(), self.cleaned_data["variables"]) != (
            {name: getattr(current, name) for name in CLAUSE_FIELDS},
            current.variables,
        )


class VersionInline(ReadOnlyInline):
    model = ClauseVersion
    fields = ("number", "heading_en", "heading_zh", "reason", "author", "created_at")
    verbose_name_plural = _("versions so far")


@admin.register(Clause)
class ClauseAdmin(PreviewedAdmin):
    form = ClauseForm
    list_display = ("code", "heading", "category", "version", "is_active")
    list_filter = ("category", "is_active")
    search_fields = ("code", "versions__heading_en", "versions__heading_zh", "versions__text_zh")
    inlines = (VersionInline,)
    fieldsets = (
        (None, {"fields": ("code", "category", "is_active")}),
        (_("Words"), {"fields": (*CLAUSE_FIELDS, "variables", "reason")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Clause]:
        return super().get_queryset(request).prefetch_related("versions")

    def sheet(self, record: Clause) -> DocumentContext:
        return preview_of_clause(record)

    @admin.display(description=_("heading"))
    def heading(self, clause: Clause) -> str:
        return clause.current.heading if clause.current else ""

    @admin.display(description=_("version"))
    def version(self, clause: Clause) -> int | None:
        return clause.current.number if clause.current else None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A clause that is not wanted any more is taken out of use; agreements still come from it."""
        return False

    def save_model(self, request: HttpRequest, obj: Clause, form: Any, change: bool) -> None:
        changed = form.words_changed()
        super().save_model(request, obj, form, change)
        if changed:
            write_clause_version(
                actor=request.user,  # type: ignore[arg-type]
                clause_id=obj.pk,
                words=form.words(),
                variables=form.cleaned_data["variables"],
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )


class TemplateInline(admin.TabularInline):
    model = TemplateClause
    extra = 0
    autocomplete_fields = ("clause",)
    ordering = ("order",)


class AgreementTypeForm(forms.ModelForm):
    forms_of_cooperation = forms.MultipleChoiceField(
        label=_("usual forms of cooperation"),
        choices=FormOfCooperation.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = AgreementType
        exclude = ("forms",)  # noqa: DJ006 - everything but the array, which has its own field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forms_of_cooperation"].initial = self.instance.forms

    def save(self, commit: bool = True) -> AgreementType:
        self.instance.forms = self.cleaned_data["forms_of_cooperation"]
        return super().save(commit)


@admin.register(AgreementType)
class AgreementTypeAdmin(PreviewedAdmin):
    form = AgreementTypeForm
    list_display = ("name_en", "name_zh", "code", "route", "reminder_policy", "renewal_rule", "is_active")
    list_filter = ("is_active", "renewal_rule", "route", "reminder_policy")
    search_fields = ("code", "name_en", "name_zh")
    list_select_related = ("route", "reminder_policy")
    readonly_fields = ("preview",)
    fieldsets = (
        (None, {"fields": ("code", "name_en", "name_zh", "is_active", "forms_of_cooperation")}),
        (_("Term"), {"fields": ("term_months", "renewal_rule", "automatic_term_months", "notice_days")}),
        (_("approval"), {"fields": ("route", "reminder_policy")}),
        (_("preview of the template"), {"fields": ("preview",), "classes": ("collapse",)}),
    )
    inlines = (TemplateInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def sheet(self, record: AgreementType) -> DocumentContext:
        return preview_of_type(record)

    @admin.display(description=_("clauses"))
    def preview(self, kind: AgreementType) -> str:
        """The clauses as a new draft would begin with them, as they were last saved."""
        if kind.pk is None:
            return ""
        lines = kind.template.select_related("clause").prefetch_related("clause__versions").order_by("order")
        versions = [line.clause.current for line in lines if line.clause.is_active]
        return format_html(
            "<ol>{}</ol>",
            format_html_join(
                "",
                "<li><p><strong>{} {}</strong></p><p>{}</p><p>{}</p></li>",
                (
                    (v.heading_en, v.heading_zh, linebreaksbr(v.text_en), linebreaksbr(v.text_zh))
                    for v in versions
                    if v is not None
                ),
            ),
        )


# --- Records, to find and to read -------------------------------------------------------------


class PartyInline(ReadOnlyInline):
    model = Party
    fields = ("order", "legal_name", "registration_code", "contact", "signatory_name", "signatory_title")


class ClauseInline(ReadOnlyInline):
    model = AgreementClause
    fields = ("order", "heading_en", "heading_zh", "source", "is_mandatory")


class ChangeInline(ReadOnlyInline):
    model = AmendmentChange
    fields = ("order", "kind", "target", "before", "after")


class SignatureInline(ReadOnlyInline):
    model = PaperSignature
    fields = (
        "party",
        "signatory_name",
        "signatory_title",
        "signed_by",
        "signed_on",
        "recorded_by",
        "recorded_at",
    )


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    list_display = (
        "number",
        "title",
        "counterparty",
        "type",
        "state",
        "last_day",
        "department",
        "owner",
    )
    list_filter = ("state", "type", "department", "is_imported")
    search_fields = (
        *("reference", "old_reference", "title_en", "title_zh", "counterparty_name", "counterparty_name_en"),
    )
    list_select_related = ("type", "department", "owner")
    inlines = (PartyInline, ClauseInline)
    show_full_result_count = False

    @admin.display(description=_("reference"), ordering="reference")
    def number(self, agreement: Agreement) -> str:
        return agreement.number or "—"

    @admin.display(description=_("enterprise"), ordering="counterparty_key")
    def counterparty(self, agreement: Agreement) -> str:
        return agreement.counterparty

    @admin.display(description=_("title"), ordering="title_zh_key")
    def title(self, agreement: Agreement) -> str:
        return agreement.title


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyAdmin):
    list_display = ("agreement", "number", "state", "effective_on", "signed_on", "proposed_by")
    list_filter = ("state",)
    search_fields = ("agreement__reference", "agreement__old_reference", "agreement__title_zh", "reason")
    list_select_related = ("agreement", "proposed_by")
    inlines = (ChangeInline, SignatureInline)


@admin.register(AgreementRequest)
class AgreementRequestAdmin(ReadOnlyAdmin):
    list_display = ("agreement", "enterprise", "kind", "state", "asked_by", "asked_at", "answered_by")
    list_filter = ("kind", "state")
    search_fields = ("agreement__reference", "agreement__old_reference", "agreement__title_zh", "text")
    list_select_related = ("agreement", "enterprise", "asked_by", "answered_by")


@admin.register(AgreementDocument)
class AgreementDocumentAdmin(ReadOnlyAdmin):
    list_display = ("agreement", "amendment", "version", "language", "pages", "created_at")
    list_filter = ("language",)
    search_fields = ("agreement__reference", "agreement__old_reference", "sha256")
    list_select_related = ("agreement", "amendment__agreement")
    date_hierarchy = "created_at"


@admin.register(DocumentOrder)
class DocumentOrderAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "ordered_at", "attempts", "next_attempt_at", "error")
    list_select_related = ("agreement", "amendment__agreement")


@admin.register(ReferenceCounter)
class ReferenceCounterAdmin(ReadOnlyAdmin):
    list_display = ("year", "last")

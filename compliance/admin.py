"""Packs and their versions: a new version is copied, edited and published without code."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.engine.errors import InvalidRule
from compliance.engine.predicates import PREDICATES
from compliance.models import Decision, Evaluation, Pack, PackVersion, Rule, Waiver, WaiverFile
from compliance.operations import begin_draft, discard_draft, problems_of, publish
from compliance.operations.packs import check_rule
from core.admin import NotedAdmin, ReadOnlyAdmin
from core.errors import Refused
from core.models import AccessLog


def post_only(request: HttpRequest) -> None:
    if request.method != "POST":
        raise Http404


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VersionInline(ReadOnlyInline):
    model = PackVersion
    fk_name = "pack"
    fields = ("number", "effective_from", "effective_until", "reason_en", "reason_zh", "published_at")
    readonly_fields = ("published_at",)


@admin.register(Pack)
class PackAdmin(admin.ModelAdmin):
    change_form_template = "admin/compliance/pack.html"
    list_display = ("code", "name_en", "name_zh", "jurisdiction", "parent")
    search_fields = ("code", "name_en", "name_zh", "jurisdiction")
    list_select_related = ("parent",)
    inlines = (VersionInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Pack | None = None) -> tuple[str, ...]:
        return ("code", "parent") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Pack | None = None) -> bool:
        """Checks of the past refer to it."""
        return False

    def get_urls(self) -> list[URLPattern]:
        draft = path("<int:pk>/draft/", self.admin_site.admin_view(self.draft), name="compliance_pack_draft")
        return [draft, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (pack := kwargs.get("obj")) is not None:
            context["draft"] = pack.versions.filter(published_at=None).first()
        return super().render_change_form(request, context, *args, **kwargs)

    def draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a new version as a copy of the latest."""
        post_only(request)
        if not self.has_change_permission(request):
            raise PermissionDenied
        get_object_or_404(Pack, pk=pk)
        try:
            version = begin_draft(actor=request.user, pack_id=pk, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:compliance_pack_change", args=[pk]))
        messages.success(
            request, _("The draft is a copy of the latest version. Edit its rules, then publish it.")
        )
        return HttpResponseRedirect(reverse("admin:compliance_packversion_change", args=[version.pk]))


class PublishForm(forms.Form):
    """What is said once when a version is published, and then stands."""

    effective_from = forms.DateField(
        label=_("in force from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason_en = forms.CharField(
        label=_("reason in English"),
        max_length=300,
        required=False,
        widget=AdminTextInputWidget,
    )
    reason_zh = forms.CharField(
        label=_("reason in Chinese"),
        max_length=300,
        required=False,
        widget=AdminTextInputWidget,
    )


class RuleInline(ReadOnlyInline):
    model = Rule
    view_on_site = False
    fields = ("order", "code", "title_en", "title_zh", "severity", "evidence", "stage", "is_gate")
    ordering = ("order",)


@admin.register(PackVersion)
class PackVersionAdmin(admin.ModelAdmin):
    """A draft can be edited; a published version only read, by the database's own rule."""

    change_form_template = "admin/compliance/version.html"
    list_display = ("pack", "number", "effective_from", "effective_until", "published_at", "published_by")
    list_filter = ("pack", ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("pack", "published_by")
    fields = (
        *("pack", "number", "parent_version", "effective_from", "effective_until"),
        *("reason_en", "reason_zh", "published_at", "published_by"),
    )
    readonly_fields = ("pack", "number", "published_at", "published_by")
    inlines = (RuleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made from the page of its pack, as a copy."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: PackVersion | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_published)

    def has_delete_permission(self, request: HttpRequest, obj: PackVersion | None = None) -> bool:
        """Drafts are discarded by a button of their own, which is written down."""
        return False

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "parent_version":
            kwargs["queryset"] = PackVersion.objects.published().select_related("pack")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/publish/", wrap(self.publish_view), name="compliance_packversion_publish"),
            path("<int:pk>/discard/", wrap(self.discard_view), name="compliance_packversion_discard"),
            *super().get_urls(),
        ]

    def draft_for(self, request: HttpRequest, pk: int) -> PackVersion:
        version = get_object_or_404(PackVersion.objects.select_related("pack", "parent_version"), pk=pk)
        if not self.has_change_permission(request, version):
            raise PermissionDenied
        return version

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self.draft_for(request, pk)
        form = PublishForm(
            request.POST or None,
            initial={name: getattr(version, name) for name in ("effective_from", "reason_en", "reason_zh")},
        )
        if request.method == "POST" and form.is_valid():
            try:
                publish(actor=request.user, version_id=pk, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The version is published. It never changes from now on."))
                return HttpResponseRedirect(reverse("admin:compliance_packversion_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish %(version)s") % {"version": version},
            "opts": self.opts,
            "version": version,
            "form": form,
            "problems": problems_of(version),
        }
        return TemplateResponse(request, "admin/compliance/publish.html", context)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post_only(request)
        self.draft_for(request, pk)
        pack = discard_draft(actor=request.user, version_id=pk, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The draft is discarded."))
        return HttpResponseRedirect(reverse("admin:compliance_pack_change", args=[pack.pk]))


class ReadableJSONField(forms.JSONField):
    """JSON over several lines, as people edit it."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (dict, list)):
            return json.dumps(value, indent=2, ensure_ascii=False)
        return super().prepare_value(value)


def _predicates() -> list[tuple[str, str]]:
    return [(name, f"{one.label} ({name})") for name, one in sorted(PREDICATES.items())]


def _parameters_of_all() -> str:
    return "; ".join(f"{name}: {', '.join(one.parameters)}" for name, one in sorted(PREDICATES.items()))


class RuleForm(forms.ModelForm):
    """A rule of a draft. It is run once before it is saved: what cannot work is refused here."""

    predicate = forms.ChoiceField(label=_("predicate"), choices=_predicates)
    parameters = ReadableJSONField(
        label=_("parameters"),
        widget=forms.Textarea(attrs={"rows": 12, "cols": 100}),
        help_text=lazy(_parameters_of_all, str)(),
    )
    conditions = ReadableJSONField(
        label=pgettext_lazy("of a rule", "conditions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 100}),
        help_text=_("Checks that say whom it concerns at all; none: everybody."),
    )

    class Meta:
        model = Rule
        fields = (
            *("version", "order", "code", "instrument_en", "instrument_zh", "article", "article_zh"),
            *("title_en", "title_zh", "text_en", "text_zh"),
            *("severity", "evidence", "stage", "is_gate", "override"),
            *("predicate", "parameters", "conditions", "facts"),
        )

    def clean_conditions(self) -> Any:
        return self.cleaned_data["conditions"] or []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        version = cleaned.get("version") or self.instance.version
        fields = {name: value for name, value in cleaned.items() if name != "version"}
        try:
            check_rule(Rule(version=version, **fields))
        except InvalidRule as refusal:
            self.add_error("parameters", str(refusal))
        return cleaned


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    """Rules of drafts are edited here, those of published versions read."""

    form = RuleForm
    view_on_site = False  # a draft's have no page yet
    list_display = ("code", "title_en", "title_zh", "version", "severity", "evidence", "stage", "is_gate")
    list_display_links = ("code", "title_en", "title_zh")
    list_filter = ("version__pack", "version", "severity", "evidence", "stage", "is_gate", "predicate")
    search_fields = ("code", "title_en", "title_zh", "text_en", "text_zh", "article")
    list_select_related = ("version__pack",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("version", "order", "code")}),
        (_("Source"), {"fields": ("instrument_en", "instrument_zh", "article", "article_zh", "evidence")}),
        (_("Words"), {"fields": ("title_en", "title_zh", "text_en", "text_zh")}),
        (_("Weight"), {"fields": ("severity", "stage", "is_gate", "override")}),
        (_("Check"), {"fields": ("predicate", "parameters", "conditions", "facts")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> tuple[str, ...]:
        return ("version",) if obj else ()

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "version":
            kwargs["queryset"] = PackVersion.objects.filter(published_at=None).select_related("pack")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Rule | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.version.is_published)

    def has_delete_permission(self, request: HttpRequest, obj: Rule | None = None) -> bool:
        return (
            super().has_delete_permission(request, obj) and obj is not None and not obj.version.is_published
        )


# --- What came of the rules, to find and to read ----------------------------------------------------


@admin.register(Evaluation)
class EvaluationAdmin(NotedAdmin, ReadOnlyAdmin):
    """With the facts of a student, who may be a minor: who reads them is noted."""

    personal_data = AccessLog.Data.SENSITIVE
    list_display = (
        *("on", "version", "stage", "occasion", "subject_type", "subject_id"),
        *("failed", "asking", "blocking", "is_current"),
    )
    list_filter = ("is_current", "stage", "version")
    list_select_related = ("version__pack", "subject_type")
    date_hierarchy = "evaluated_at"
    show_full_result_count = False


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("decided_at", "code", "outcome", "decided_by", "reason", "subject_type", "subject_id")
    list_filter = ("outcome", "decided_at")
    search_fields = ("code", "reason", "decided_by__name")
    list_select_related = ("decided_by", "subject_type")
    date_hierarchy = "decided_at"


class WaiverFileInline(ReadOnlyInline):
    model = WaiverFile
    show_change_link = False
    fields = ("scan", "size", "sha256", "added_by", "added_at")
    readonly_fields = ("scan",)

    @admin.display(description=_("file"))
    def scan(self, file: WaiverFile) -> str:
        address = reverse("compliance:waiver_file", args=[file.parent_id, file.pk])
        return format_html('<a href="{}">{}</a>', address, file.name)


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "authority", "codes", "valid_from", "valid_until", "withdrawn_at")
    list_filter = ("kind", "pack", ("withdrawn_at", admin.EmptyFieldListFilter))
    search_fields = ("number", "authority")
    inlines = (WaiverFileInline,)

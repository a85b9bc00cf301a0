from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.admin_previews import PreviewedAdmin
from core.admin import ReadOnlyAdmin
from core.errors import Refused
from core.rendering.context import DocumentContext
from placements.models import Certificate, CertificateOrder, GradeScale, TripartiteClause, TripartiteTemplate
from placements.operations.tripartite_templates import begin_version, publish
from placements.tripartite_document import preview_of
from placements.tripartite_values import VALUES


class ClauseInline(admin.StackedInline):
    model = TripartiteClause
    extra = 0
    ordering = ("order",)
    fields = (("order", "point"), ("heading_en", "heading_zh"), "text_en", "text_zh")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)


def is_open(template: TripartiteTemplate | None) -> bool:
    return template is None or not template.is_published


@admin.register(TripartiteTemplate)
class TripartiteTemplateAdmin(PreviewedAdmin):
    """A draft is edited, previewed and published; a published version is only read."""

    change_form_template = "admin/placements/tripartite_text.html"
    list_display = ("__str__", "basis", "reason", "published_at", "author")
    list_select_related = ("author",)
    fields = ("basis", "reason", "consent_en", "consent_zh", "variables", "published_at", "author")
    readonly_fields = ("variables", "published_at", "author")
    inlines = (ClauseInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[TripartiteTemplate]:
        return super().get_queryset(request).prefetch_related("clauses")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A version begins as the copy of the one before; the first comes with the program."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)

    def sheet(self, record: TripartiteTemplate) -> DocumentContext:
        return preview_of(record)

    @admin.display(description=_("variables"))
    def variables(self, template: TripartiteTemplate) -> str:
        """What the texts may name, between double braces."""
        return " · ".join(f"{name}: {label}" for name, (label, _value) in VALUES.items())

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/begin/",
                self.admin_site.admin_view(self.begin),
                name="placements_tripartitetemplate_begin",
            ),
            path(
                "<int:pk>/publish/",
                self.admin_site.admin_view(self.publish_version),
                name="placements_tripartitetemplate_publish",
            ),
            *super().get_urls(),
        ]

    def begin(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._require_post(request)
        try:
            draft = begin_version(actor=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self._back(pk)
        messages.success(
            request, _("The draft is a copy of the latest version. Edit its clauses, then publish it.")
        )
        return self._back(draft.pk)

    def publish_version(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._require_post(request)
        try:
            publish(actor=request.user, pk=pk, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Published: agreements are made on this text from now on."))
        return self._back(pk)

    def _require_post(self, request: HttpRequest) -> None:
        if request.method != "POST":
            raise Http404
        if not super().has_change_permission(request):
            raise PermissionDenied

    def _back(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:placements_tripartitetemplate_change", args=[pk]))


@admin.register(GradeScale)
class GradeScaleAdmin(admin.ModelAdmin):
    """From which total on a grade is given. Results that were confirmed keep the scale they were given by."""

    list_display = ("plan", "excellent_from", "good_from", "pass_from")
    list_select_related = ("plan",)
    raw_id_fields = ("plan",)


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("number", "holder", "host", "grade", "issued_at")
    search_fields = ("number", "holder", "host", "sha256")
    show_full_result_count = False


@admin.register(CertificateOrder)
class CertificateOrderAdmin(ReadOnlyAdmin):
    list_display = ("number", "batch", "attempts", "next_attempt_at", "error")
    list_select_related = ("batch__plan",)
    show_full_result_count = False

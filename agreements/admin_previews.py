"""A button in the administration that shows a template as the paper it makes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from agreements.documents.printing import LANGUAGES, paint
from core.attachments import confine
from core.rendering import RenderError
from core.rendering.context import DocumentContext

PREVIEWS = {
    "en": _("Preview in English"),
    "zh-hans": _("Preview in Chinese"),
    "both": _("Side by side"),
}


class PreviewedAdmin(admin.ModelAdmin):
    """Offers the last saved state of a record as a PDF with sample data, in each language."""

    change_form_template = "admin/agreements/previewed.html"

    def sheet(self, record: Any) -> DocumentContext:
        """The record as a paper."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        preview = path(
            "<str:object_id>/preview/<slug:language>/",
            self.admin_site.admin_view(self.preview_pdf),
            name=self.preview_name(),
        )
        return [preview, *super().get_urls()]

    def preview_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_preview"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        previews = [
            (label, reverse(f"admin:{self.preview_name()}", args=[object_id, language]))
            for language, label in PREVIEWS.items()
        ]
        return super().change_view(
            request, object_id, form_url, {"previews": previews} | (extra_context or {})
        )

    def preview_pdf(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None or language not in LANGUAGES:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        try:
            pdf = paint(self.sheet(record), LANGUAGES[language])
        except RenderError as fault:
            messages.error(request, str(fault))
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            )
        response = HttpResponse(pdf.content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="preview-{language}.pdf"'
        return confine(response, is_shown_pdf=True)

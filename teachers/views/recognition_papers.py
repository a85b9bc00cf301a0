"""Papers of a recognition: dossier, certificate, decision of an outside body."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import confine, serve
from core.errors import Refused
from core.http import PersonRequest
from core.kept import content_of
from core.models import AccessLog
from core.personal import note_reading
from teachers.models import Recognition, RecognitionFile
from teachers.operations.recognition_certificates import certificate_of
from teachers.recognition_dossier import dossier_of
from teachers.views.recognition import may_take_dossier


def _seen(request: PersonRequest, pk: int) -> Recognition:
    """Raises NotVisible."""
    rows = Recognition.objects.visible_to(request.user).select_related("teacher__department")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"teachers.Recognition {pk}")
    return found


@require_safe
def dossier(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything that speaks for it, as a ZIP."""
    recognition = _seen(request, pk)
    if not may_take_dossier(request.user, recognition):
        raise PermissionDenied
    note_reading(request, [recognition.teacher], data=AccessLog.Data.FILE, act=AccessLog.Act.EXPORTED)
    response = HttpResponse(dossier_of(recognition), content_type="application/zip")
    name = f"dossier-{recognition.teacher.staff_number}-{recognition.level}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return confine(response)


@require_safe
def certificate(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        found = certificate_of(request.user, pk)
        content = content_of(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect("/")
    note_reading(request, [found.recognition.teacher], data=AccessLog.Data.FILE, act=AccessLog.Act.EXPORTED)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return confine(response, is_shown_pdf=True)


@require_safe
def recognition_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    recognition = _seen(request, pk)
    found = RecognitionFile.objects.filter(parent=recognition, pk=file_id).first()
    if found is None:
        raise NotVisible(f"teachers.RecognitionFile {file_id}")
    note_reading(request, [recognition.teacher], data=AccessLog.Data.FILE)
    return serve(request, found)

"""The pages of inspectors: the dossiers of their inspection, read only, every look noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import confine
from core.models import AccessLog
from core.personal import note_reading
from core.views import act
from governance import inspection_reading as reading
from governance.dossiers import Dossier, dossier_kind
from governance.inspector_middleware import InspectorRequest
from governance.models import FindingState, Inspector, SeenAct, SeenPage
from governance.operations import samples
from governance.operations.seen import note_seen


def admission(request: InspectorRequest, pk: int) -> Inspector:
    """As whom somebody sees an inspection today. Raises NotVisible."""
    for one in request.admissions:
        if one.inspection_id == pk:
            return one
    raise NotVisible(f"governance.Inspection {pk}")


def note(
    request: InspectorRequest,
    inspector: Inspector,
    page: str,
    *,
    act: str = SeenAct.OPENED,
    dossiers: Sequence[Dossier] = (),
    **more: str,
) -> None:
    """Write down what was seen, for the centre; and whose data it was, in the log of access."""
    note_seen(
        inspector=inspector,
        page=page,
        now=timezone.now(),
        act=act,
        dossiers=dossiers,
        address=get_client_ip(request),
        **more,
    )
    access = AccessLog.Act.EXPORTED if act == SeenAct.DOWNLOADED else AccessLog.Act.OPENED
    for people in reading.people_of(dossiers).values():
        note_reading(request, people, data=reading.data_of(inspector.inspection), act=access)  # type: ignore[arg-type]


def crumbs(inspector: Inspector) -> list[dict[str, Any]]:
    return [
        {
            "label": inspector.inspection.title,
            "url": reverse("governance:inspected", args=[inspector.inspection_id]),
        }
    ]


@require_safe
def home(request: InspectorRequest) -> HttpResponse:
    """Straight to the inspection where there is one."""
    if len(request.admissions) == 1:
        return redirect("governance:inspected", request.admissions[0].inspection_id)
    context = {"title": _("Inspections"), "admissions": request.admissions}
    return render(request, "governance/inspected_home.html", context)


@require_safe
def inspection(request: InspectorRequest, pk: int) -> HttpResponse:
    """The sample with what is missing, and what was found."""
    inspector = admission(request, pk)
    one = inspector.inspection
    shown = samples.sampled_dossiers(one, now=timezone.now())
    note(request, inspector, SeenPage.SAMPLE, dossiers=shown)
    context = {
        "title": one.title,
        "chip": one.chip,
        "subtitle": f"{one.body} · {one.basis}",
        "inspection": one,
        "is_inspector": True,
        "matrices": reading.matrices(shown),
        "draw": samples.current_draw(one),
        "bundle": samples.latest_bundle(one),
        "kinds": [
            (dossier_kind(name), reverse("governance:inspected_dossiers", args=[pk, name]))
            for name in one.kinds
        ],
        "findings": one.findings.exclude(state=FindingState.WITHDRAWN).order_by("number"),
    }
    return render(request, "governance/inspected.html", context)


@require_safe
def dossiers(request: InspectorRequest, pk: int, kind: str) -> HttpResponse:
    """Every dossier of a kind that may be seen, a page at a time."""
    inspector = admission(request, pk)
    found = dossier_kind(kind)
    if kind not in inspector.inspection.kinds:
        raise NotVisible(f"kind of dossier {kind}")
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1
    rows, has_more = reading.scope_rows(inspector.inspection, found, page=page)
    note(request, inspector, SeenPage.LIST, dossiers=rows, kind=kind, part=str(page))
    context = {
        "title": found.label,
        "breadcrumbs": crumbs(inspector),
        "inspection": inspector.inspection,
        "dossiers": rows,
        "page": page,
        "previous": page - 1,
        "following": page + 1 if has_more else 0,
    }
    return render(request, "governance/inspected_dossiers.html", context)


def dossier_of(request: InspectorRequest, pk: int, kind: str, key: int) -> tuple[Inspector, Dossier]:
    """Raises NotVisible."""
    inspector = admission(request, pk)
    return inspector, reading.dossier_to_read(inspector.inspection, kind, key, now=timezone.now())


@require_safe
def dossier(request: InspectorRequest, pk: int, kind: str, key: int) -> HttpResponse:
    inspector, found = dossier_of(request, pk, kind, key)
    note(request, inspector, SeenPage.DOSSIER, dossiers=[found])
    shown = reading.dossier_context(
        inspector.inspection,
        found,
        lambda part: reverse("governance:inspected_part", args=[pk, kind, key, part]),
    )
    context = {
        "title": found.title,
        "subtitle": f"{found.kind.label} · {found.line}",
        "breadcrumbs": crumbs(inspector),
        "inspection": inspector.inspection,
        **shown,
    }
    return render(request, "governance/inspected_dossier.html", context)


@require_safe
def part(request: InspectorRequest, pk: int, kind: str, key: int, name: str) -> HttpResponseBase:
    inspector, found = dossier_of(request, pk, kind, key)
    response = reading.part_response(inspector.inspection, found, name, now=timezone.now())
    note(request, inspector, SeenPage.PART, act=SeenAct.DOWNLOADED, dossiers=[found], part=name)
    return response


@require_safe
def matrix(request: InspectorRequest, pk: int) -> HttpResponseBase:
    inspector = admission(request, pk)
    found = samples.sampled_dossiers(inspector.inspection, now=timezone.now())
    note(request, inspector, SeenPage.MATRIX, act=SeenAct.DOWNLOADED, dossiers=found)
    return reading.matrix_response(inspector.inspection, found, "xlsx")


@require_safe
def population(request: InspectorRequest, pk: int) -> HttpResponseBase:
    """The keys out of which was drawn: numbers without names."""
    inspector = admission(request, pk)
    draw = samples.current_draw(inspector.inspection)
    if draw is None:
        raise NotVisible(f"sample of inspection {pk}")
    note(request, inspector, SeenPage.POPULATION, act=SeenAct.DOWNLOADED)
    return reading.population_response(draw, "csv")


@act
def bundle_order(request: InspectorRequest, pk: int) -> str:
    inspector = admission(request, pk)
    samples.order_bundle(actor=request.user, inspection=inspector.inspection, now=timezone.now())
    return reverse("governance:inspected", args=[pk])


@require_safe
def bundle(request: InspectorRequest, pk: int) -> HttpResponseBase:
    inspector = admission(request, pk)
    one = samples.latest_bundle(inspector.inspection)
    try:
        file = samples.open_bundle(one)
    except samples.UnableToDraw as refusal:
        raise NotVisible(str(refusal)) from refusal
    found = samples.sampled_dossiers(inspector.inspection, now=timezone.now(), has_items=False)
    note(request, inspector, SeenPage.BUNDLE, act=SeenAct.DOWNLOADED, dossiers=found)
    return bundle_response(file, inspector.inspection_id)


def bundle_response(file: Any, pk: int) -> HttpResponseBase:
    response = FileResponse(
        file, as_attachment=True, filename=f"inspection-{pk}.zip", content_type="application/zip"
    )
    return confine(response)


def wanted_format(request: Any) -> str:
    """xlsx or csv. Raises BadRequest."""
    fmt: str = request.GET.get("export", "xlsx")
    if fmt not in {"xlsx", "csv"}:
        raise BadRequest(f"{fmt!r} is no format")
    return fmt

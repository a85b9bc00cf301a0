"""One piece of evidence: its page, entering and changing it, its scans, and what the office decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, act
from teachers.evidence_kinds import EvidenceKind, kind_named, said_of
from teachers.forms.evidence import ReturnForm, ScanForm
from teachers.models import Evidence, Teacher
from teachers.operations import evidence as operations
from teachers.policies import CONFIRM, is_own, may_keep


def crumbs_of(request: PersonRequest, teacher: Teacher) -> list[dict[str, Any]]:
    """One's own file, or the page of the teacher."""
    if is_own(request.user, teacher):
        return [{"label": _("My file"), "url": reverse("teachers:my_file")}]
    return [
        {"label": _("Teachers"), "url": reverse("teachers:teacher_list")},
        {"label": str(teacher), "url": teacher.get_absolute_url()},
    ]


def seen_evidence(request: PersonRequest, kind: str, pk: int) -> Any:
    """Raises NotVisible."""
    rows = kind_named(kind).rows.visible_to(request.user)
    row = rows.select_related("teacher__department").filter(pk=pk).first()
    if row is None:
        raise NotVisible(f"{kind} {pk}")
    return row


def _address(name: str, row: Evidence, *more: int) -> str:
    return reverse(f"teachers:evidence_{name}", args=[row.slug, row.pk, *more])


def overview(request: HttpRequest, row: Any) -> dict[str, Any]:
    """Two queries, and one a file of what can be changed and is not confirmed."""
    user: Any = request.user
    may_change = row.state != "withdrawn" and may_keep(user, row.teacher)
    files = []
    for kept in row.files.select_related("added_by"):
        address = _address("file", row, kept.pk)
        stays = not may_change or row.is_confirmed or operations.rests_on(row, kept)
        remove = "" if stays else _address("file_remove", row, kept.pk)
        files.append(
            {
                "name": kept.name,
                "url": address,
                "size": kept.size,
                "kind": kept.kind,
                "added_by": kept.added_by,
                "added_at": kept.added_at,
                "delete_url": remove,
            }
        )
    may_decide = row.teacher.permits(user, CONFIRM) and not is_own(user, row.teacher)
    return {
        "evidence": row,
        "said": said_of(row),
        "attachments": files,
        "upload_form": ScanForm(user=user) if may_change else None,
        "upload_url": _address("scan", row),
        "may_change": may_change,
        "may_confirm": may_decide and row.state == "entered",
        "may_return": may_decide and row.state in {"entered", "confirmed"},
        "is_own": is_own(user, row.teacher),
    }


class EvidenceDetail(DetailView):
    record: Evidence
    kind: EvidenceKind
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="teachers/evidence.html",
            context=overview,
            order=10,
        )
    ]

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:  # type: ignore[override]
        self.kind = kind_named(kind)
        return super().get(request, pk)

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.kind.rows.visible_to(self.request.user)
        return rows.select_related("teacher__department", "entered_by", "confirmed_by", *self.kind.related)

    def context(self) -> dict[str, Any]:
        row: Any = self.record
        if not is_own(self.request.user, row.teacher):
            note_reading(self.request, [row.teacher], data=AccessLog.Data.RECORD)
        return {
            "title": str(row),
            "chip": row.chip,
            "subtitle": f"{row.teacher} · {row.teacher.department}",
            "breadcrumbs": crumbs_of(self.request, row.teacher),
            "facts": [
                {"label": _("Teacher"), "value": row.teacher, "url": row.teacher.get_absolute_url()},
                {"label": _("Entered by"), "value": row.entered_by},
                {"label": _("Entered at"), "value": timezone.localdate(row.entered_at)},
                {"label": _("Confirmed by"), "value": row.confirmed_by},
                {
                    "label": _("Confirmed at"),
                    "value": row.confirmed_at and timezone.localdate(row.confirmed_at),
                },
            ],
        }


class EvidenceNew(FormView):
    """For oneself (``my_evidence_new``), or for a teacher whose record one keeps."""

    teacher: Teacher
    kind: EvidenceKind

    def authorise(self, **kwargs: Any) -> None:
        self.kind = kind_named(kwargs["kind"])
        rows = Teacher.objects.visible_to(self.request.user)
        if "pk" in kwargs:
            found = rows.filter(pk=kwargs["pk"]).first()
        else:
            found = Teacher.objects.filter(user=self.request.user.pk).first()
        if found is None:
            raise NotVisible(f"teachers.Teacher {kwargs.get('pk', '')}")
        if not may_keep(self.request.user, found):
            raise PermissionDenied
        self.teacher = found

    def get_title(self) -> Any:
        return dict(self.kind.variants).get(self.variant(), self.kind.add)

    def variant(self) -> str:
        """Of a kind that has several, the one that was chosen."""
        names = [name for name, _label in self.kind.variants]
        chosen = self.request.GET.get("of", "")
        return chosen if chosen in names else (names[-1] if names else "")

    def build(self, *args: Any) -> Any:
        model: Any = self.kind.model
        said = {"kind": self.variant()} if self.kind.variants else {}
        return self.kind.form(*args, user=self.request.user, instance=model(**said))

    def perform(self, form: Any) -> Any:
        given = dict(form.cleaned_data)
        upload = given.pop("upload", None)
        if self.kind.variants:
            given["kind"] = self.variant()
        operations.enter_evidence(
            actor=self.request.user,
            model=self.kind.model,
            teacher_id=self.teacher.pk,
            now=timezone.now(),
            uploads=[upload] if upload else [],
            **given,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        if "pk" in self.kwargs:
            return f"{self.teacher.get_absolute_url()}?tab={tab_of(self.kind.slug)}"
        return f"{reverse('teachers:my_file')}#{self.kind.slug}"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"subtitle": str(self.teacher), "breadcrumbs": crumbs_of(self.request, self.teacher)}


def tab_of(slug: str) -> str:
    """On which tab of a teacher a kind of evidence stands."""
    return {"qualification": "qualifications", "achievement": "achievements"}.get(slug, "experience")


class EvidenceEdit(FormView):
    title = gettext_lazy("Change what it says")
    record: Any

    def authorise(self, **kwargs: Any) -> None:
        self.record = seen_evidence(self.request, kwargs["kind"], kwargs["pk"])
        if not may_keep(self.request.user, self.record.teacher):
            raise PermissionDenied

    def build(self, *args: Any) -> Any:
        form = kind_named(self.kwargs["kind"]).form
        return form(*args, user=self.request.user, instance=self.record)

    def perform(self, form: Any) -> Evidence:
        given = dict(form.cleaned_data)
        upload = given.pop("upload", None)
        return operations.change_evidence(
            actor=self.request.user,
            model=type(self.record),
            pk=self.record.pk,
            now=timezone.now(),
            uploads=[upload] if upload else [],
            **given,
        )

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        warning = _(
            "It is confirmed. Once you change it, it counts again when the office has confirmed it anew."
        )
        return {
            "subtitle": str(self.record),
            "breadcrumbs": crumbs_of(self.request, self.record.teacher),
            "form_help": warning
            if self.record.is_confirmed and is_own(self.request.user, self.record.teacher)
            else "",
        }


@act
def scan(request: PersonRequest, kind: str, pk: int) -> Any:
    """Add a scan to what was entered."""
    row = seen_evidence(request, kind, pk)
    if not may_keep(request.user, row.teacher):
        raise PermissionDenied
    form = ScanForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return row
    operations.change_evidence(
        actor=request.user,
        model=type(row),
        pk=pk,
        now=timezone.now(),
        uploads=[form.cleaned_data["upload"]],
    )
    return row


@act
def withdraw(request: PersonRequest, kind: str, pk: int) -> str:
    row = seen_evidence(request, kind, pk)
    operations.withdraw_evidence(actor=request.user, model=type(row), pk=pk, now=timezone.now())
    messages.success(request, _("Taken back: it is in your file no more."))
    return crumbs_of(request, row.teacher)[-1]["url"]


@act
def confirm(request: PersonRequest, kind: str, pk: int) -> Evidence:
    model = kind_named(kind).model
    row = operations.confirm_evidence(actor=request.user, model=model, pk=pk, now=timezone.now())
    messages.success(request, _("Confirmed: it counts."))
    return row


class EvidenceReturn(FormView):
    form_class = ReturnForm
    title = gettext_lazy("Return it to the teacher")
    submit_label = gettext_lazy("Return")
    success_message = gettext_lazy("Returned. The teacher is told why.")
    record: Any

    def authorise(self, **kwargs: Any) -> None:
        self.record = seen_evidence(self.request, kwargs["kind"], kwargs["pk"])
        if not self.record.teacher.permits(self.request.user, CONFIRM):
            raise PermissionDenied

    def perform(self, form: Any) -> Evidence:
        return operations.return_evidence(
            actor=self.request.user,
            model=type(self.record),
            pk=self.record.pk,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.record} · {self.record.teacher}",
            "breadcrumbs": crumbs_of(self.request, self.record.teacher),
        }


@require_safe
def evidence_file(request: PersonRequest, kind: str, pk: int, file_id: int) -> HttpResponseBase:
    row = seen_evidence(request, kind, pk)
    kept = get_object_or_404(row.files, pk=file_id)
    if not is_own(request.user, row.teacher):
        note_reading(request, [row.teacher], data=AccessLog.Data.FILE)
    return serve(request, kept)


@act
def file_remove(request: PersonRequest, kind: str, pk: int, file_id: int) -> Evidence:
    return operations.remove_file(
        actor=request.user, model=kind_named(kind).model, pk=pk, file_id=file_id, now=timezone.now()
    )

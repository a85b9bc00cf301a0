"""The public page on which a copy is checked: by the code on the paper, or by the file itself."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.documents import Finding, Verdict, find_copy, find_digest
from agreements.documents.amendment import reference_of
from agreements.documents.words import term_of
from agreements.variables import shown_date
from core.copies import KnownCopy, copy_with_code, copy_with_digest
from core.look import Chip, Meaning


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Public: what a code or a file stands for, and no more than stands on the paper itself.

    An uploaded file is only hashed; it is not kept.
    """
    if not code and (typed := request.GET.get("code", "").strip()):
        typed = "".join(letter for letter in typed if letter.isalnum())
        if typed:
            return redirect("agreements:verify", code=typed[:64].lower())
    context: dict[str, Any] = {"code": code, "title": pgettext("page", "Is this copy genuine?")}
    finding, asked = (_of_file(request, context), True) if request.method == "POST" else (None, bool(code))
    if code and request.method != "POST":
        finding = find_copy(code)
    context["finding"] = finding
    known = None if finding else _of_another_kind(code, context)
    if finding is not None:
        context |= _on_the_paper(finding)
    elif known is not None:
        context |= {"known": known, "chip": known.chip}
    elif asked:
        context |= {"chip": Chip(pgettext("of a copy", "unknown"), Meaning.STOPPED), "is_unknown": True}
    is_unknown = asked and finding is None and known is None
    return render(request, "agreements/verify.html", context, status=404 if is_unknown else 200)


def _of_file(request: HttpRequest, context: dict[str, Any]) -> Finding | None:
    upload = request.FILES.get("file")
    context["is_file"] = True
    if upload is None or not upload.size or upload.size > settings.UPLOAD_MAX_BYTES:
        context["file_problem"] = _("Choose a PDF of at most %(size)d MB.") % {
            "size": settings.UPLOAD_MAX_BYTES // 1024**2
        }
        return None
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    context["fingerprint"] = digest.hexdigest()
    return find_digest(digest.hexdigest())


def _of_another_kind(code: str, context: dict[str, Any]) -> KnownCopy | None:
    """A paper that another app keeps, by the code or by the fingerprint of the file."""
    if digest := context.get("fingerprint"):
        return copy_with_digest(digest)
    return copy_with_code(code) if code and "is_file" not in context else None


def _on_the_paper(finding: Finding) -> dict[str, Any]:
    agreement, amendment = finding.document.agreement, finding.document.amendment
    chips = {
        Verdict.GENUINE: Chip(pgettext("of a copy", "genuine"), Meaning.GOOD),
        Verdict.SUPERSEDED: Chip(pgettext("of a copy", "replaced"), Meaning.SOON),
        Verdict.AMENDED: Chip(pgettext("of a copy", "genuine, amended since"), Meaning.SOON),
        Verdict.TERMINATED: Chip(pgettext("of a copy", "genuine, terminated"), Meaning.STOPPED),
    }
    return {
        "verdict": finding.verdict.value,
        "chip": chips[finding.verdict],
        "document_title": str(amendment) if amendment else agreement.title,
        "reference": reference_of(amendment) if amendment else agreement.number,
        "parties": agreement.parties.all(),
        "term": term_of(agreement),
        "effective_on": shown_date(amendment.effective_on) if amendment else "",
        "amended_by": reference_of(finding.amended_by) if finding.amended_by else "",
        "amended_from": shown_date(finding.amended_by.effective_on) if finding.amended_by else "",
        "terminated_on": shown_date(agreement.terminated_on),
        "signed_on": shown_date(finding.signed_on),
    }

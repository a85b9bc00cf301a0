"""Many documents of one kind, signed in one ceremony: the common text once, what differs in a table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from core.access import Actor, NotVisible
from core.errors import Refused
from signing import operations
from signing.models import Signatory
from signing.operations import Batch, Identity
from signing.operations.ceremony import is_identified
from signing.operations.identity import words_for
from signing.statements import STATEMENT
from signing.views.audiences import STAFF, Audience
from signing.views.ceremony import identify, masked, means_asked_for, ways_of, where_of


class BatchView(View):
    """A page about what one person is asked to sign under one common text."""

    audience: Audience = STAFF
    actor: Actor
    batch: Batch

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = self.audience.actor(request, **kwargs)
        batch = operations.batch_of(self.actor, kwargs["text_id"])
        if batch is None:
            raise NotVisible(f"signing.CommonText {kwargs['text_id']}")
        self.batch = batch

    def chosen(self) -> list[Signatory]:
        """Those among what waits that were left in."""
        return self.among(set(self.request.session.get(self.key, ())))

    def among(self, wanted: set[int]) -> list[Signatory]:
        return [signatory for signatory in self.batch.signatories if signatory.pk in wanted]

    @property
    def key(self) -> str:
        return f"signing.batch.{self.batch.text.pk}"

    def address(self, name: str) -> str:
        return self.audience.address(self.request, name, text_id=self.batch.text.pk)

    @property
    def home(self) -> str:
        return self.audience.home(self.request)

    def frame(self) -> dict[str, Any]:
        return {
            "title": _("Sign together: %(title)s") % {"title": self.batch.text.title},
            "breadcrumbs": [{"label": _("Waiting for me"), "url": self.home}],
            "base_template": self.audience.base_template,
            "home": self.home,
            "batch": self.batch,
        }


class ReadTogether(BatchView):
    """The text, the table, and which of them are to be signed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wanted = {int(pk) for pk in request.POST.getlist("signatory") if pk.isdecimal()}
        if not request.POST.get("agree"):
            return self.show(_("Please agree to sign electronically first."), wanted)
        try:
            with self.audience.acting():
                people = operations.read_together(
                    actor=self.actor,
                    text_id=self.batch.text.pk,
                    signatory_ids=[signatory.pk for signatory in self.among(wanted)],
                    statement=request.POST.get("statement", ""),
                    where=where_of(request),
                    now=timezone.now(),
                )
        except Refused as refusal:
            return self.show(str(refusal), wanted)
        request.session[self.key] = [signatory.pk for signatory in people]
        return HttpResponseRedirect(self.address("batch_sign"))

    def show(self, error: str = "", wanted: set[int] | None = None) -> HttpResponse:
        context = self.frame() | {
            "statement": STATEMENT,
            "error": error,
            "rows": [
                (signatory, values, self.audience.address(self.request, "document", pk=signatory.pk))
                for signatory, values in self.batch.rows
            ],
            "wanted": wanted if wanted is not None else {person.pk for person in self.batch.signatories},
        }
        return render(self.request, "signing/batch.html", context, status=422 if error else 200)


class SignTogether(BatchView):
    """One identity step, one typed name."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = self.chosen()
        if not chosen:
            return HttpResponseRedirect(self.address("batch"))
        now = timezone.now()
        with self.audience.acting():
            means = ways_of(self.actor, chosen)
        context = self.frame() | {
            "chosen": chosen,
            "is_identified": all(is_identified(person, now=now) for person in chosen),
            "signatory": chosen[0],
            "means": means,
        }
        return render(request, "signing/batch_sign.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = self.chosen()
        act = {"code": self.ask_for_code, "identify": self.identify, "sign": self.sign}.get(
            request.POST.get("act", "")
        )
        if not chosen or act is None:
            return HttpResponseRedirect(self.address("batch"))
        try:
            with self.audience.acting():
                return HttpResponseRedirect(act(chosen))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.address("batch_sign"))

    def ask_for_code(self, chosen: list[Signatory]) -> str:
        code = operations.ask_for_code(
            actor=self.actor,
            signatory_id=chosen[0].pk,
            means=means_asked_for(self.request),
            now=timezone.now(),
        )
        messages.success(
            self.request,
            _("A code is on its way to %(address)s. It is valid for ten minutes.")
            % {"address": masked(code.sent_to)},
        )
        return self.address("batch_sign")

    def identify(self, chosen: list[Signatory]) -> str:
        answer = identify(
            self.request,
            self.actor,
            [signatory.pk for signatory in chosen],
            self.request.POST.get("means", ""),
        )
        if answer is not Identity.CONFIRMED:
            messages.error(self.request, words_for(answer))
        return self.address("batch_sign")

    def sign(self, chosen: list[Signatory]) -> str:
        result = operations.sign_together(
            actor=self.actor,
            signatory_ids=[signatory.pk for signatory in chosen],
            typed_name=self.request.POST.get("name", ""),
            where=where_of(self.request),
            now=timezone.now(),
        )
        by_pk = {signatory.pk: signatory for signatory in chosen}
        for pk, why in result.refused:
            messages.error(self.request, f"{by_pk[pk].envelope.reference}: {why}")
        if not result.done:
            return self.address("batch_sign")
        messages.success(
            self.request,
            ngettext("%(count)d document signed.", "%(count)d documents signed.", len(result.done))
            % {"count": len(result.done)},
        )
        return self.home

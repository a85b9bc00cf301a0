"""One signatory's ceremony, step by step, on one address; the same views serve every audience."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.core.internal.httpkit import get_client_ip
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View

from core.access import Actor, NotVisible
from core.attachments import confine
from core.errors import Refused
from core.filetypes import UnacceptableFile
from signing import operations
from signing.chips import envelope_chip
from signing.forms.ceremony import AuthorityForm, CodeForm, ConsentForm, DeclineForm, SignForm
from signing.models import Envelope, Means, Signatory
from signing.operations import Identity, Where
from signing.operations.ceremony import is_identified, needs_authority, sha256_of
from signing.operations.identity import can_use_app, words_for
from signing.pages import NoSuchPage, page_picture, page_sizes
from signing.statements import STATEMENT
from signing.views.audiences import STAFF, Audience

Status = Signatory.Status


def where_of(request: HttpRequest) -> Where:
    return Where(get_client_ip(request), request.headers.get("User-Agent", "")[:300])


class SignatoryView(View):
    """A page about one signatory, for the person who is that signatory and nobody else."""

    audience: Audience = STAFF
    actor: Actor
    signatory: Signatory

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = self.audience.actor(request, **kwargs)
        self.signatory = self.find(kwargs["pk"])

    def find(self, pk: int) -> Signatory:
        """Raises NotVisible."""
        found = Signatory.objects.of(self.actor).with_envelope().filter(pk=pk).first()
        if found is None:
            raise NotVisible(f"signing.Signatory {pk}")
        return found

    def address(self, name: str = "ceremony", **arguments: Any) -> str:
        return self.audience.address(self.request, name, pk=self.signatory.pk, **arguments)


class Ceremony(SignatoryView):
    """The step that comes next: agree, read, prove authority, be identified, sign; or how it ended."""

    template_name: ClassVar[str] = "signing/ceremony.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, *, status: int = 200, **forms_of_step: Any) -> HttpResponse:
        step, refusal = self.current_step()
        context = {
            "title": _("Sign: %(title)s") % {"title": self.signatory.envelope.title},
            "subtitle": self.signatory.party,
            "breadcrumbs": [{"label": _("Waiting for me"), "url": self.audience.home(self.request)}],
            "base_template": self.audience.base_template,
            "home": self.audience.home(self.request),
            "envelope": self.signatory.envelope,
            "signatory": self.signatory,
            "people": self.people(),
            "step": step,
            "refusal": refusal,
            "chip": envelope_chip(self.signatory.envelope),
            "steps": self.steps(step),
            "addresses": self.addresses(),
            **self.step_context(step),
            **forms_of_step,
        }
        return render(self.request, self.template_name, context, status=status)

    def current_step(self) -> tuple[str, str]:
        """The name of the step, and why there is none."""
        try:
            with self.audience.acting():
                operations.open_document(actor=self.actor, signatory_id=self.signatory.pk, now=timezone.now())
        except Refused as refusal:
            return ("signed" if self.signatory.status == Status.SIGNED else "closed"), str(refusal)
        signatory = self.signatory = self.find(self.signatory.pk)
        if signatory.consented_at is None or signatory.statement != STATEMENT.version:
            return "consent", ""
        if not signatory.has_read_everything:
            return "read", ""
        if needs_authority(signatory):
            return "authority", ""
        return ("sign" if is_identified(signatory, now=timezone.now()) else "identify"), ""

    def steps(self, current: str) -> list[dict[str, Any]]:
        """The way through the ceremony, as ``components/steps.html`` shows it."""
        labels = {
            "consent": _("Agree to sign electronically"),
            "read": _("Read the document"),
            "authority": _("Prove your authority"),
            "identify": _("Show that it is you"),
            "sign": _("Sign"),
        }
        if not self.signatory.deputises_for:
            del labels["authority"]
        at = (
            list(labels).index(current) if current in labels else (len(labels) if current == "signed" else -1)
        )
        return [
            {"label": label, "state": "done" if n < at else "current" if n == at else "waiting"}
            for n, label in enumerate(labels.values())
        ]

    def addresses(self) -> dict[str, str]:
        names = ("consent", "document", "authority", "ask_for_code", "identify", "sign", "decline")
        sealed = {"sealed": self.address("sealed")} if self.signatory.envelope.sealed_sha256 else {}
        return {name: self.address(name) for name in names} | sealed

    def step_context(self, step: str) -> dict[str, Any]:
        user: Any = self.actor
        common = {"decline_form": DeclineForm(user=user)} if step not in {"signed", "closed"} else {}
        match step:
            case "consent":
                return common | {"statement": STATEMENT, "consent_form": ConsentForm(user=user)}
            case "read":
                return common | {"sheets": self.sheets(), "progress": self.progress()}
            case "authority":
                return common | {"authority_form": AuthorityForm(user=user)}
            case "identify":
                return common | {"means": self.means()}
            case "sign":
                seen = {"seen": self.signatory.envelope.document_sha256}
                return common | {"sign_form": SignForm(user=user, initial=seen)}
        return common

    def means(self) -> list[dict[str, Any]]:
        """The ways of identification that this person can use."""
        with self.audience.acting():
            return ways_of(self.actor, [self.signatory])

    def people(self) -> list[Signatory]:
        """Whoever signs, by name and state only: the rest of their rows is their own."""
        shown = ("name", "name_latin", "party_en", "party_zh", "status", "signed_on")
        with self.audience.acting():
            return list(self.signatory.envelope.signatories.only(*shown).order_by("order"))

    def sheets(self) -> list[dict[str, Any]]:
        seen = set(self.signatory.pages_seen)
        return [
            {
                "number": number,
                "width": width,
                "height": height,
                "picture": self.address("page", page=number),
                "seen_url": self.address("page_seen", page=number),
                "is_seen": number in seen,
            }
            for number, (width, height) in enumerate(page_sizes(content_of(self.signatory.envelope)), start=1)
        ]

    def progress(self) -> dict[str, Any]:
        seen, pages = len(self.signatory.pages_seen), self.signatory.envelope.pages
        return {"seen": seen, "pages": pages, "is_done": seen >= pages, "next": self.address()}


class Step(Ceremony):
    """POST does one step and comes back to the ceremony; what is refused stays on the page."""

    http_method_names = ["post", "options"]
    form_name: ClassVar[str] = ""
    # At which step the page shows that form; empty: at every one.
    step: ClassVar[str] = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.build()
        if form is not None and not form.is_valid():
            return self.show(status=422, **{self.form_name: form})
        try:
            with self.audience.acting():
                answer = self.perform(form)
        except (Refused, UnacceptableFile) as refusal:
            if form is None or (self.step and self.current_step()[0] != self.step):
                messages.error(request, str(refusal))
                return self.back_to_the_page()
            form.add_error(None, str(refusal))
            return self.show(status=422, **{self.form_name: form})
        return answer or HttpResponseRedirect(self.address())

    def back_to_the_page(self) -> HttpResponse:
        """The whole page, also for what was sent in the background to replace a part of it."""
        if self.request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": self.address()})
        return HttpResponseRedirect(self.address())

    def build(self) -> forms.BaseForm | None:
        return None

    def perform(self, form: Any) -> HttpResponse | None:
        raise NotImplementedError

    @property
    def common(self) -> dict[str, Any]:
        return {"actor": self.actor, "signatory_id": self.signatory.pk, "now": timezone.now()}


class GiveConsent(Step):
    form_name = "consent_form"
    step = "consent"

    def build(self) -> forms.BaseForm:
        user: Any = self.actor
        return ConsentForm(self.request.POST, user=user)

    def perform(self, form: Any) -> None:
        operations.open_document(**self.common)
        operations.consent(
            statement=form.cleaned_data["statement"], where=where_of(self.request), **self.common
        )


class PageSeen(Step):
    """The end of a page came into view; htmx exchanges the count."""

    def perform(self, form: Any) -> HttpResponse | None:
        operations.page_seen(page=self.kwargs["page"], **self.common)
        if not self.request.headers.get("HX-Request"):
            return None
        self.signatory.refresh_from_db(fields=["pages_seen"])
        return render(self.request, "signing/ceremony.html#progress", {"progress": self.progress()})


class HandInAuthority(Step):
    form_name = "authority_form"
    step = "authority"

    def build(self) -> forms.BaseForm:
        user: Any = self.actor
        return AuthorityForm(self.request.POST, self.request.FILES, user=user)

    def perform(self, form: Any) -> None:
        operations.hand_in_authority(upload=form.cleaned_data["proof"], **self.common)


class AskForCode(Step):
    def perform(self, form: Any) -> None:
        code = operations.ask_for_code(means=means_asked_for(self.request), **self.common)
        messages.success(
            self.request,
            _("A code is on its way to %(address)s. It is valid for ten minutes.")
            % {"address": masked(code.sent_to)},
        )


class Identify(Step):
    """A wrong code is an answer, not an exception: it has to be counted."""

    def perform(self, form: Any) -> None:
        answer = identify(self.request, self.actor, [self.signatory.pk], self.request.POST.get("means", ""))
        if answer is not Identity.CONFIRMED:
            messages.error(self.request, words_for(answer))


class Sign(Step):
    form_name = "sign_form"
    step = "sign"

    def build(self) -> forms.BaseForm:
        user: Any = self.actor
        return SignForm(self.request.POST, user=user)

    def perform(self, form: Any) -> None:
        operations.sign(
            typed_name=form.cleaned_data["name"],
            seen_sha256=form.cleaned_data["seen"],
            where=where_of(self.request),
            **self.common,
        )
        messages.success(self.request, _("You have signed. Whoever sent it to you can see it."))


class Decline(Step):
    form_name = "decline_form"

    def build(self) -> forms.BaseForm:
        user: Any = self.actor
        return DeclineForm(self.request.POST, user=user)

    def perform(self, form: Any) -> None:
        operations.decline(reason=form.cleaned_data["reason"], where=where_of(self.request), **self.common)
        messages.success(self.request, _("You have declined. The others can read why."))


class Document(SignatoryView):
    """The exact file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        envelope = self.signatory.envelope
        return pdf(request, content_of(envelope), f"{envelope.reference.replace('/', '-')}.pdf")


class SealedDocument(SignatoryView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return sealed_pdf(request, self.signatory.envelope)


class Page(SignatoryView):
    """One page as a picture."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            picture = page_picture(content_of(self.signatory.envelope), kwargs["page"])
        except NoSuchPage as fault:
            raise Http404 from fault
        response = confine(HttpResponse(picture, content_type="image/png"))
        # The bytes never change, and nobody else shares this address.
        response["Cache-Control"] = "private, max-age=3600, immutable"
        return response


def means_asked_for(request: HttpRequest) -> Means:
    """By which means a code is to come; what is not admitted, the operation refuses."""
    named = request.POST.get("means", "")
    return Means(named) if named in Means.values else Means.EMAIL


def identify(request: HttpRequest, actor: Actor, signatory_ids: list[int], means: str) -> Identity:
    step = operations.identify_by_app if means == Means.TOTP else operations.identify_by_code
    return step(
        actor=actor,
        signatory_ids=signatory_ids,
        typed=request.POST.get("code", ""),
        where=where_of(request),
        now=timezone.now(),
    )


def content_of(envelope: Envelope) -> bytes:
    """The file, if it is still the one that was sent out.

    Raises:
        Http404: it is not; signing it is refused as well.
    """
    if sha256_of(envelope) != envelope.document_sha256:
        raise Http404
    with envelope.document.storage.open(str(envelope.document.name), "rb") as file:
        return file.read()


def sealed_pdf(request: HttpRequest, envelope: Envelope) -> HttpResponse:
    if not envelope.sealed_sha256:
        raise Http404
    with envelope.sealed_file.open("rb") as file:
        content = file.read()
    return pdf(request, content, f"{envelope.reference.replace('/', '-')}-sealed.pdf")


def pdf(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    is_download = "download" in request.GET
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = str(content_disposition_header(is_download, name))
    return confine(response, is_shown_pdf=not is_download)


def ways_of(actor: Any, people: list[Signatory]) -> list[dict[str, Any]]:
    """The ways of identification that are admitted for all of these rows of one person; an app first."""
    allowed = [means for means in Means if all(means in person.means_allowed for person in people)]
    usable = [means for means in allowed if means is not Means.TOTP or can_use_app(actor)]
    return [
        {
            "name": means.value,
            "label": means.label,
            "form": CodeForm(user=actor, means=means.value),
            "sent_to": masked(people[0].address_for(means)),
        }
        for means in sorted(usable, key=lambda means: means is not Means.TOTP)
    ]


def masked(address: str) -> str:
    """Enough to recognise one's own mailbox or telephone: ``z…g@example.com``, ``138…5678``."""
    name, _at, host = address.partition("@")
    if host:
        return f"{name[:1]}…{name[-1:]}@{host}"
    return f"{address[:3]}…{address[-4:]}" if len(address) > 7 else "…" + address[-2:]

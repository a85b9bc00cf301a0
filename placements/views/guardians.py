"""The pages of guardians, as the school gives them out: the tab of a student, and one guardian's link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import NotVisible
from core.errors import Refused
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.rendering.qr import qr_svg
from core.views import FormView, act
from internships.models import Guardian, Student
from internships.policies import may_care_for
from internships.views import students
from placements.forms.guardians import PageForm
from placements.guardian_links import links_to
from placements.models import GuardianPage
from placements.operations import guardians as operations
from signing.models import TaskLink


def link_of(guardian: Guardian) -> TaskLink | None:
    """Two queries."""
    page = GuardianPage.objects.filter(guardian=guardian).first()
    return links_to([page.pk]).first() if page else None


def pages_of(request: Any, student: Student) -> dict[str, Any]:
    """Which guardian was given a page, and whether it was opened. Three queries."""
    guardians = list(student.guardians.all())
    pages = {page.guardian_id: page for page in GuardianPage.objects.filter(guardian__in=guardians)}
    links = {link.subject_id: link for link in links_to(page.pk for page in pages.values())}
    return {
        "lines": [
            (guardian, links.get(pages[guardian.pk].pk) if guardian.pk in pages else None)
            for guardian in guardians
        ],
        "may_give": may_care_for(request.user, student),
        "now": timezone.now(),
    }


GUARDIAN_PAGES = Tab(
    name="guardian_pages",
    label=gettext_lazy("Guardians’ pages"),
    template="placements/guardian_pages.html",
    context=pages_of,
    order=45,
)


class GuardianReach(FormView):
    template_name = "placements/guardian_reach.html"
    form_class = PageForm
    title = gettext_lazy("The guardian’s page")
    submit_label = gettext_lazy("Send the link")
    success_message = ""
    guardian: Guardian

    def authorise(self, **kwargs: Any) -> None:
        found = Guardian.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"internships.Guardian {kwargs['pk']}")
        student = students.of_students(Student.objects.all()).get(pk=found.student_id)
        if not may_care_for(self.request.user, student):
            raise PermissionDenied
        found.student = student
        note_reading(self.request, [student], data=AccessLog.Data.SENSITIVE)
        self.guardian = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"guardian": self.guardian, "link": link_of(self.guardian)}

    def perform(self, form: Any) -> str:
        link = operations.give_page(
            actor=self.request.user,
            guardian_pk=self.guardian.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        if link.channel == TaskLink.Channel.BY_HAND:
            messages.success(self.request, _("The new link is made. Have its address shown to hand it over."))
            return self.address("guardian_reach")
        messages.success(
            self.request, _("The new link is on its way to %(address)s.") % {"address": link.address}
        )
        return self.cancel_url()

    def address(self, name: str) -> str:
        return reverse(f"placements:{name}", args=[self.guardian.pk])

    def cancel_url(self) -> str:
        return f"{self.guardian.student.get_absolute_url()}?tab=guardian_pages"

    def extra_context(self, form: Any) -> dict[str, Any]:
        link = link_of(self.guardian)
        return {
            "subtitle": f"{self.guardian} · {self.guardian.student}",
            "breadcrumbs": students.crumbs(self.guardian.student),
            "guardian": self.guardian,
            "link": link,
            "is_open": link is not None and link.revoked_at is None,
        }


class GuardianShow(GuardianReach):
    """The address and its QR code, to whoever says that they will hand them over; never kept."""

    http_method_names = ["post", "options"]

    def post(self, request: PersonRequest, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.authorise(**kwargs)
        try:
            link = operations.hand_over_page(
                actor=request.user, guardian_pk=self.guardian.pk, now=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.show(self.build())
        address = urljoin(f"{settings.SITE_URL}/", link.get_absolute_url())
        self.handed = {"address": address, "qr": qr_svg(address)}
        response = self.show(self.build())
        response["Cache-Control"] = "no-store"
        return response

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"handed": getattr(self, "handed", None)}


@act
def revoke(request: PersonRequest, pk: int) -> str:
    operations.revoke_page(actor=request.user, guardian_pk=pk, now=timezone.now())
    messages.success(request, _("The link is taken back. It does not open any more."))
    return reverse("placements:guardian_reach", args=[pk])

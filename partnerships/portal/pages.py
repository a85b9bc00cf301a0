"""What the pages of the portal share."""

from __future__ import annotations

from core.views import FormView
from partnerships.portal.partner import Partner, PartnerRequest


class PortalFormView(FormView):
    """A form of the portal: the page of the staff in the portal's frame."""

    template_name = "portal/form.html"
    request: PartnerRequest  # type: ignore[assignment]

    @property
    def partner(self) -> Partner:
        return self.request.partner

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.codes import get_scheme
from partnerships.models import Contact, EnterpriseName
from partnerships.portal.corrections import proposals_of
from partnerships.portal.partner import PartnerRequest, choose
from partnerships.portal.walls import CONTACT_COLUMNS


@require_safe
def our_enterprise(request: PartnerRequest) -> HttpResponse:
    """What the centre knows of the enterprise, and whom it knows there."""
    enterprise = request.partner.enterprise
    contacts = Contact.objects.filter(enterprise=enterprise, left_on=None).only(*CONTACT_COLUMNS)
    context = {
        "title": str(enterprise),
        "enterprise": enterprise,
        "scheme": get_scheme(enterprise.scheme).label if enterprise.code else "",
        "names": EnterpriseName.objects.filter(enterprise=enterprise),
        "contacts": contacts,
        **proposals_of(request.partner),
    }
    return render(request, "portal/enterprise.html", context)


@require_POST
def choose_enterprise(request: PartnerRequest, contact_id: int) -> HttpResponse:
    choose(request, contact_id)
    return redirect("portal:home")

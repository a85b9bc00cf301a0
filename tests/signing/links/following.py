"""Shortcuts for whoever follows a link."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from signing.models import TaskLink
from signing.operations import (
    send_link_again,
)


def page(link: TaskLink) -> str:
    return link.get_absolute_url()


def step(link: TaskLink, name: str, **more) -> str:
    return reverse(f"link:sign:{name}", kwargs={"token": link.token, "pk": link.subject_id} | more)


def opened(link: TaskLink) -> Client:
    client = Client()
    client.post(reverse("link:open", args=[link.token]))
    return client


def again(signing, partner, now, **more) -> TaskLink:
    given = {"channel": "email", "email": partner.email, "phone": partner.phone} | more
    return send_link_again(
        actor=signing.office.officer,
        envelope_id=partner.envelope_id,
        signatory_id=partner.pk,
        now=now + timedelta(minutes=1),
        **given,
    )

"""A notification in words: the line of the inbox, the mail with its text and HTML, the text message."""

from __future__ import annotations

from datetime import date, datetime
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, TemplateDoesNotExist
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from core.centre import centre
from core.models import Notification
from core.notifications import Importance, kind_named


class NotAnAddress(ValueError):
    """No mail server would take it."""


class NothingToSay(Exception):
    """What the mail was to say has been taken back meanwhile."""


def language_of(notification: Notification) -> str:
    own = getattr(notification.recipient, "language", "")
    return notification.language or own or settings.LANGUAGE_CODE


def address_of(notification: Notification) -> str:
    """Where the mail goes: the address given with the notification, or else the user's of today, if any."""
    return notification.email or getattr(notification.recipient, "email", "") or ""


def name_of(notification: Notification) -> str:
    """In the active language, where the person has names in several."""
    return notification.name or getattr(notification.recipient, "display_name", "")


def path_of(notification: Notification) -> str:
    """Where it leads inside the site; empty if nowhere, as for a record without a page of its own."""
    if "url" in notification.data:
        return notification.data["url"]
    page = getattr(notification.subject, "get_absolute_url", None)
    return page() if page else ""


def link_to(notification: Notification) -> str:
    """The address its mail opens: for a user through the inbox, which then knows that it was read."""
    path = path_of(notification)
    if notification.recipient_id and path:
        path = reverse("core:open_notification", args=[notification.pk])
    return urljoin(f"{settings.SITE_URL}/", path) if path else ""


def headline(notification: Notification) -> str:
    """What it says in one line, in the active language."""
    return _line(notification, _context(notification))


def compose(notification: Notification) -> EmailMultiAlternatives:
    """The mail, in its recipient's language.

    Raises:
        NotAnAddress: the address is not one.
        NothingToSay: see there.
    """
    with translation.override(language_of(notification)):
        context = _context(notification)
        mail = EmailMultiAlternatives(
            subject=_line(notification, context),
            body=_text(notification, context),
            to=[mailbox(name=name_of(notification), email=address_of(notification))],
            headers={
                "Message-ID": notification.message_id,
                "Auto-Submitted": "auto-generated",
                "Content-Language": translation.get_language() or settings.LANGUAGE_CODE,
            },
        )
        if kind_named(notification.kind).importance == Importance.HIGH:
            mail.extra_headers["Importance"] = "high"
        html = Engine.get_default().get_template(kind_named(notification.kind).template)
        mail.attach_alternative(html.render(Context(context)), "text/html")
        return mail


def compose_text_message(notification: Notification) -> str:
    """What is sent to a telephone: the partial ``sms`` of the kind's template, or its line and address."""
    with translation.override(language_of(notification)):
        context = _context(notification)
        try:
            return " ".join(_plain(notification, "sms", context).split())
        except TemplateDoesNotExist:
            return " ".join(filter(None, (_line(notification, context), context["url"])))


def mailbox(*, name: str, email: str) -> str:
    """``Name <address>`` as a header may carry it.

    Raises:
        NotAnAddress: it is none, or its local part needs a mail server that speaks SMTPUTF8.
    """
    try:
        address = Address(display_name=" ".join(name.split()), addr_spec=email)
        address.domain.encode("idna")  # as it is sent; a part of a domain has 63 characters at most
    except (MessageError, ValueError, IndexError) as fault:
        raise NotAnAddress(f"{email!r}: {fault}") from fault
    if not address.username or not address.domain or not address.username.isascii():
        raise NotAnAddress(f"{email!r}")
    return str(address)


def _context(notification: Notification) -> dict[str, Any]:
    words = kind_named(notification.kind).words
    return {
        **{name: _decoded(name, value) for name, value in notification.data.items()},
        "record": notification.subject,
        "name": name_of(notification),
        "url": link_to(notification),
        "site_url": settings.SITE_URL,
        "centre": SimpleLazyObject(centre),
        **(words(notification) if words else {}),
    }


def _decoded(name: str, value: Any) -> Any:
    """JSON has no dates: our names tell them. What has a name in both languages is read in the active one."""
    if isinstance(value, dict) and value.keys() == {"en", "zh"}:
        in_order = (value["zh"], value["en"])
        if not (translation.get_language() or "").startswith("zh"):
            in_order = in_order[::-1]
        return in_order[0] or in_order[1]
    if isinstance(value, str) and value:
        if name.endswith("_on"):
            return date.fromisoformat(value)
        if name.endswith("_at"):
            return datetime.fromisoformat(value)
    return value


def _plain(notification: Notification, part: str, context: dict[str, Any]) -> str:
    template = Engine.get_default().get_template(f"{kind_named(notification.kind).template}#{part}")
    return template.render(Context(context, autoescape=False))


def _line(notification: Notification, context: dict[str, Any]) -> str:
    return " ".join(_plain(notification, "subject", context).split())


def _text(notification: Notification, context: dict[str, Any]) -> str:
    body = _plain(notification, "text", context).strip()
    frame = Engine.get_default().get_template("emails/base.txt")
    return frame.render(Context({**context, "body": body}, autoescape=False)).strip() + "\n"

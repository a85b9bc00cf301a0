"""The bar of the students' pages."""

from typing import Any

from django import template
from django.urls import reverse

from core.registry import student_pages

register = template.Library()


@register.simple_tag(takes_context=True)
def pages_of_students(context: template.Context) -> list[dict[str, Any]]:
    path = context["request"].path
    pages = [(page, reverse(page.url_name)) for page in student_pages()]
    # "/me/profile/" lies below "/me/": the nearest page is where one is.
    here = max((url for _page, url in pages if path.startswith(url)), key=len, default="")
    return [
        {"label": page.label, "icon": page.icon, "url": url, "active": url == here} for page, url in pages
    ]

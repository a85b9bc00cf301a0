"""A real browser on a real server: Chromium as the system has it, one window per person."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from tests.journeys.barriers import DESK

# Playwright's loop looks like an asynchronous caller to Django, which then refuses the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=20_000)

# What trusted types would forbid is said in the console and nowhere else.
ONLY_REPORTED = re.compile(r"^\[Report Only\]|delivered in report-only mode")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    installed = next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )
    assert installed, "no Chromium found: bin/bootstrap dev installs one"
    return browser_type_launch_args | {
        "executable_path": installed,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
    }


@pytest.fixture(scope="session")
def _nothing_connected() -> None:
    connections.close_all()


@pytest.fixture(scope="session")
def playwright(_nothing_connected, playwright):
    """While Playwright's loop runs, Django looks for this thread's connections in another place.

    One left open on either side would be forgotten, and keep the database from being dropped.
    """
    yield playwright
    connections.close_all()


@pytest.fixture
def window(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens a window; with somebody's name, one in which they are signed in.

    ``page.complaints`` gathers what the browser's console objects to.
    """
    contexts = []

    def open_window(user: User | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **({"locale": "en-GB"} | options))
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.complaints = []
        page.on(
            "console",
            lambda message: (
                message.type == "error"
                and not ONLY_REPORTED.search(message.text)
                and page.complaints.append(f"{message.text} {message.location.get('url')}")
            ),
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def looking(window) -> Callable[..., Page]:
    """A window on a desk in which somebody, or nobody, is signed in; ``page.speak`` chooses its language."""

    def open_window(user: User | None = None) -> Page:
        page = window(user, viewport=DESK, color_scheme="light", reduced_motion="reduce")

        def speak(language: str) -> None:
            if user is not None:
                User.objects.filter(pk=user.pk).update(language=language)
            else:
                page.set_extra_http_headers({"Accept-Language": language})

        page.speak = speak
        return page

    return open_window

"""Pages that anybody can use: what axe finds on a desk and on a phone."""

from __future__ import annotations

import json
from itertools import cycle

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, TimeoutError, ViewportSize

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a narrow screen changes. Names, roles and order are the same on all of them.
OF_THE_SCREEN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
AS_WIDE_AS_THE_WINDOW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SETTLES_WITHIN = 3_000
"""Milliseconds that scripts have to follow a window that was turned."""
NOTHING_ON_ITS_WAY = "document.querySelector('.htmx-request') === null"


def barriers(page: Page, *addresses: str) -> dict[str, list[str]]:
    """What is wrong with each page; every second one is opened in Chinese and in the dark."""
    found: dict[str, list[str]] = {}
    for address, (language, scheme) in zip(addresses, cycle((("en", "light"), ("zh-hans", "dark")))):
        page.speak(language)
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(DESK)
        page.goto(address)
        page.wait_for_function(NOTHING_ON_ITS_WAY)
        page.evaluate(AXE_SCRIPT)
        lines = _violations(page, "tag", STANDARDS)
        page.set_viewport_size(PHONE)
        lines += [f"phone: {line}" for line in _violations(page, "rule", OF_THE_SCREEN)]
        page.set_viewport_size(DESK)
        if lines:
            found[address] = lines
    return found


def _violations(page: Page, kind: str, rules: list[str]) -> list[str]:
    options = {"runOnly": {"type": kind, "values": rules}, "resultTypes": ["violations"]}
    result = page.evaluate(f"axe.run({json.dumps(options)})")
    lines = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result["violations"]]
    try:
        page.wait_for_function(AS_WIDE_AS_THE_WINDOW, timeout=SETTLES_WITHIN)
    except TimeoutError:
        lines.append("scrolls sideways")
    return lines

"""Pages that anybody can use: what axe finds on a desk in the light, and on a phone in the dark."""

from __future__ import annotations

import json
from itertools import cycle
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a narrow or dark screen changes. Names, roles and order are the same on all of them.
OF_THE_SCREEN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Colours change over a frame or two, even where nothing is to move.
COLOURS_ARE_THERE = """new Promise((there) => requestAnimationFrame(() => requestAnimationFrame(there))).then(() =>
  Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)))
  .then(() => true)"""
NOTHING_ON_ITS_WAY = "document.querySelector('.htmx-request') === null"


def barriers(page: Page, *addresses: str) -> dict[str, list[str]]:
    """What is wrong with each page; every second one is opened in Chinese."""
    found: dict[str, list[str]] = {}
    for address, language in zip(addresses, cycle(("en", "zh-hans"))):
        page.speak(language)
        page.goto(address)
        page.wait_for_function(NOTHING_ON_ITS_WAY)
        page.evaluate(AXE_SCRIPT)
        lines = _violations(page, "tag", STANDARDS)
        _show_on(page, PHONE, "dark")
        lines += [f"phone: {line}" for line in _violations(page, "rule", OF_THE_SCREEN)]
        _show_on(page, DESK, "light")
        if lines:
            found[address] = lines
    return found


def _show_on(page: Page, screen: ViewportSize, scheme: Literal["light", "dark"]) -> None:
    page.set_viewport_size(screen)
    page.emulate_media(color_scheme=scheme)
    page.locator(f"html[data-bs-theme={scheme}]").wait_for(state="attached")
    page.evaluate(COLOURS_ARE_THERE)


def _violations(page: Page, kind: str, rules: list[str]) -> list[str]:
    options = {"runOnly": {"type": kind, "values": rules}, "resultTypes": ["violations"]}
    result = page.evaluate(f"axe.run({json.dumps(options)})")
    lines = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result["violations"]]
    if page.evaluate(WIDER_THAN_THE_WINDOW):
        lines.append("scrolls sideways")
    return lines

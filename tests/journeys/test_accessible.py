"""Pages that anybody can use: no violation that axe finds, in light and dark, wide and narrow."""

import pytest
from axe_core_python.sync_playwright import Axe

from tests.agreements.office import furnish
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1440, "light", "en"), (390, "dark", "zh-hans")], ids=["wide", "phone"]
)
def test_the_pages_of_the_main_job_have_no_barrier(window, width, scheme, language):
    office = furnish(make_world())
    agreement = office.signed()
    draft = office.draft(title_en="Second framework", title_zh="第二份框架协议")
    office.world.officer.language = language
    office.world.officer.save()
    page = window(office.world.officer, viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = {}
    for address in (
        "/",
        "/enterprises/",
        office.world.partner.get_absolute_url(),
        "/enterprises/new/",
        "/agreements/",
        agreement.get_absolute_url(),
        f"{draft.get_absolute_url()}clauses/",
        f"{draft.get_absolute_url()}submit/",
        "/agreements/new/",
        "/approvals/",
        "/imports/",
        "/inbox/",
        "/people/me/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        violations = Axe().run(page, options=STANDARDS)["violations"]
        if violations:
            found[address] = [(v["id"], v["nodes"][0]["html"][:200]) for v in violations]
        is_wider = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not is_wider, f"{address} scrolls sideways at {width} pixels"

    assert found == {}
    assert page.complaints == []

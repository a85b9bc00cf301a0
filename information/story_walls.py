"""What the database opens of stories to people of an enterprise: what is published, what they are asked
about, and what their enterprise proposed. Who of the centre wrote or published it, from which record it
comes, and what other enterprises answered is not opened.
"""

from core.walls import Wall
from partnerships.portal.walls import OURS

STORY_COLUMNS = (
    "id", "state", "kind", "title_en", "title_zh", "text_en", "text_zh", "happened_on", "audience",
    "department_id", "proposer_id", "digest", "answer_by", "published_at", "reason",
)  # fmt: skip
CONSENT_COLUMNS = ("id", "story_id", "enterprise_id", "state", "digest", "reason", "answered_at")
NAMING_COLUMNS = ("id", "enterprise_id", "state", "with_posts", "evidence", "said_at", "by_enterprise")

_PORTAL = "(SELECT this_enterprise()) IS NOT NULL"
_ABOUT_US = "id IN (SELECT story_id FROM information_storypartner)"
_PROPOSED = "proposer_id = (SELECT this_enterprise())"

WALLS = (
    Wall(table="information_storypartner", columns=CONSENT_COLUMNS, sees=OURS),
    Wall(
        table="information_story",
        columns=STORY_COLUMNS,
        sees=f"{_PROPOSED} OR ({_PORTAL} AND state = 'published') "
        f"OR (state IN ('asked', 'withdrawn') AND answer_by IS NOT NULL AND {_ABOUT_US})",
    ),
    Wall(table="information_storyphoto", sees="parent_id IN (SELECT id FROM information_story)"),
    Wall(table="information_naming", columns=NAMING_COLUMNS, sees=OURS),
    Wall(table="information_namingfile", sees="parent_id IN (SELECT id FROM information_naming)"),
)

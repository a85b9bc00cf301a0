from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import migrations

WORDS = ("title_en", "title_zh", "text_en", "text_zh")


def digest_of(story: Any) -> str:
    """As ``information.models.stories`` draws it from this migration on."""
    photos = story.photos.order_by("position", "pk").values_list("sha256", "alt_en", "alt_zh", "taken_by")
    said = [
        *(getattr(story, name) for name in WORDS),
        *(story.kind, story.happened_on.isoformat(), story.audience),
        [list(photo) for photo in photos],
        sorted(story.partners.filter(enterprise__merged_into=None).values_list("enterprise", flat=True)),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def renew(apps: Any, schema_editor: Any) -> None:
    """Who agreed to a story as it stands, agreed to the enterprises in it: they were shown."""
    for story in apps.get_model("information", "Story").objects.order_by("pk").iterator():
        digest = digest_of(story)
        story.partners.filter(state="agreed", digest=story.digest).update(digest=digest)
        type(story).objects.filter(pk=story.pk).update(digest=digest)


class Migration(migrations.Migration):
    dependencies = [("information", "0004_stories_of_the_partnership")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]

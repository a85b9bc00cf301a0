"""Stories of the partnership over three years with drawn photos, in every state; who may be named in public.

Made through the operations once the story has been told, from the day backwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from typing import Any

from accounts.models import User
from agreements.models import Agreement
from collaboration.models import Exchange, ExchangeState
from information.models import Story
from information.operations import naming, own_stories, stories
from insights.demonstration import drawn
from insights.demonstration.people import Staff
from insights.demonstration.stories import midnight, working_day
from insights.demonstration.tables import document
from internships.models import Post
from partnerships.models import Contact, Enterprise, Stage
from partnerships.portal.partner import Partner, partner_of
from projects.models import Project, ProjectState

PUBLISHED, READY, ASKED, OVERDUE = "published", "ready", "asked", "overdue"
ASKED_DAYS = 20
"""So long ago an enterprise was asked that has not answered by its day."""
NAMED_BY_LETTER = 5
WITH_POSTS = 3
PHOTOGRAPHER = "校企合作办公室"
SCENES = {
    "award": ("颁奖现场（示意图）", "The award ceremony (drawing)"),
    "lecture": ("报告厅里的讲座（示意图）", "The lecture in the hall (drawing)"),
    "product": ("车间里的设备（示意图）", "Equipment in the workshop (drawing)"),
    "visit": ("学生在厂区门前（示意图）", "Students in front of the works (drawing)"),
    "class": ("企业工程师授课（示意图）", "An engineer of the enterprise teaching (drawing)"),
    "project": ("双方团队讨论样机（示意图）", "Both teams at the prototype (drawing)"),
}


type Told = dict[str, Any]
"""What ``data/stories.toml`` says of a story."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells of an enterprise: the department's officer writes, its head publishes, a liaison agrees."""

    enterprise: Enterprise
    liaison: Partner
    writer: User
    head: User


def make_stories(staff: Staff, *, on: date) -> None:
    """Everything up to a day. Some ten stories."""
    tellers = list(_tellers(staff))
    if not tellers:
        return
    said = document("stories")
    for told, teller in zip(said["long_ago"], cycle(tellers), strict=False):
        since = _agreement(teller.enterprise)
        if since is not None and since.starts_on is not None:
            day = max(on - timedelta(days=told["days"]), since.starts_on + timedelta(days=20))
            _tell(told, [teller], min(day, on - timedelta(days=60)), on, subject=since)
    _of_projects(said["project"], tellers, on)
    _of_exchanges(said["exchanges"], tellers, on)
    two = [one for one in tellers if one.head == tellers[-1].head][:2]
    if len(two) > 1:  # of one department, which may then write of both
        _tell(said["together"], two, on - timedelta(days=12), on, until=ASKED)
    _propose(said["proposed"], tellers[-1], on)
    _say_of_naming(staff, tellers, on)


def _tellers(staff: Staff) -> Iterator[Teller]:
    keys = {one.pk: key for key, one in staff.departments.items()}
    rows = Contact.objects.liaisons_with_account().filter(enterprise__state=Stage.PARTNER)
    for contact in rows.select_related("enterprise", "user").order_by("enterprise__created_at", "pk"):
        key = keys[contact.enterprise.department_id]
        liaison = partner_of(contact.user, contact.pk) if contact.user else None
        if liaison is not None and ("head", key) in staff.people:
            yield Teller(contact.enterprise, liaison, staff.drafters(key)[0], staff.one("head", key))


def _agreement(enterprise: Enterprise) -> Agreement | None:
    rows = Agreement.objects.filter(parties__enterprise=enterprise, starts_on__isnull=False)
    return rows.exclude(reference=None).order_by("starts_on", "pk").first()


def _of_projects(told: Told, tellers: list[Teller], on: date) -> None:
    for teller in tellers:
        project = Project.objects.filter(enterprise=teller.enterprise, state=ProjectState.CLOSED).first()
        if project is not None:
            day = min(project.ends_on, on - timedelta(days=30))
            _tell(told, [teller], day, on, subject=project, title=project.title)


def _of_exchanges(told: dict[str, Told], tellers: list[Teller], on: date) -> None:
    """Those held: the latest but one waits to be published, the latest for an answer that is late."""
    found = [
        (one, teller)
        for teller in tellers
        for one in Exchange.objects.filter(enterprise=teller.enterprise, state=ExchangeState.CLOSED)
        if one.kind in told
    ]
    found.sort(key=lambda one: one[0].starts_at)
    ways = [PUBLISHED] * max(len(found) - 2, 0) + [READY, OVERDUE]
    for (exchange, teller), way in zip(found, ways[-len(found) :], strict=True):
        day = exchange.starts_at.date()
        said = {"title": exchange.title, "about": exchange.about}
        _tell(told[exchange.kind], [teller], day, on, subject=exchange, until=way, **said)


def _tell(
    told: Told,
    tellers: list[Teller],
    day: date,
    on: date,
    *,
    subject: Any = None,
    until: str = PUBLISHED,
    **words: str,
) -> None:
    """Written some days after, asked about, agreed to and published, as far as it has come."""
    first = tellers[0]
    after = {PUBLISHED: day + timedelta(days=3), OVERDUE: on - timedelta(days=ASKED_DAYS)}
    begun = working_day(after.get(until, on - timedelta(days=6)))
    now = midnight(begun) + timedelta(hours=9)
    story = stories.write(
        actor=first.writer,
        department=first.enterprise.department,
        enterprises=[one.enterprise for one in tellers],
        subject=subject,
        kind=told["kind"],
        happened_on=day,
        audience=told["audience"],
        now=now,
        **_words(told, [one.enterprise for one in tellers], words),
    )
    for number, kind in enumerate(told["scenes"]):
        zh, en = SCENES[kind]
        now += timedelta(minutes=10)
        stories.add_photo(
            actor=first.writer,
            pk=story.pk,
            upload=drawn.scene(kind, f"{story.title_zh}{number}"),
            now=now,
            alt_zh=zh,
            alt_en=en if story.title_en else "",
            taken_by=PHOTOGRAPHER,
        )
    now += timedelta(hours=1)
    stories.ask(actor=first.writer, pk=story.pk, now=now)
    agreeing = {ASKED: tellers[1:], OVERDUE: []}.get(until, tellers)
    for teller in agreeing:
        now += timedelta(hours=5)
        _agree(teller, story, now)
    if until == PUBLISHED:
        now += timedelta(hours=20)
        stories.publish(actor=first.head, pk=story.pk, stated_name=str(first.head.name), now=now)


def _words(told: Told, enterprises: list[Enterprise], words: dict[str, str]) -> dict[str, str]:
    names = {
        "zh": "、".join(one.name for one in enterprises),
        "en": " and ".join(one.name_en or one.name for one in enterprises),
    }
    return {
        f"{part}_{language}": told[f"{part}_{language}"].format(name=names[language], **words)
        for language in names
        for part in ("title", "text")
    }


def _agree(teller: Teller, story: Story, now: datetime) -> None:
    story.refresh_from_db()
    own_stories.agree(partner=teller.liaison, pk=story.pk, digest=story.digest, now=now)


def _propose(told: Told, teller: Teller, on: date) -> None:
    """What an enterprise tells of itself, and nobody has taken up yet."""
    now = midnight(working_day(on - timedelta(days=2))) + timedelta(hours=15)
    story = own_stories.propose(
        partner=teller.liaison,
        kind=told["kind"],
        happened_on=on - timedelta(days=9),
        audience=told["audience"],
        now=now,
        **_words(told, [teller.enterprise], {}),
    )
    own_stories.add_own_photo(
        partner=teller.liaison,
        pk=story.pk,
        upload=drawn.scene("product", "proposed"),
        now=now + timedelta(minutes=9),
        alt_zh=SCENES["product"][0],
    )


# --- Who may be named in public -------------------------------------------------------------------


def _say_of_naming(staff: Staff, tellers: list[Teller], on: date) -> None:
    """The liaisons say it at the portal; of others the centre enters a letter, some with their open posts."""
    now = midnight(working_day(on - timedelta(days=2))) + timedelta(hours=16)
    for teller in tellers:
        naming.say(partner=teller.liaison, named=True, logo=_logo(teller.enterprise), now=now)
        now += timedelta(minutes=7)
    said = [one.enterprise.pk for one in tellers]
    partners = Enterprise.objects.filter(state=Stage.PARTNER, merged_into=None).exclude(pk__in=said)
    offering = Post.objects.approved().filter(found_by=None).order_by().values("enterprise")
    with_posts = list(partners.filter(pk__in=offering).order_by("pk")[:WITH_POSTS])
    others = partners.exclude(pk__in=offering).order_by("pk")
    letters = [*with_posts, *islice(others, NAMED_BY_LETTER - len(with_posts))]
    for number, enterprise in enumerate(letters):
        at = midnight(working_day(on - timedelta(days=400 - 60 * number))) + timedelta(hours=10)
        naming.record(
            actor=staff.office_head,
            enterprise=enterprise,
            named=True,
            with_posts=enterprise in with_posts,
            evidence=f"{at:%Y}年{at.month}月{at.day}日企业盖章的署名同意函（存校企合作办公室）",
            logo=_logo(enterprise),
            now=at,
        )


def _logo(enterprise: Enterprise) -> Any:
    """With the first letters of its name, after the place."""
    words = (enterprise.name_en or "").split()[1:3]
    return drawn.logo(enterprise.name, "".join(word[0] for word in words))

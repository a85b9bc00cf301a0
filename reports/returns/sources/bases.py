"""What a base for internships says in a return: an enterprise of an agreement that makes it one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agreements.choices import FormOfCooperation
from agreements.models import Agreement, Party
from core.access import THE_SYSTEM, Actor
from core.bilingual import listed
from core.indicators import Words, in_both
from core.tallies import in_two
from internships.conditions import Provision
from internships.models import Post, PostState
from partnerships.models import Contact, Enterprise
from placements.models import Destination, DestinationKind, Placement
from reports.returns.fields import FieldType, RowKind
from reports.returns.sources.placements import placements_in
from reports.returns.sources.registry import Cell, Frame, Row, source

T = FieldType
base = partial(source, RowKind.BASE)
APPROVED = (PostState.APPROVED, PostState.CLOSED)


@dataclass(kw_only=True)
class BaseRow(Row):
    """An enterprise of an agreement, with what happened there in the year."""

    agreement: Agreement
    enterprise: Enterprise
    contact: Contact | None = None
    posts: Sequence[Post] = field(default_factory=list)
    taken: int = 0
    retained: int = 0


def bases_in(frame: Frame, reader: Actor) -> Any:
    """Enterprise parties of agreements in force on the reference day that make them a base."""
    agreements = Agreement.objects.visible_to(reader).in_force_on(frame.last)
    agreements = agreements.filter(forms__contains=[FormOfCooperation.INTERNSHIP_BASE])
    if frame.departments is not None:
        agreements = agreements.filter(department__in=frame.departments)
    rows = Party.objects.filter(agreement__in=agreements.order_by().values("pk"), enterprise__isnull=False)
    return rows.order_by("agreement__starts_on", "agreement_id", "order")


def base_rows(pks: Sequence[int], frame: Frame) -> dict[int, BaseRow]:
    """By key. Five queries for any number."""
    parties = Party.objects.filter(pk__in=pks).select_related("agreement", "enterprise__region", "contact")
    found = {one.pk: one for one in parties.order_by()}
    enterprises = {one.enterprise_id for one in found.values() if one.enterprise_id is not None}
    agreements = {one.agreement_id for one in found.values()}
    asked = Contact.objects.filter(enterprise__in=enterprises, is_primary=True)
    primary = {one.enterprise_id: one for one in asked}
    posts = posts_under(agreements, frame)
    taken = taken_under(agreements, frame)
    retained = retained_under(agreements, frame)
    rows: dict[int, BaseRow] = {}
    for pk, one in found.items():
        if one.enterprise is None:
            continue
        contact = one.contact or primary.get(one.enterprise.pk)
        rows[pk] = BaseRow(
            record="agreements.Party",
            pk=pk,
            label=in_two(one.legal_name_en, one.legal_name),
            url=one.agreement.get_absolute_url(),
            department=one.agreement.department_id,
            subjects={
                "base": ("agreements.Party", pk),
                "enterprise": ("partnerships.Enterprise", one.enterprise.pk),
            },
            people={
                "agreement_owner": [one.agreement.owner_id],
                "enterprise_owner": [one.enterprise.owner_id] if one.enterprise.owner_id else [],
            },
            persons={"partnerships.Contact": [contact.pk]} if contact else {},
            agreement=one.agreement,
            enterprise=one.enterprise,
            contact=contact,
            posts=posts.get((one.agreement_id, one.enterprise.pk), []),
            taken=taken[one.agreement_id, one.enterprise.pk],
            retained=retained[one.agreement_id, one.enterprise.pk],
        )
    return rows


def posts_under(agreements: Collection[int], frame: Frame) -> dict[tuple[int, int], list[Post]]:
    """Approved posts that were open in the year, by agreement and enterprise. One query."""
    opened = Coalesce("plan__starts_on", "open_from")
    closed = Coalesce("plan__ends_on", "open_until")
    rows = (
        Post.objects.filter(agreement__in=agreements, state__in=APPROVED)
        .alias(opened=opened, closed=closed)
        .filter(Q(opened=None) | Q(opened__lte=frame.last), Q(closed=None) | Q(closed__gte=frame.first))
        .defer("search_text", "search_bigrams")
    )
    found: dict[tuple[int, int], list[Post]] = defaultdict(list)
    for one in rows.order_by("pk"):
        found[one.agreement_id or 0, one.enterprise_id].append(one)
    return found


def taken_under(agreements: Collection[int], frame: Frame) -> Counter[tuple[int, int]]:
    """Internships of the year, by agreement and enterprise; those of the return’s departments. One query."""
    rows = placements_in(frame, THE_SYSTEM).order_by()
    counted = rows.filter(post__agreement__in=agreements).values_list("post__agreement", "enterprise")
    return Counter({(one, other): much for one, other, much in counted.annotate(much=Count("pk"))})


def retained_under(agreements: Collection[int], frame: Frame) -> Counter[tuple[int, int]]:
    """Graduates whom their host hired in the year, as was confirmed, by agreement and enterprise of the post
    of their last internship, each once; those of the return’s departments. The day is that of the indicator
    ``graduates_retained``. One query."""
    since = Coalesce("since_on", TruncDate("reported_at", tzinfo=timezone.get_default_timezone()))
    began = Placement.objects.filter(student=OuterRef("student"), started_on__lte=frame.last)
    last = began.exclude(state="cancelled").order_by("-started_on", "-pk")
    rows = (
        Destination.objects.filter(kind=DestinationKind.HOST, confirmed_at__isnull=False)
        .alias(day=since)
        .filter(day__range=(frame.first, frame.last))
        .annotate(
            under=Subquery(last.values("post__agreement")[:1]), host=Subquery(last.values("enterprise")[:1])
        )
    )
    if frame.departments is not None:
        rows = rows.filter(student__school_class__department__in=frame.departments)
    counted = rows.filter(under__in=agreements).order_by().values_list("under", "host")
    return Counter({(one, other): much for one, other, much in counted.annotate(much=Count("pk"))})


def _at_posts(row: BaseRow) -> str:
    """Posts are what it is read from; where there is none it is entered in the return."""
    query = urlencode({"enterprise": row.enterprise.pk})
    return f"{reverse('internships:post_list')}?{query}"


def _at_enterprise(row: BaseRow) -> str:
    return row.enterprise.get_absolute_url()


# --- ZZJX0701 ----------------------------------------------------------------------------------


@base("enterprise_code", T.TEXT, at=_at_enterprise)
def enterprise_code(row: BaseRow) -> Cell:
    return row.enterprise.code


@base("enterprise_name", T.TEXT, at=_at_enterprise)
def enterprise_name(row: BaseRow) -> Cell:
    return in_two(row.enterprise.name_en, row.enterprise.name)


@base("agreement_number", T.TEXT)
def agreement_number(row: BaseRow) -> Cell:
    return row.agreement.number


@base("agreement_title", T.TEXT)
def agreement_title(row: BaseRow) -> Cell:
    return in_two(row.agreement.title_en, row.agreement.title_zh)


@base("starts_on", T.DATE)
def starts_on(row: BaseRow) -> Cell:
    return row.agreement.starts_on


@base("ends_on", T.DATE)
def ends_on(row: BaseRow) -> Cell:
    return row.agreement.last_day


@base("district", T.TEXT, at=_at_enterprise)
def district(row: BaseRow) -> Cell:
    found = row.enterprise.region
    return in_two(found.name_en, found.name_zh) if found else None


@base("contact_name", T.TEXT, at=_at_enterprise)
def contact_name(row: BaseRow) -> Cell:
    return in_two(row.contact.name_latin, row.contact.name) if row.contact else None


@base("contact_phone", T.TEXT, at=_at_enterprise)
def contact_phone(row: BaseRow) -> Cell:
    return row.contact.phone if row.contact else None


# --- ZZJX0702 ----------------------------------------------------------------------------------


@base("places", T.INTEGER, at=_at_posts)
def places(row: BaseRow) -> Cell:
    """Nothing where no post was approved: how many it takes at most nobody has said then."""
    return sum(one.seats for one in row.posts) if row.posts else None


@base("taken", T.INTEGER, is_dated=True)
def taken(row: BaseRow) -> Cell:
    return row.taken


@base("retained", T.INTEGER)
def retained(row: BaseRow) -> Cell:
    return row.retained


@base("treatment", T.TEXT, at=_at_posts)
def treatment(row: BaseRow) -> Cell:
    """Pay a month from the lowest to the highest post, meals and lodging as the posts provide them."""
    pay = sorted({one.pay_per_month for one in row.posts if one.pay_per_month is not None})
    board = _provided(row.posts, "board")
    lodging = _provided(row.posts, "lodging")
    if not (pay or board or lodging):
        return None
    return _treatment(tuple(pay), board, lodging)


def _provided(posts: Iterable[Post], name: str) -> tuple[str, ...]:
    found = dict.fromkeys(getattr(one, name) for one in posts)
    return tuple(one for one in found if one != Provision.NONE)


@cache
def _treatment(pay: tuple[Decimal, ...], board: tuple[str, ...], lodging: tuple[str, ...]) -> Words:
    def said() -> str:
        parts = []
        if pay:
            amounts = dict.fromkeys(number_format(one, force_grouping=True) for one in (pay[0], pay[-1]))
            parts.append(_("%(amount)s yuan a month") % {"amount": "–".join(amounts)})
        for label, found in ((_("meals: %(what)s"), board), (_("lodging: %(what)s"), lodging)):
            if found:
                parts.append(label % {"what": listed(Provision(one).label for one in found)})
        return "; ".join(parts)

    return in_both(said)

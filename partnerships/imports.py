"""Lists of companies: public registers to look things up in, and the centre's own enterprises.

Both are read and judged alike; they differ in where their rows go. A code is judged by the register
whose column the file has. A file without such a column is a list of names: in the look-up register the
folded name is then the key. An enterprise of the centre without a code is recognised by its folded name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.types.json import Jsonb

from catalogue.countries import country_choices
from catalogue.models import Region
from core.access import Actor
from core.codes import CodeProblem, get_scheme
from core.codes.scheme import NO_VALUE
from core.dates import parse_date
from core.forms import RecordForm
from core.imports.spec import Doubtful, Field, ImportSpec, Reject, Successor, Values, text
from core.models import AuditEvent, ImportRow, ImportRun
from core.money import parse_capital
from core.names import name_key
from core.pinyin import pinyin_initials, pinyin_key
from core.search import fold
from partnerships.hints import KEPT_ELSEWHERE
from partnerships.models import Enterprise, EnterpriseName, NameKind, RegisterEntry
from partnerships.models.enterprise import NAME_LENGTH
from partnerships.policies import IMPORT, departments_for

# The registers whose codes have a column of their own in files.
CODE_FIELDS = ("uscc", "gb_company", "siren", "lei")
# What public files write where they took something out.
REMOVED = frozenset({"（已删）", "(已删)"})
YES, NO = frozenset({"是", "有", "yes", "y", "true", "1"}), frozenset({"否", "无", "no", "n", "false", "0"})
PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南",
    "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
)  # fmt: skip
LONGEST_PROVINCE = 8
NOTHING_MORE = Jsonb({})
ROWS_AT_ONCE = 2000
BETWEEN_ADDRESSES = re.compile(r"[;,|；，、\s]+")
MOST_DIGITS = 9  # what the column holds


# --- Cells ------------------------------------------------------------------------------------


def words(cell: str) -> str:
    """The text of a cell, "" where it only says that there is nothing."""
    found = text(cell)
    return "" if found.upper() in NO_VALUE or found in REMOVED else found


def code_of(scheme_key: str) -> Any:
    scheme = get_scheme(scheme_key)

    def clean(cell: str) -> str:
        code = scheme.normalise(cell)
        problem = scheme.problem(code)
        if problem == CodeProblem.EMPTY:
            return ""
        if problem:
            raise Reject(str(problem.label))
        return code

    return clean


def province(cell: str) -> str:
    """Anything else in this column means that the row's cells have slipped, so that none can be trusted."""
    name = text(cell)
    if len(name) > LONGEST_PROVINCE or not name.startswith(PROVINCES):
        raise Reject(
            _("“%(cell)s” is no province: the cells of this row have slipped.") % {"cell": name[:30]}
        )
    return name


def country(cell: str) -> str:
    """The ISO 3166 code; "" for a country that is not told by its code."""
    code = text(cell).upper()
    return code if code in dict(country_choices()) else ""


def day(cell: str) -> date | None:
    return parse_date(cell)


def website(cell: str) -> str | Doubtful:
    """The first address in the cell that can be one."""
    given = [part for part in BETWEEN_ADDRESSES.split(words(cell)) if part]
    for part in given:
        address = part if "://" in part else f"https://{part}"
        if _is_website(address):
            remark = _("several addresses stand there; the first that can be one is kept.")
            return address if len(given) == 1 else Doubtful(value=address, remark=remark)
    return (
        Doubtful(value="", remark=_("what stands there is no web address, and is left out.")) if given else ""
    )


def _is_website(address: str) -> bool:
    try:
        Enterprise._meta.get_field("website").run_validators(address)
    except ValidationError:
        return False
    return True


def number(cell: str) -> int:
    digits = text(cell).replace(",", "").replace(" ", "")
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise Reject(_("“%(cell)s” is no number.") % {"cell": cell[:30]})
    return int(digits)


def yes_or_no(cell: str) -> bool:
    """Raises Reject."""
    word = text(cell).lower()
    if word in YES | NO:
        return word in YES
    raise Reject(_("“%(cell)s” says neither yes nor no.") % {"cell": cell[:30]})


def code_field(scheme_key: str, *aliases: str) -> Field:
    return Field(
        name=scheme_key,
        label=get_scheme(scheme_key).label,
        aliases=aliases,
        clean=code_of(scheme_key),
        column="code",
    )


NAME = Field(
    name="name",
    label=gettext_lazy("Name"),
    aliases=(
        "企业名称", "公司名称", "单位名称", "名称", "CompanyName", "Company Name", "Organisation Name",
        "Organization Name", "Entity.LegalName", "Legal name", "法定名称",
    ),
    required=True,
)  # fmt: skip
CODES = (
    code_field("uscc", "统一社会信用代码", "社会信用代码", "信用代码", "USCC"),
    code_field("gb_company", "CompanyNumber", "Company Number", "Company registration number"),
    code_field("siren", "SIREN", "numéro SIREN"),
    code_field("lei", "LEI", "Legal Entity Identifier"),
)
PROVINCE = Field(
    name="province",
    label=gettext_lazy("Province"),
    aliases=("所在省份", "省份", "省"),
    clean=province,
    repeats=True,
    column="region",
)
COUNTRY = Field(
    name="country",
    label=gettext_lazy("Country or region"),
    aliases=("Entity.LegalAddress.Country", "Country", "国家"),
    clean=country,
    repeats=True,
)
ADDRESS = Field(
    name="address",
    label=gettext_lazy("Address"),
    aliases=(
        "注册地址", "地址", "住所", "RegAddress.CareOf", "RegAddress.POBox", "RegAddress.AddressLine1",
        "RegAddress.AddressLine2", "RegAddress.PostCode", "Address",
    ),
    clean=words,
    joined_by=", ",
)  # fmt: skip


def complete_code(values: Values) -> None:
    """Bring the code of whichever register the file names under ``scheme`` and ``code``: "" without one."""
    values["scheme"], values["code"] = "none", ""
    for key in CODE_FIELDS:
        if key in values:
            code = values.pop(key)
            if code:
                values["scheme"], values["code"] = key, code
            elif not values["code"]:
                values["scheme"] = key
    values["country"] = values.get("country") or get_scheme(values["scheme"]).country


# --- Into the look-up register ----------------------------------------------------------------


class RegisterImport(ImportSpec):
    """Public registers: lines to be found, which become enterprises only when somebody adopts them."""

    name = "partnerships.register"
    label = gettext_lazy("Look-up register of companies")
    help = gettext_lazy(
        "A public list of companies. Its lines help to find and enter enterprises; none becomes an "
        "enterprise of the centre by itself."
    )
    capability = IMPORT
    target = RegisterEntry
    key = ("scheme", "key")
    fields = (
        NAME,
        *CODES,
        PROVINCE,
        Field(
            name="region",
            label=gettext_lazy("Region"),
            aliases=("地区", "城市", "所在地区", "RegAddress.PostTown", "RegAddress.County", "City"),
            clean=words,
            joined_by=", ",
        ),
        COUNTRY,
        ADDRESS,
        Field(
            name="industry",
            label=gettext_lazy("Industry"),
            aliases=("行业", "所属行业", *(f"SICCode.SicText_{place}" for place in range(1, 5))),
            clean=words,
            joined_by="; ",
        ),
        Field(
            name="status",
            label=gettext_lazy("Status"),
            aliases=("经营状态", "登记状态", "状态", "CompanyStatus"),
            clean=words,
            repeats=True,
        ),
        Field(
            name="registered_on",
            label=gettext_lazy("Registered on"),
            aliases=("注册日期", "成立日期", "IncorporationDate"),
            clean=day,
            repeats=True,
            empty=None,
        ),
        Field(
            name="capital",
            label=gettext_lazy("Registered capital"),
            aliases=("注册资金", "注册资本"),
            clean=words,
            column="capital_amount",
        ),
        Field(
            name="category",
            label=gettext_lazy("Legal form"),
            aliases=("企业类型", "公司类型", "CompanyCategory"),
            clean=words,
            repeats=True,
            column="extra.category",
        ),
        Field(
            name="business",
            label=gettext_lazy("Scope of business"),
            aliases=("经营范围",),
            clean=words,
            column="extra.business",
        ),
    )

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        complete_code(values)
        if values["scheme"] != "none" and not values["code"]:
            # A register that gives codes gives one to each.
            raise Reject(str(CodeProblem.EMPTY.label))
        name = values["name"]
        values["key"] = values["code"] or fold(name)[:NAME_LENGTH]
        values["name_key"] = name_key(name)[:NAME_LENGTH]
        if "province" in values:
            values["region"] = " ".join(filter(None, (values.pop("province"), values.get("region"))))
        more = {key: values.pop(key) for key in ("category", "business") if values.get(key)}
        for key in ("category", "business"):
            values.pop(key, None)
        if "capital" in values:
            capital = values.pop("capital")
            money = parse_capital(capital) if capital else None
            values["capital_amount"] = money.amount if money else None
            values["capital_currency"] = money.currency if money else ""
            if capital and money is None:
                more["capital"] = capital
        values["extra"] = Jsonb(more) if more else NOTHING_MORE
        return values

    def constants(self, run: ImportRun, now: datetime) -> Values:
        return {"source": run.file_name[:200], "imported_at": now}


# --- As enterprises of the centre -------------------------------------------------------------


class DepartmentForm(RecordForm):
    """For which department a list makes enterprises."""

    department = forms.TypedChoiceField(
        label=gettext_lazy("Department"),
        coerce=int,
        help_text=gettext_lazy("New enterprises belong to it; those that are there stay where they are."),
    )

    def narrow(self) -> None:
        field: Any = self.fields["department"]
        field.choices = [(row.pk, str(row)) for row in departments_for(self.user, IMPORT)]


class PartnersImport(ImportSpec):
    """The centre's own list: every row becomes an enterprise, or brings one up to date."""

    name = "partnerships.partners"
    label = gettext_lazy("Enterprises of the centre")
    help = gettext_lazy(
        "The centre's own list of enterprises, recognised by their registration codes, or by their names "
        "where no code is given. New ones begin as prospects."
    )
    capability = IMPORT
    target = Enterprise
    key = ("scheme", "code")
    resembles = ("name_key",)
    keyless = gettext_lazy("no code given")
    options_form = DepartmentForm
    kept_elsewhere = KEPT_ELSEWHERE
    fields = (
        NAME,
        *CODES,
        Field(
            name="name_en",
            label=gettext_lazy("English name"),
            aliases=("英文名称", "Name in English"),
            clean=words,
        ),
        PROVINCE,
        COUNTRY,
        ADDRESS,
        Field(
            name="staff_count",
            label=gettext_lazy("Number of staff"),
            aliases=("员工人数", "职工人数", "从业人数", "Employees"),
            clean=number,
            empty=None,
        ),
        Field(
            name="is_integration_type",
            label=gettext_lazy("Of the integration type"),
            aliases=("产教融合型企业", "是否产教融合型企业", "Integration type"),
            clean=yes_or_no,
            empty=None,
            repeats=True,
        ),
        Field(name="website", label=gettext_lazy("Website"), aliases=("网址", "官网", "URL"), clean=website),
        Field(name="notes", label=gettext_lazy("Notes"), aliases=("备注", "Remarks"), clean=words),
    )

    def permitted(self, actor: Actor) -> QuerySet[Enterprise]:
        return Enterprise.objects.permitting(actor, IMPORT)

    def successors(self, actor: Actor) -> Mapping[int, Successor]:
        merged = Enterprise.objects.survivors()
        seen = Enterprise.objects.visible_to(actor).in_bulk(set(merged.values()))
        return {
            gone: Successor(pk=pk, reason=_("merged into “%(enterprise)s”") % {"enterprise": seen[pk]})
            for gone, pk in merged.items()
            if pk in seen
        }

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        complete_code(values)
        if not values["code"]:
            values["code"] = None
            values["country"] = values["country"] or Enterprise._meta.get_field("country").default
        values.pop("province", None)
        name = values["name"]
        values["name_key"] = name_key(name)[:NAME_LENGTH]
        values["pinyin_key"] = pinyin_key(name)[:400]
        values["pinyin_initials"] = pinyin_initials(name)[:400]
        return values

    def constants(self, run: ImportRun, now: datetime) -> Values:
        return {
            "department_id": run.options["department"],
            "state_since": now,
            "created_at": now,
            "updated_at": now,
        }

    def after_apply(self, *, actor: Actor, run: ImportRun, now: datetime) -> None:
        written = run.rows.filter(verdict__in=[ImportRow.Verdict.NEW, ImportRow.Verdict.CHANGED])
        new = Enterprise.objects.filter(
            pk__in=written.filter(verdict=ImportRow.Verdict.NEW).values("target_id")
        )
        fill_regions(new)
        adopt_listed(new)
        changed = written.filter(verdict=ImportRow.Verdict.CHANGED)
        Enterprise.objects.filter(pk__in=changed.values("target_id")).update(updated_at=now)
        keep_former_names(changed, until=timezone.localdate(now))
        record_rows(actor, written, now)


def fill_regions(enterprises: Any) -> None:
    """The place of the authority that gave the code: the county where we know it, else what it lies in."""
    listed = enterprises.filter(scheme="uscc", region=None)
    for digits, zeros in ((6, ""), (4, "00"), (2, "0000")):
        code = Concat(Substr(OuterRef("code"), 3, digits), Value(zeros))
        place = Region.objects.in_country("CN").filter(code=code).values("pk")[:1]
        listed.filter(region=None).update(region=Subquery(place))


def adopt_listed(enterprises: Any) -> None:
    """Lines of the look-up register that are enterprises of the centre by now."""
    same = enterprises.filter(scheme=OuterRef("scheme"), code=OuterRef("key"))
    waiting = RegisterEntry.objects.filter(adopted_as=None)
    waiting.filter(scheme__in=enterprises.values("scheme"), key__in=enterprises.values("code")).update(
        adopted_as=Subquery(same.values("pk")[:1])
    )


def keep_former_names(changed: Any, *, until: date) -> None:
    """A replaced legal name stays findable, as when somebody edits it by hand."""
    renamed = {
        row.target_id: row.changes["name"][0]
        for row in changed.filter(changes__has_key="name").iterator(chunk_size=ROWS_AT_ONCE)
    }
    names = [
        EnterpriseName(enterprise_id=pk, name=name, kind=NameKind.FORMER, until=until)
        for pk, name in renamed.items()
    ]
    EnterpriseName.objects.bulk_create(names, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    for enterprise in Enterprise.objects.filter(pk__in=renamed).prefetch_related("names").only("pk"):
        enterprise.other_names = "\n".join(name.name for name in enterprise.names.all())
        enterprise.save(update_fields=["other_names"])


def record_rows(actor: Actor, rows: Any, now: datetime) -> None:
    kind = ContentType.objects.get_for_model(Enterprise)
    events = (
        AuditEvent(
            at=now,
            actor_id=actor.pk,
            verb="enterprise.imported",
            subject_type=kind,
            subject_id=target_id,
            details={"verdict": verdict},
        )
        for target_id, verdict in rows.values_list("target_id", "verdict").iterator(chunk_size=ROWS_AT_ONCE)
    )
    AuditEvent.objects.bulk_create(events, batch_size=ROWS_AT_ONCE)

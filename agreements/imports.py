"""The list of agreements that were concluded before this program: its columns and their words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.choices import RenewalRule
from agreements.models import Agreement
from agreements.taking_over import TakingOver
from core.access import Actor
from core.dates import parse_date
from core.imports.one_by_one import Intake, OneByOneSpec
from core.imports.spec import Companion, Field, Reject, Values, fold
from core.models import ImportRun
from core.money import parse_capital

RENEWALS: dict[str, RenewalRule] = {
    fold(word): rule
    for rule, words in {
        RenewalRule.NONE: (
            "none",
            "no",
            "no renewal",
            "ends without renewal",
            "不续签",
            "到期终止",
            "无",
            "否",
        ),
        RenewalRule.BY_DECISION: (
            *("by decision", "by_decision", "yes", "renewed by decision of the parties"),
            *("协商续签", "双方协商", "协商", "由双方协商决定是否续签", "是"),
        ),
        RenewalRule.AUTOMATIC: (
            *("automatic", "auto", "renews itself unless a party gives notice"),
            *("自动续签", "自动顺延", "自动续期", "自动延续"),
        ),
    }.items()
    for word in words
}
LONGEST_NOTICE_DAYS = 3650
WHOLE_CENTS = Decimal("0.01")


def clean_day(cell: str) -> str:
    day = parse_date(cell)
    if day is None:
        raise Reject(_("“%(cell)s” is no date: write it as 2026-03-31.") % {"cell": cell})
    return day.isoformat()


def clean_renewal(cell: str) -> str:
    rule = RENEWALS.get(fold(cell))
    if rule is None:
        raise Reject(_("“%(cell)s” is none of: none, by decision, automatic.") % {"cell": cell})
    return rule.value


def clean_notice(cell: str) -> int:
    digits = unicodedata.normalize("NFKC", cell).strip().casefold().removesuffix("days").removesuffix("天")
    if not digits.strip().isdecimal() or int(digits) > LONGEST_NOTICE_DAYS:
        raise Reject(_("“%(cell)s” is no number of days.") % {"cell": cell})
    return int(digits)


def clean_value(cell: str) -> str:
    """An amount and its currency, which :meth:`ExistingAgreements.complete` separates: ``"120000 CNY"``.

    Raises Reject where it is not understood.
    """
    plain = unicodedata.normalize("NFKC", cell).replace(",", "").replace(" ", "")
    try:
        amount, currency = Decimal(plain), "CNY"
    except InvalidOperation:
        money = parse_capital(cell)
        if money is None:
            raise Reject(
                _("“%(cell)s” is no amount: write it in yuan, as 120000.") % {"cell": cell}
            ) from None
        amount, currency = money.amount, money.currency
    if not amount.is_finite() or not 0 <= amount < 10**12 or amount != amount.quantize(WHOLE_CENTS):
        raise Reject(_("“%(cell)s” is no amount: write it in yuan, as 120000.") % {"cell": cell})
    return f"{amount:f} {currency}"


def has_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)


class ExistingAgreements(OneByOneSpec):
    name = "agreements.existing"
    label = gettext_lazy("Existing agreements")
    help = gettext_lazy(
        "Agreements that were concluded before this program keep their old reference. Their state follows "
        "from their dates; nothing is approved again and nobody is reminded of what is past."
    )
    capability = "agreement.administer"
    target = Agreement
    key = ("old_reference",)
    companion = Companion(
        label=gettext_lazy("Scans (ZIP)"),
        help=gettext_lazy("The signed papers, as PDF or images, under the names that the list gives."),
    )
    fields = (
        Field(
            name="old_reference",
            label=gettext_lazy("Old reference"),
            aliases=(
                *("old reference", "reference", "number", "agreement number", "contract no", "no."),
                *("原编号", "协议编号", "合同编号", "编号", "文号"),
            ),
            required=True,
            help=gettext_lazy("The number on the paper. A number that is known is not taken over again."),
            example="校企〔2024〕17号",
        ),
        Field(
            name="title_zh",
            label=gettext_lazy("Title in Chinese"),
            aliases=(
                "title",
                "agreement",
                "协议名称",
                "合同名称",
                "名称",
                "标题",
                "中文名称",
                "title in Chinese",
            ),
            help=gettext_lazy("A title in one language is enough, in either column."),
            example="实习实训基地共建协议",
        ),
        Field(
            name="title_en",
            label=gettext_lazy("Title in English"),
            aliases=("english title", "title in English", "英文名称", "英文标题", "协议英文名称"),
            example="Internship base agreement",
        ),
        Field(
            name="enterprise",
            label=gettext_lazy("Enterprise"),
            aliases=(
                *("enterprise name", "company", "partner", "party b", "other party"),
                *("企业名称", "合作企业", "企业", "单位名称", "合作单位", "乙方", "乙方名称"),
            ),
            help=gettext_lazy("As registered here. Several are separated by a semicolon."),
            example="苏州精工机械有限公司",
        ),
        Field(
            name="enterprise_code",
            label=gettext_lazy("Registration code of the enterprise"),
            aliases=(
                *("code", "registration code", "enterprise code", "uscc", "unified social credit code"),
                *("统一社会信用代码", "信用代码", "企业代码", "注册号"),
            ),
            help=gettext_lazy("Surer than the name; with it the name may be missing."),
            example="91320594MA1XXXXX0X",
        ),
        Field(
            name="type",
            label=gettext_lazy("Type of agreement"),
            aliases=("type", "agreement type", "kind", "协议类型", "合同类型", "类型", "合作类型"),
            required=True,
            help=gettext_lazy("Its name or code, as the types of agreement are called here."),
            example=gettext_lazy("Internship base"),
        ),
        Field(
            name="signed_on",
            label=gettext_lazy("Signed on"),
            aliases=("signed", "date of signature", "签订日期", "签署日期", "签约日期", "签订时间"),
            clean=clean_day,
            help=gettext_lazy("A date, as 2024-08-20."),
            example="2024-08-20",
        ),
        Field(
            name="starts_on",
            label=gettext_lazy("First day"),
            aliases=(
                *("start", "starts on", "start date", "from", "valid from"),
                *("开始日期", "起始日期", "生效日期", "合作开始日期"),
            ),
            required=True,
            clean=clean_day,
            example="2024-09-01",
        ),
        Field(
            name="ends_on",
            label=gettext_lazy("Last day"),
            aliases=(
                *("end", "ends on", "end date", "until", "valid until", "expiry"),
                *("结束日期", "终止日期", "到期日期", "截止日期", "合作结束日期"),
            ),
            required=True,
            clean=clean_day,
            help=gettext_lazy("The last day of the term as it was signed."),
            example="2027-08-31",
        ),
        Field(
            name="renewal_rule",
            label=gettext_lazy("Renewal"),
            aliases=("renewal rule", "续签", "续签方式", "续约方式"),
            clean=clean_renewal,
            help=gettext_lazy("none, by decision, or automatic. Empty: as usual for the type."),
            example=gettext_lazy("by decision"),
        ),
        Field(
            name="notice_days",
            label=gettext_lazy("Days of notice"),
            aliases=("notice", "notice days", "notice period", "提前通知天数", "通知期", "提前通知期"),
            clean=clean_notice,
            empty=None,
            help=gettext_lazy("How many days before the last day notice has to be given. Empty: as usual."),
            example="60",
        ),
        Field(
            name="value",
            label=gettext_lazy("Value"),
            aliases=("amount", "contract value", "合同金额", "协议金额", "金额", "金额元", "合同金额元"),
            clean=clean_value,
            help=gettext_lazy("In yuan, or with its unit and currency: 12万元, USD 3,000."),
            example="120000",
        ),
        Field(
            name="owner",
            label=gettext_lazy("E-mail of the owner"),
            aliases=("owner", "owner e-mail", "responsible", "负责人邮箱", "经办人邮箱", "负责人", "经办人"),
            help=gettext_lazy("The colleague who looks after it. Empty: whoever brings the list in."),
            example="officer@school.example",
        ),
        Field(
            name="department",
            label=gettext_lazy("Department"),
            aliases=(
                "department code",
                "faculty",
                "部门",
                "系部",
                "院系",
                "二级学院",
                "部门代码",
                "归口部门",
            ),
            help=gettext_lazy("Its code or name. Empty: the department of the enterprise."),
            example="C1",
        ),
        Field(
            name="terminated_on",
            label=gettext_lazy("Terminated on"),
            aliases=("terminated", "termination date", "提前终止日期", "解除日期", "解约日期"),
            clean=clean_day,
            help=gettext_lazy("Only for an agreement that ended before its last day."),
        ),
        Field(
            name="termination_reason",
            label=gettext_lazy("Reason for the termination"),
            aliases=("termination reason", "reason", "终止原因", "解除原因", "解约原因"),
        ),
        Field(
            name="scan",
            label=gettext_lazy("File name of the scan"),
            aliases=("scan", "file", "file name", "scan file", "扫描件", "扫描件文件名", "附件", "文件名"),
            help=gettext_lazy(
                "As in the ZIP archive; several are separated by a semicolon. Empty: the file that is called "
                "like the old reference, if there is one."
            ),
            example="2024-17.pdf",
        ),
    )

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        said = {field.name: field.empty for field in self.fields} | values
        if not said["title_en"] and said["title_zh"] and not has_chinese(said["title_zh"]):
            said["title_en"], said["title_zh"] = said["title_zh"], ""
        if not (said["title_en"] or said["title_zh"]):
            raise Reject(_("There is no title."))
        if not (said["enterprise"] or said["enterprise_code"]):
            raise Reject(_("There is no enterprise."))
        if said["termination_reason"] and not said["terminated_on"]:
            raise Reject(_("There is a reason for a termination, but no day of it."))
        return said

    def intake(self, *, actor: Actor, run: ImportRun, now: datetime) -> AbstractContextManager[Intake]:
        return TakingOver.of(actor=actor, run=run, now=now)

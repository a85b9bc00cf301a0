"""The pay sheet of a month: one list, reconciled person by person with who was at work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.access import Actor
from core.bilingual import listed
from core.dates import parse_date
from core.forms import RecordForm
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, Reject, Values, fold
from core.models import ImportRow, ImportRun
from internships.models import Plan
from placements.models import Payee, PayForm, Payment, Placement
from placements.operations.pay import EDIT, record_payment
from placements.pay import agreed_for, at_work_in, days_in, paid_in
from placements.weeks import end_of_month, month_named, name_of_month

Verdict = ImportRow.Verdict
MOST_NAMED = 20
FORMS: dict[str, str] = {
    fold(word): form.value
    for form, words in {
        PayForm.MONEY: ("货币", "现金", "转账", "银行转账", "工资卡", "money", "cash", "transfer", "bank"),
        PayForm.GOODS: ("实物", "物品", "goods", "in kind"),
        PayForm.VOUCHERS: ("代金券", "购物卡", "饭票", "vouchers", "voucher"),
    }.items()
    for word in words
}
PAYEES: dict[str, str] = {
    fold(word): payee.value
    for payee, words in {
        Payee.STUDENT: ("本人", "学生", "学生本人", "student", "self"),
        Payee.SCHOOL: ("学校", "school"),
        Payee.THIRD_PARTY: ("第三方", "中介", "劳务公司", "他人", "third party", "agency"),
    }.items()
    for word in words
}
COMPARED = ("amount", "form", "payee", "paid_on", "period_from", "period_until", "deducted", "deducted_for")


def clean_amount(cell: str) -> str:
    try:
        amount = Decimal(cell.replace(",", "").replace("，", "").lstrip("¥￥"))
    except InvalidOperation:
        raise Reject(_("this is no amount of money")) from None
    if not amount.is_finite() or not 0 <= amount < 10_000_000:
        raise Reject(_("this is no amount of money"))
    return f"{amount:.2f}"


def clean_form(cell: str) -> str:
    form = FORMS.get(fold(cell))
    if form is None:
        raise Reject(_("this is neither money nor goods nor vouchers"))
    return form


def clean_payee(cell: str) -> str:
    """Whoever is neither the student nor the school is somebody in between."""
    return PAYEES.get(fold(cell), Payee.THIRD_PARTY.value)


def clean_day(cell: str) -> str:
    day = parse_date(cell)
    if day is None:
        raise Reject(_("“%(cell)s” is no date: write it as 2026-03-31.") % {"cell": cell[:20]})
    return day.isoformat()


class PayOptions(RecordForm):
    plan = forms.ModelChoiceField(label=gettext_lazy("Internship plan"), queryset=Plan.objects.none())
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
        help_text=gettext_lazy("As 2026-03."),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        mine = Placement.objects.permitting(self.user, EDIT).order_by().values("plan")
        fields["plan"].queryset = Plan.objects.filter(pk__in=mine)

    def clean_month(self) -> str:
        if month_named(self.cleaned_data["month"]) is None:
            raise forms.ValidationError(_("Write the month as 2026-03."))
        return str(self.cleaned_data["month"])

    def clean(self) -> dict[str, Any]:
        """What the run keeps goes into JSON."""
        given = super().clean() or {}
        if plan := given.get("plan"):
            given |= {"plan": plan.pk, "department": plan.department_id}
        return given


class PayImport(OneByOneSpec):
    name = "placements.pay"
    label = gettext_lazy("Pay sheet of a month")
    help = gettext_lazy(
        "What the enterprises paid the students of a plan for one month, recognised by student numbers. "
        "The check says who is missing, who is unknown, and who got less than agreed."
    )
    capability = EDIT
    target = Payment
    key = ("number", "enterprise")
    options_form = PayOptions
    fields = (
        Field(
            name="number",
            label=gettext_lazy("Student number"),
            aliases=("学号", "学籍号", "student no", "student id"),
            required=True,
            example="20240101",
        ),
        Field(
            name="name",
            label=gettext_lazy("Name"),
            aliases=("姓名", "学生姓名"),
            help=gettext_lazy("Compared with the number, so that nobody is paid in another's row."),
            example="李明",
        ),
        Field(
            name="enterprise",
            label=gettext_lazy("Enterprise"),
            aliases=("企业", "单位", "实习单位", "实习企业", "company"),
            empty="",
            help=gettext_lazy("Needed for a student who was at two enterprises in the month."),
        ),
        Field(
            name="amount",
            label=pgettext_lazy("pay", "Paid out"),
            aliases=("实发", "实发金额", "发放金额", "实习报酬", "金额", "amount", "paid"),
            required=True,
            clean=clean_amount,
            example="2800.00",
        ),
        Field(
            name="deducted",
            label=pgettext_lazy("pay", "Kept back"),
            aliases=("扣款", "扣除", "扣款金额", "deducted", "deduction"),
            clean=clean_amount,
            empty="0.00",
            example="0",
        ),
        Field(
            name="deducted_for",
            label=gettext_lazy("Kept back for"),
            aliases=("扣款原因", "扣款说明", "deducted for"),
        ),
        Field(
            name="form",
            label=pgettext_lazy("pay", "Form"),
            aliases=("发放形式", "支付形式", "支付方式", "form"),
            clean=clean_form,
            empty=PayForm.MONEY.value,
            repeats=True,
            example="转账",
        ),
        Field(
            name="payee",
            label=pgettext_lazy("pay", "Paid to"),
            aliases=("收款人", "支付对象", "payee"),
            clean=clean_payee,
            empty=Payee.STUDENT.value,
            repeats=True,
            example="本人",
        ),
        Field(
            name="paid_on",
            label=gettext_lazy("Paid on"),
            aliases=("发放日期", "支付日期", "paid on"),
            clean=clean_day,
            empty=None,
            repeats=True,
            example="2026-04-10",
        ),
        Field(
            name="period_from",
            label=gettext_lazy("Paid from"),
            aliases=("起始日期", "计薪开始", "from"),
            clean=clean_day,
            empty=None,
            repeats=True,
            help=gettext_lazy("Empty: the days of the month on which the student was there."),
        ),
        Field(
            name="period_until",
            label=gettext_lazy("Paid until"),
            aliases=("截止日期", "计薪结束", "until"),
            clean=clean_day,
            empty=None,
            repeats=True,
        ),
    )

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        said = {one.name: one.empty for one in self.fields} | values
        if said["period_from"] and said["period_until"] and said["period_from"] > said["period_until"]:
            raise Reject(_("The last day comes after the first."))
        return said

    def intake(self, *, actor: Actor, run: ImportRun, now: datetime) -> AbstractContextManager[Intake]:
        return _taking_in(actor, run, now)


@contextmanager
def _taking_in(actor: Actor, run: ImportRun, now: datetime) -> Iterator[Intake]:
    month = date.fromisoformat(f"{run.options['month']}-01")
    yield PayIntake(actor=actor, plan_id=run.options["plan"], month=month, now=now)


@dataclass
class PayIntake(Intake):
    """Reconciles the rows with the placements of a plan in the month, which are looked up once."""

    actor: Actor
    plan_id: int
    month: date
    now: datetime
    placements: dict[str, list[Placement]] = field(init=False)
    payments: dict[int, Payment] = field(init=False)
    paid: set[int] = field(default_factory=set)
    short: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = Placement.objects.permitting(self.actor, EDIT).filter(
            at_work_in(self.month), plan=self.plan_id
        )
        self.placements = {}
        for row in rows.select_related("student", "post", "enterprise").order_by("-started_on", "-pk"):
            self.placements.setdefault(row.student.number, []).append(row)
        keys = [row.pk for found in self.placements.values() for row in found]
        self.payments = {
            row.placement_id: row for row in Payment.objects.filter(placement__in=keys, month=self.month)
        }

    def judge(self, values: Values) -> Judgement:
        placement = self._placement(values)
        if placement.pk in self.paid:
            raise Reject(_("The sheet pays the student for these days in another row already."))
        self.paid.add(placement.pk)
        fields = self._fields(placement, values)
        remark = self._less_than_agreed(placement, fields)
        known = self.payments.get(placement.pk)
        if known is None:
            return Judgement(verdict=Verdict.NEW, reason=remark)
        changes = {
            name: [_plain(getattr(known, name)), _plain(fields[name])]
            for name in COMPARED
            if _plain(getattr(known, name)) != _plain(fields[name])
        }
        verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
        return Judgement(verdict=verdict, reason=remark, changes=changes or None, target_id=known.pk)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        placement = self._placement(values)
        payment = record_payment(
            actor=self.actor,
            placement_pk=placement.pk,
            month=self.month,
            now=self.now,
            **self._fields(placement, values),
        )
        return payment.pk

    def remarks(self) -> list[str]:
        """Who should be on the sheet and is not, and how many got less than agreed."""
        rows = [row for found in self.placements.values() for row in found]
        payable = set(
            paid_in(Placement.objects.filter(pk__in=[row.pk for row in rows]), self.month).values_list(
                "pk", flat=True
            )
        )
        missing = [
            f"{row.student} ({row.student.number})"
            for row in rows
            if row.pk in payable and row.pk not in self.paid and row.pk not in self.payments
        ]
        said = []
        if missing:
            said.append(
                ngettext(
                    "%(count)d student of the plan is not on the sheet: %(names)s",
                    "%(count)d students of the plan are not on the sheet: %(names)s",
                    len(missing),
                )
                % {"count": len(missing), "names": _named(missing)}
            )
        if self.short:
            said.append(
                ngettext(
                    "%(count)d student got less than agreed: %(names)s",
                    "%(count)d students got less than agreed: %(names)s",
                    len(self.short),
                )
                % {"count": len(self.short), "names": _named(self.short)}
            )
        return said

    # --- One row ------------------------------------------------------------------------------

    def _placement(self, values: Values) -> Placement:
        found = self.placements.get(values["number"])
        if not found:
            raise Reject(
                _("Nobody with this number was at an enterprise of the plan in %(month)s.")
                % {"month": name_of_month(self.month)}
            )
        placement = self._at(found, fold(values["enterprise"]))
        student = placement.student
        if values["name"] and values["name"] not in {student.name, student.name_latin}:
            raise Reject(_("The number belongs to a student of another name."))
        return placement

    def _at(self, found: Sequence[Placement], enterprise: str) -> Placement:
        """The one of a student's placements of which a row speaks."""
        hosts = listed(str(one.enterprise) for one in found)
        if enterprise:
            found = [
                one
                for one in found
                if enterprise in {fold(one.enterprise.name), fold(one.enterprise.name_en)}
            ]
            if not found:
                raise Reject(_("The student was at %(hosts)s in this month.") % {"hosts": hosts})
        if len(found) > 1:
            raise Reject(
                _("The student was at %(hosts)s in this month: say in a column which of them paid.")
                % {"hosts": hosts}
            )
        return found[0]

    def _fields(self, placement: Placement, values: Values) -> dict[str, Any]:
        first, last = days_in(placement, self.month)
        return {
            "amount": Decimal(values["amount"]),
            "deducted": Decimal(values["deducted"]),
            "deducted_for": values["deducted_for"],
            "form": values["form"],
            "payee": values["payee"],
            "paid_on": _day(values["paid_on"]),
            "period_from": _day(values["period_from"]) or first,
            "period_until": _day(values["period_until"]) or min(last, end_of_month(self.month)),
        }

    def _less_than_agreed(self, placement: Placement, fields: dict[str, Any]) -> str:
        agreed = agreed_for(placement, fields["period_from"], fields["period_until"])
        if agreed is None or fields["amount"] >= agreed:
            return ""
        self.short.append(f"{placement.student} ({placement.student.number})")
        return _("less than agreed: %(amount)s of %(agreed)s") % {
            "amount": fields["amount"],
            "agreed": agreed,
        }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    return (
        f"{value:.2f}"
        if isinstance(value, Decimal)
        else value.isoformat()
        if isinstance(value, date)
        else value
    )


def _named(names: list[str]) -> str:
    shown = listed(names[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    return shown if rest <= 0 else _("%(names)s and %(count)d more") % {"names": shown, "count": rest}

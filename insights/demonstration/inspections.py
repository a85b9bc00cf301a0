"""Two inspections: one of last year with its findings settled, one that is open with a sample of twelve.

Made through the operations, told from the day backwards.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.base import ContentFile

from accounts.models import User
from core.school_years import school_year
from governance.dossiers import Dossier
from governance.models import Finding, Inspection, SeenAct, SeenPage
from governance.operations import findings, inspections, samples
from governance.operations.seen import note_seen
from insights.demonstration.people import DOMAIN, PASSWORD, Staff, secret_of
from insights.demonstration.stories import at_work, working_day
from insights.demonstration.tables import DATA

BODY = "太湖市教育局"
BEGAN, ENDED, CLOSED = 330, 318, 310
"""Days ago, of the inspection of last year."""
FOUND = (
    (
        "agreement",
        "抽查的三方协议扫描件缺少骑缝章，个别页码顺序颠倒。",
        "《职业学校学生实习管理规定》第十三条",
        "minor",
        "已逐份核对并重新扫描归档，骑缝章已补盖；今后由系部专员在归档前复核。",
    ),
    (
        "insurance",
        "部分实习责任保险的起保日期晚于学生到岗日期。",
        "《职业学校学生实习管理规定》第六章",
        "serious",
        "已与保险公司补签批单，起保日期与到岗日期一致；系统在到岗前检查保险期间。",
    ),
    (
        "inspections",
        "指导教师走访记录过于简略，未写明整改要求。",
        "《职业学校学生实习管理规定》第三章",
        "minor",
        "已组织指导教师培训走访记录的填写，并补充整改要求。",
    ),
)
NOW_FOUND = (
    "个别学生的实习日志连续两周未填写，指导教师未提醒。",
    "《职业学校学生实习管理规定》第三章",
)


def make_inspections(staff: Staff, *, on: date) -> None:
    _last_year(staff, on)
    _open(staff, on)


def _at(on: date, days_ago: int, seed: str) -> datetime:
    return at_work(on - timedelta(days=days_ago), Random(seed))


def _prepare(staff: Staff, *, now: datetime, **fields: Any) -> Inspection:
    given = {"body": BODY, "department": staff.departments["office"]}
    return inspections.prepare(
        actor=staff.office_head, now=now, **given | {"responsible": staff.office_head} | fields
    )


def _inspector(staff: Staff, inspection: Inspection, number: int, at: datetime) -> Any:
    name, position = (("顾明远", "职业教育科科长"), ("沈知秋", "督导员"))[number]
    return inspections.name_inspector(
        actor=staff.office_head,
        pk=inspection.pk,
        now=at,
        name=name,
        position=position,
        email=f"inspector{number + 1}@edu.{DOMAIN}",
    )


def _come_in(inspector: Any, at: datetime) -> None:
    """By the link, as whoever has the mail does; with a second factor, as they are asked to."""
    user = User.objects.known_by(inspector.email)
    inspector.refresh_from_db()
    joined = inspections.accept_invitation(token=inspector.token, user=user, password=PASSWORD, now=at)
    if user is None:
        TOTP.activate(joined, secret_of(inspector.email))


# --- Last year ------------------------------------------------------------------------------------


def _last_year(staff: Staff, on: date) -> None:
    began = working_day(on - timedelta(days=BEGAN))
    inspection = _prepare(
        staff,
        now=_at(on, BEGAN + 12, "prepare"),
        title=f"{began.year}年学生岗位实习专项检查",
        kind="special",
        basis="市教育局关于开展学生岗位实习专项检查的通知",
        aim="三方协议、实习责任保险、日常管理与走访记录。",
        kinds=["placement", "agreement"],
        years=[school_year(began) - 1, school_year(began)],
        starts_on=began,
        ends_on=on - timedelta(days=ENDED),
    )
    inspector = _inspector(staff, inspection, 0, _at(on, BEGAN + 10, "name"))
    samples.draw_sample(
        actor=staff.office_head,
        pk=inspection.pk,
        now=_at(on, BEGAN + 2, "draw"),
        sizes={"placement": 8, "agreement": 4},
        seed="3-1-4-1-5-9",
    )
    inspections.open_inspection(actor=staff.office_head, pk=inspection.pk, now=_at(on, BEGAN + 1, "open"))
    _come_in(inspector, _at(on, BEGAN, "join"))
    shown = samples.sampled_dossiers(inspection, now=_at(on, BEGAN - 1, "look"))
    _look(inspector, shown[:5], on, BEGAN - 1)
    for number, (_part, what, article, severity, answer) in enumerate(FOUND):
        finding = _find(
            staff,
            inspection,
            shown[number] if number < len(shown) else None,
            what=what,
            article=article,
            severity=severity,
            found=ENDED + 1,
            due=ENDED - 30,
            on=on,
        )
        _put_right(staff, finding, answer, on, ENDED - 12 - number, is_returned=number == 1)
    inspections.close(
        actor=staff.office_head,
        pk=inspection.pk,
        now=_at(on, CLOSED, "close"),
        conclusion="总体规范，三项问题限期整改，整改报告一个月内报市教育局。",
    )


def _look(inspector: Any, dossiers: list[Dossier], on: date, days_ago: int) -> None:
    for number, one in enumerate(dossiers):
        at = _at(on, days_ago, f"look{number}")
        note_seen(inspector=inspector, page=SeenPage.DOSSIER, now=at, dossiers=[one])
    note_seen(
        inspector=inspector,
        page=SeenPage.MATRIX,
        now=_at(on, max(days_ago - 1, 0), "table"),
        act=SeenAct.DOWNLOADED,
        dossiers=dossiers,
    )


def _find(
    staff: Staff,
    inspection: Inspection,
    dossier: Dossier | None,
    *,
    found: int,
    due: int,
    on: date,
    **fields: Any,
) -> Finding:
    about: dict[str, Any] = {"kind": dossier.kind.name, "key": dossier.key} if dossier else {}
    return findings.enter(
        actor=staff.office_head,
        pk=inspection.pk,
        now=_at(on, found, f"find{fields['what']}"),
        found_on=working_day(on - timedelta(days=found)),
        due_on=on - timedelta(days=due),
        assignee=staff.one("coordinator", "office"),
        **about,
        **fields,
    )


def _put_right(
    staff: Staff, finding: Finding, answer: str, on: date, days_ago: int, *, is_returned: bool
) -> None:
    who = finding.assignee
    findings.take_up(actor=who, pk=finding.pk, now=_at(on, days_ago + 8, f"take{finding.pk}"))
    scan = ContentFile((DATA / "scan.pdf").read_bytes(), name=f"整改佐证{finding.number}.pdf")
    findings.attach(actor=who, pk=finding.pk, upload=scan, now=_at(on, days_ago + 3, f"scan{finding.pk}"))
    findings.hand_in(actor=who, pk=finding.pk, answer=answer, now=_at(on, days_ago + 2, f"hand{finding.pk}"))
    if is_returned:
        findings.return_(
            actor=staff.office_head,
            pk=finding.pk,
            reason="批单扫描件看不清起保日期，请重新上传。",
            now=_at(on, days_ago + 1, f"return{finding.pk}"),
        )
        findings.hand_in(actor=who, pk=finding.pk, answer=answer, now=_at(on, days_ago, f"again{finding.pk}"))
    findings.accept(actor=staff.office_head, pk=finding.pk, now=_at(on, days_ago - 2, f"accept{finding.pk}"))


# --- Open -----------------------------------------------------------------------------------------


def _open(staff: Staff, on: date) -> None:
    inspection = _prepare(
        staff,
        now=_at(on, 12, "prepare now"),
        title=f"{on.year}年职业教育校企合作督导检查",
        kind="routine",
        basis="市人民政府教育督导室年度督导计划",
        aim="岗位实习、校企合作协议与“双师型”教师认定的档案。",
        kinds=["placement", "agreement", "recognition"],
        starts_on=working_day(on - timedelta(days=4)),
        ends_on=on + timedelta(days=10),
    )
    people = [_inspector(staff, inspection, number, _at(on, 11, f"name{number}")) for number in (0, 1)]
    samples.draw_sample(
        actor=staff.office_head,
        pk=inspection.pk,
        now=_at(on, 7, "draw now"),
        sizes={"placement": 6, "agreement": 4, "recognition": 2},
        seed="2-7-1-8-2-8",
    )
    inspections.open_inspection(actor=staff.office_head, pk=inspection.pk, now=_at(on, 5, "open now"))
    for inspector in people:
        _come_in(inspector, _at(on, 4, inspector.email))
    shown = samples.sampled_dossiers(inspection, now=_at(on, 3, "look now"))
    _look(people[0], shown[:4], on, 3)
    _look(people[1], shown[-3:], on, 2)
    _find(
        staff,
        inspection,
        next((one for one in shown if one.kind.name == "placement"), None),
        what=NOW_FOUND[0],
        article=NOW_FOUND[1],
        severity="minor",
        found=2,
        due=-20,
        on=on,
    )

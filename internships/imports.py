"""The school's list of students, with one guardian each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Actor
from core.dates import parse_date
from core.encryption import decrypt, digest, digests, encrypt
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, ImportSpec, Reject, Values, fold
from core.models import AccessLog, ImportRow, ImportRun
from internships import identity as identities
from internships.models import Guardian, SchoolClass, Sex, Student
from internships.models.students import masked
from internships.operations.students import add_guardian, add_student, change_guardian, change_student
from internships.policies import IMPORT

Relationship = Guardian.Relationship
Verdict = ImportRow.Verdict

SEXES: dict[str, str] = {
    fold(word): sex.value
    for sex, words in {
        Sex.FEMALE: ("女", "female", "f", "女性", "woman"),
        Sex.MALE: ("男", "male", "m", "男性", "man"),
    }.items()
    for word in words
}
RELATIONSHIPS: dict[str, str] = {
    fold(word): relationship.value
    for relationship, words in {
        Relationship.FATHER: ("父亲", "父", "爸爸", "father", "父子", "父女"),
        Relationship.MOTHER: ("母亲", "母", "妈妈", "mother", "母子", "母女"),
        Relationship.GRANDPARENT: (
            *("祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶", "外公", "外婆", "祖父母"),
            *("grandparent", "grandfather", "grandmother"),
        ),
        Relationship.OTHER: ("其他", "其他监护人", "监护人", "other", "other guardian"),
    }.items()
    for word in words
}
PLAIN = ("name", "name_latin", "sex", "phone", "email", "address")
GUARDIAN = ("guardian_name", "guardian_relationship", "guardian_phone")


def clean_day(cell: str) -> str:
    day = parse_date(cell)
    if day is None:
        raise Reject(_("“%(cell)s” is no date: write it as 2026-03-31.") % {"cell": cell})
    return day.isoformat()


def clean_sex(cell: str) -> str:
    sex = SEXES.get(fold(cell))
    if sex is None:
        raise Reject(_("“%(cell)s” is neither male nor female.") % {"cell": cell[:20]})
    return sex


def clean_relationship(cell: str) -> str:
    return RELATIONSHIPS.get(fold(cell), Relationship.OTHER.value)


def clean_identity(cell: str) -> str:
    """The number; :meth:`StudentsImport.complete` puts it away."""
    try:
        return identities.read(cell).number
    except identities.NotAnIdentity as fault:
        raise Reject(str(fault.problem.label)) from fault


def clean_email(cell: str) -> str:
    try:
        validate_email(cell)
    except ValidationError:
        raise Reject(_("this is no e-mail address")) from None
    return cell


@lru_cache(maxsize=1000)
def _sealed(number: str) -> str:
    """One and the same for two equal rows of a list, which are told apart by what they say."""
    return encrypt(number)


class StudentsImport(OneByOneSpec):
    name = "internships.students"
    label = gettext_lazy("Students")
    help = gettext_lazy(
        "The school's list, recognised by student numbers. The classes have to be there already. "
        "Bringing the same list in again changes nothing."
    )
    capability = IMPORT
    personal_data = AccessLog.Data.SENSITIVE
    target = Student
    key = ("number",)
    kept_elsewhere = gettext_lazy("A student of another department has this number.")
    fields = (
        Field(
            name="number",
            label=gettext_lazy("Student number"),
            aliases=("学号", "学籍号", "student no", "student id", "number"),
            required=True,
            example="20240101",
        ),
        Field(
            name="name",
            label=gettext_lazy("Name"),
            aliases=("姓名", "学生姓名", "student name", "full name"),
            required=True,
            example="李明",
        ),
        Field(
            name="name_latin",
            label=gettext_lazy("Name in Latin letters"),
            aliases=("英文名", "拼音", "姓名拼音", "pinyin", "latin name"),
            example="Li Ming",
        ),
        Field(
            name="school_class",
            label=gettext_lazy("Class"),
            aliases=("班级", "班级名称", "行政班", "所在班级"),
            required=True,
            help=gettext_lazy("As the class is called here."),
            example="数控2401",
        ),
        Field(
            name="sex",
            label=gettext_lazy("Sex"),
            aliases=("性别", "gender"),
            clean=clean_sex,
            help=gettext_lazy("Not needed where the identity number is given, which says it."),
            example="男",
        ),
        Field(
            name="born_on",
            label=gettext_lazy("Born on"),
            aliases=("出生日期", "生日", "birth date", "date of birth"),
            clean=clean_day,
            help=gettext_lazy("Not needed where the identity number is given, which says it."),
            example="2008-03-01",
        ),
        Field(
            name="identity",
            label=gettext_lazy("Identity number"),
            aliases=("身份证号", "身份证号码", "公民身份号码", "证件号码", "id number"),
            clean=clean_identity,
            is_secret=True,
            help=gettext_lazy("Kept encrypted; birth date and sex are compared with it."),
        ),
        Field(
            name="phone",
            label=gettext_lazy("Phone"),
            aliases=("手机", "手机号", "电话", "联系电话", "本人电话", "mobile"),
            example="13800000000",
        ),
        Field(
            name="email",
            label=gettext_lazy("E-mail"),
            aliases=("邮箱", "电子邮箱", "电子邮件", "email"),
            clean=clean_email,
        ),
        Field(
            name="address",
            label=gettext_lazy("Home address"),
            aliases=("家庭住址", "家庭地址", "住址", "地址", "address"),
        ),
        Field(
            name="guardian_name",
            label=gettext_lazy("Name of the guardian"),
            aliases=("监护人姓名", "监护人", "家长姓名", "家长", "guardian"),
            example="李建国",
        ),
        Field(
            name="guardian_relationship",
            label=gettext_lazy("Relationship of the guardian"),
            aliases=("与监护人关系", "监护人关系", "家长关系", "关系", "relationship"),
            clean=clean_relationship,
            help=gettext_lazy("Father, mother, grandparent or other."),
            example=gettext_lazy("Father"),
        ),
        Field(
            name="guardian_phone",
            label=gettext_lazy("Phone of the guardian"),
            aliases=("监护人电话", "监护人手机", "家长电话", "家长手机", "guardian phone"),
            example="13900000000",
        ),
    )

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        said = {one.name: one.empty for one in self.fields} | values
        number = said["identity"]
        said["sealed"] = ""
        if number:
            found = identities.read(number)
            said["identity"], said["sealed"] = masked(number), _sealed(number)
            said["born_on"] = said["born_on"] or found.born_on.isoformat()
            said["sex"] = said["sex"] or found.sex.value
            if said["born_on"] != found.born_on.isoformat():
                raise Reject(_("Birth date and identity number do not agree."))
            if said["sex"] != found.sex.value:
                raise Reject(_("Sex and identity number do not agree."))
        if said["guardian_phone"] and not said["guardian_name"]:
            raise Reject(_("There is the phone number of a guardian, but no name."))
        return said

    def intake(self, *, actor: Actor, run: ImportRun, now: datetime) -> AbstractContextManager[Intake]:
        return _taking_in(self, actor, now)


@contextmanager
def _taking_in(spec: ImportSpec, actor: Actor, now: datetime) -> Iterator[Intake]:
    yield StudentIntake(spec=spec, actor=actor, now=now)


@dataclass
class StudentIntake(Intake):
    """Takes students in. Classes are looked up once; each row costs a few indexed queries."""

    spec: ImportSpec
    actor: Actor
    now: datetime
    classes: dict[str, SchoolClass] = field(init=False)
    holders: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        permitted = SchoolClass.objects.permitting(self.actor, IMPORT).select_related("department")
        self.classes = {one.name: one for one in permitted}

    def judge(self, values: Values) -> Judgement:
        school_class = self._class(values)
        known = self._known(values)
        self._check_holder(values)
        if known is None:
            missing = [name for name in ("born_on", "sex") if not values[name]]
            if missing:
                raise Reject(_("%(column)s: is empty") % {"column": self.spec.column_label(missing[0])})
            if values["guardian_name"] and not values["guardian_phone"]:
                raise Reject(_("A new guardian needs a phone number."))
            return Judgement(verdict=Verdict.NEW)
        changes = self._changes(known, school_class, values)
        if not changes:
            return Judgement(verdict=Verdict.UNCHANGED, target_id=known.pk)
        return Judgement(verdict=Verdict.CHANGED, changes=changes, target_id=known.pk)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        school_class = self._class(values)
        known = self._known(values)
        if known is None:
            student = add_student(
                actor=self.actor,
                now=self.now,
                number=values["number"],
                school_class=school_class,
                born_on=date.fromisoformat(values["born_on"]),
                identity=_opened(values),
                **{name: values[name] for name in PLAIN},
            )
        else:
            student = known
            changes = self._changes(known, school_class, values)
            fields: Any = {name: values[name] for name in PLAIN if name in changes}
            if "born_on" in changes:
                fields["born_on"] = date.fromisoformat(values["born_on"])
            if "school_class" in changes:
                fields["school_class"] = school_class
            if "identity" in changes:
                fields["identity"] = _opened(values)
            if fields:
                change_student(actor=self.actor, pk=known.pk, now=self.now, **fields)
        self._write_guardian(student, values)
        return student.pk

    def _check_holder(self, values: Values) -> None:
        """Two rows of one list cannot be one person."""
        if values["sealed"]:
            holder = self.holders.setdefault(digest(_opened(values)), values["number"])
            if holder != values["number"]:
                raise Reject(
                    _("Student %(number)s has this identity number in the list.") % {"number": holder}
                )

    # --- What is there ------------------------------------------------------------------------

    def _class(self, values: Values) -> SchoolClass:
        school_class = self.classes.get(values["school_class"])
        if school_class is None:
            raise Reject(_("There is no such class here, or it is another department's."))
        if school_class.graduated_on is not None:
            raise Reject(_("The class has graduated."))
        return school_class

    def _known(self, values: Values) -> Student | None:
        student = Student.objects.select_related("school_class").filter(number=values["number"]).first()
        if student is not None and not student.permits(self.actor, IMPORT):
            raise Reject(str(self.spec.kept_elsewhere))
        return student

    def _changes(self, known: Student, school_class: SchoolClass, values: Values) -> dict[str, Any]:
        """Name → [from, to]. An empty cell says nothing."""
        changes: dict[str, Any] = {
            name: [getattr(known, name), values[name]]
            for name in PLAIN
            if values[name] and values[name] != getattr(known, name)
        }
        if values["born_on"] and values["born_on"] != known.born_on.isoformat():
            changes["born_on"] = [known.born_on.isoformat(), values["born_on"]]
        if school_class.pk != known.school_class_id:
            changes["school_class"] = [str(known.school_class), str(school_class)]
        if values["sealed"] and known.identity_digest not in digests(_opened(values)):
            changes["identity"] = [known.masked_identity, values["identity"]]
        guardian = self._guardian(known, values)
        if values["guardian_name"]:
            before = None if guardian is None else [guardian.name, guardian.relationship, guardian.phone]
            after = _said_of_guardian(values, guardian)
            if before != after:
                changes["guardian_name"] = [" · ".join(before) if before else None, " · ".join(after)]
        return changes

    def _guardian(self, student: Student, values: Values) -> Guardian | None:
        return student.guardians.filter(name=values["guardian_name"]).first()

    def _write_guardian(self, student: Student, values: Values) -> None:
        if not values["guardian_name"]:
            return
        guardian = self._guardian(student, values)
        name, relationship, phone = _said_of_guardian(values, guardian)
        fields: Any = {"name": name, "relationship": relationship, "phone": phone}
        if guardian is None:
            add_guardian(actor=self.actor, student_pk=student.pk, now=self.now, **fields)
        elif [guardian.name, guardian.relationship, guardian.phone] != [name, relationship, phone]:
            change_guardian(actor=self.actor, pk=guardian.pk, now=self.now, **fields)


def _opened(values: Values) -> str:
    return decrypt(values["sealed"]) if values["sealed"] else ""


def _said_of_guardian(values: Values, known: Guardian | None) -> list[str]:
    relationship = values["guardian_relationship"] or (
        known.relationship if known else Relationship.OTHER.value
    )
    return [values["guardian_name"], relationship, values["guardian_phone"] or (known.phone if known else "")]

"""Taking a list of existing agreements over, row by row: what its words mean here, and its scans."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.core.files import File
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Department, User
from agreements.choices import Language, Phase, RenewalRule, State
from agreements.models import Agreement, AgreementType
from agreements.operations import Counterparty, adopt_existing, attach_scan
from core.access import Actor
from core.attachments import examine
from core.bilingual import listed
from core.codes.scheme import normalise
from core.filetypes import SCANS, UnacceptableFile
from core.imports.archives import Archive
from core.imports.one_by_one import Intake, Judgement, Verdict
from core.imports.spec import Reject, Values, fold
from core.models import ImportRun
from core.names import name_key
from partnerships.models import Enterprise, RegisterEntry

SEVERAL = re.compile(r"[;；\n]")
NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|]')
MOST_NAMES_SHOWN = 20


class TakingOver(Intake):
    """One list and its archive of scans, for one person."""

    def __init__(self, *, actor: Actor, now: datetime, archive: Archive | None, undo: ExitStack) -> None:
        self.actor, self.now, self.archive = actor, now, archive
        self.today = timezone.localdate(now)
        self._undo = undo
        # Sets, because a row is looked at more than once.
        self._used: set[str] = set()
        self._without_scan: set[str] = set()
        self._not_in_archive: set[str] = set()

    @classmethod
    @contextmanager
    def of(cls, *, actor: Actor, run: ImportRun, now: datetime) -> Iterator[Self]:
        """Open the archive; where taking over breaks off, the scans that were kept are deleted."""
        with ExitStack() as opened, ExitStack() as undo:
            archive = None
            if run.companion:
                archive = Archive(opened.enter_context(run.companion.open("rb")))
                opened.callback(archive.close)
            yield cls(actor=actor, now=now, archive=archive, undo=undo)
            undo.pop_all()

    # --- Verdict ------------------------------------------------------------------------------

    def judge(self, values: Values) -> Judgement:
        scans, note = self._scans(values)
        known = self._known(values)
        if known is None:
            return Judgement(verdict=Verdict.NEW, reason=" ".join(filter(None, [self._phase(values), note])))
        missing = self._missing(known, scans)
        differing = " ".join(filter(None, [self._difference(known, values), note]))
        if missing:
            return Judgement(
                verdict=Verdict.CHANGED,
                reason=" ".join([_("Taken over already; the scan is added."), differing]).strip(),
                changes={"scan": [None, "; ".join(missing)]},
                target_id=known.pk,
            )
        return Judgement(
            verdict=Verdict.UNCHANGED,
            reason=" ".join([_("Taken over already."), differing]).strip(),
            target_id=known.pk,
        )

    def remarks(self) -> list[str]:
        remarks: list[str] = []
        if self.archive is not None:
            left = sorted(self.archive.names.keys() - self._used)
            if left:
                shown = listed(left[:MOST_NAMES_SHOWN]) + (" …" if len(left) > MOST_NAMES_SHOWN else "")
                remarks.append(
                    ngettext(
                        "%(count)d scan belongs to no row: %(names)s",
                        "%(count)d scans belong to no row: %(names)s",
                        len(left),
                    )
                    % {"count": len(left), "names": shown}
                )
        if self._not_in_archive:
            remarks.append(
                ngettext(
                    "%(count)d row names a scan that did not come with the list.",
                    "%(count)d rows name a scan that did not come with the list.",
                    len(self._not_in_archive),
                )
                % {"count": len(self._not_in_archive)}
            )
        if self._without_scan:
            remarks.append(
                ngettext(
                    "%(count)d new agreement comes without a scan.",
                    "%(count)d new agreements come without a scan.",
                    len(self._without_scan),
                )
                % {"count": len(self._without_scan)}
            )
        return remarks

    def _phase(self, values: Values) -> str:
        """In which state it will be, in a word."""
        starts_on, ends_on = _day(values["starts_on"]), _day(values["ends_on"])
        if values["terminated_on"]:
            label = State.TERMINATED.label
        elif starts_on and self.today < starts_on:
            label = Phase.UPCOMING.label
        elif ends_on and self.today > ends_on and self._rule(values) != RenewalRule.AUTOMATIC:
            label = Phase.EXPIRED.label
        else:
            label = Phase.IN_FORCE.label
        return _("It will be “%(state)s”.") % {"state": label}

    def _difference(self, known: Agreement, values: Values) -> str:
        """What the list says otherwise than the agreement that was taken over: it is not overwritten."""
        differing = [
            str(Agreement._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in ("signed_on", "starts_on", "ends_on", "terminated_on")
            if values[name] and _day(values[name]) != getattr(known, name)
        ]
        if not differing:
            return ""
        return _("The list says otherwise about: %(columns)s. Nothing is overwritten.") % {
            "columns": listed(differing)
        }

    # --- Taking over --------------------------------------------------------------------------

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        scans, _note = self._scans(values)
        agreement = self._known(values)
        if agreement is None:
            agreement = self._adopt(values)
            if not scans:
                self._without_scan.add(values["old_reference"])
        else:
            scans = self._missing(agreement, scans)
        for name in scans:
            scan = self._read(name)
            if is_rehearsal:
                Agreement.objects.for_write(self.actor, agreement.pk, "agreement.administer")
                continue
            kept = attach_scan(actor=self.actor, pk=agreement.pk, upload=scan, now=self.now)
            self._undo.callback(kept.file.storage.delete, str(kept.file.name))
        return agreement.pk

    def _adopt(self, values: Values) -> Agreement:
        enterprises = self._enterprises(values)
        department = self._department(values["department"]) if values["department"] else None
        terms: dict[str, Any] = {
            "title_en": values["title_en"],
            "title_zh": values["title_zh"],
            "language": _language(values),
        }
        if values["renewal_rule"]:
            terms["renewal_rule"] = values["renewal_rule"]
        if values["notice_days"] is not None:
            terms["notice_days"] = values["notice_days"]
        if values["value"]:
            amount, terms["value_currency"] = values["value"].split(" ")
            terms["value_amount"] = Decimal(amount)
        return adopt_existing(
            actor=self.actor,
            old_reference=values["old_reference"],
            type=self._type(values["type"]),
            department_id=department.pk if department else enterprises[0].department_id,
            owner=self._owner(values["owner"]) if values["owner"] else None,
            counterparties=[Counterparty(enterprise) for enterprise in enterprises],
            starts_on=date.fromisoformat(values["starts_on"]),
            ends_on=date.fromisoformat(values["ends_on"]),
            signed_on=_day(values["signed_on"]),
            terminated_on=_day(values["terminated_on"]),
            termination_reason=values["termination_reason"],
            now=self.now,
            **terms,
        )

    def _known(self, values: Values) -> Agreement | None:
        return (
            Agreement.objects.visible_to(self.actor)
            .filter(old_reference=values["old_reference"], is_imported=True)
            .first()
        )

    # --- Scans --------------------------------------------------------------------------------

    def _scans(self, values: Values) -> tuple[list[str], str]:
        """The files of the archive that belong to a row, and what has to be said about them."""
        named = [name.strip() for name in SEVERAL.split(values["scan"]) if name.strip()]
        if self.archive is None:
            if named:
                self._not_in_archive.add(values["old_reference"])
            return [], ""
        found = {name: self.archive.find(name) for name in named}
        if not named:
            # A file name cannot hold every letter of a number: people write a dash or nothing instead.
            called = {NOT_IN_FILE_NAMES.sub(instead, values["old_reference"]) for instead in ("-", "_", "")}
            hits = {hit for name in called if (hit := self.archive.find(name))}
            found = {name: name for name in sorted(hits)}
        absent = [name for name, hit in found.items() if hit is None]
        self._used.update(filter(None, found.values()))
        if absent:
            self._not_in_archive.add(values["old_reference"])
        note = _("Not in the archive: %(names)s.") % {"names": listed(absent)} if absent else ""
        return list(dict.fromkeys(filter(None, found.values()))), note

    def _read(self, name: str) -> File[bytes]:
        if self.archive is None:
            raise UnacceptableFile(_("The archive is not kept any more: please upload it again."))
        try:
            scan = self.archive.read(name)
            examine(scan, accepted=SCANS)
        except UnacceptableFile as refusal:
            raise Reject(f"{name}: {refusal}") from refusal
        scan.seek(0)
        return scan

    def _missing(self, agreement: Agreement, scans: list[str]) -> list[str]:
        """Those that the agreement does not have yet, told by their content."""
        if not scans:
            return []
        kept = set(agreement.files.values_list("sha256", flat=True))
        return [name for name in scans if hashlib.sha256(self._read(name).read()).hexdigest() not in kept]

    # --- What the words mean ------------------------------------------------------------------

    def _type(self, word: str) -> AgreementType:
        return _one(self._types, word, _("There is no type of agreement “%(word)s”."))

    def _department(self, word: str) -> Department:
        return _one(self._departments, word, _("There is no department “%(word)s”."))

    def _rule(self, values: Values) -> str:
        return values["renewal_rule"] or self._type(values["type"]).renewal_rule

    @cached_property
    def _types(self) -> dict[str, list[AgreementType]]:
        return _by_word(AgreementType.objects.all())

    @cached_property
    def _departments(self) -> dict[str, list[Department]]:
        return _by_word(Department.objects.filter(is_active=True))

    def _owner(self, email: str) -> User:
        owner = User.objects.filter(email__iexact=email).first()
        if owner is None:
            raise Reject(_("Nobody here has the e-mail address “%(email)s”.") % {"email": email})
        if not owner.is_active:
            raise Reject(_("%(person)s does not work here any more: name another owner.") % {"person": owner})
        return owner

    def _enterprises(self, values: Values) -> list[Enterprise]:
        names = [name.strip() for name in SEVERAL.split(values["enterprise"]) if name.strip()]
        codes = [code.strip() for code in SEVERAL.split(values["enterprise_code"]) if code.strip()]
        if codes and names and len(codes) != len(names):
            raise Reject(
                _("There are %(names)d names of enterprises, but %(codes)d codes.")
                % {"names": len(names), "codes": len(codes)}
            )
        pairs = zip(names or [""] * len(codes), codes or [""] * len(names), strict=True)
        found = [self._enterprise(name, normalise(code)) for name, code in pairs]
        if len(set(found)) != len(found):
            raise Reject(_("An enterprise is named twice."))
        return found

    def _enterprise(self, name: str, code: str) -> Enterprise:
        """By its code, else by a name it has or had."""
        visible = Enterprise.objects.visible_to(self.actor)
        found = list(visible.filter(code=code)[:2]) if code else []
        if not found and (key := name_key(name)):
            named = Q(name_key=key) | Q(names__name_key=key) | Q(name_en__iexact=name)
            found = list(visible.filter(named).distinct()[:2])
            if code and found and found[0].code:
                raise Reject(
                    _("“%(name)s” has another registration code here: %(code)s.")
                    % {"name": name, "code": found[0].code}
                )
        if len(found) > 1:
            raise Reject(_("Several enterprises are called “%(name)s”: give the code.") % {"name": name})
        if found:
            return found[0]
        word = name or code
        register = RegisterEntry.objects.visible_to(self.actor).filter(adopted_as=None)
        if register.filter(Q(code=code) if code else Q(name_key=name_key(name))).exists():
            raise Reject(
                _("“%(name)s” is in the look-up register only: adopt it as an enterprise first.")
                % {"name": word}
            )
        raise Reject(_("There is no enterprise “%(name)s”: add it, or import it, first.") % {"name": word})


def _by_word[T: AgreementType | Department](records: Iterable[T]) -> dict[str, list[T]]:
    """Records by each word they are known by: their code and their names."""
    known: dict[str, list[T]] = {}
    for record in records:
        for word in {fold(word) for word in (record.code, record.name_en, record.name_zh) if word}:
            known.setdefault(word, []).append(record)
    return known


def _one[T](known: dict[str, list[T]], word: str, complaint: str) -> T:
    found = known.get(fold(word), [])
    if not found:
        raise Reject(complaint % {"word": word})
    if len(found) > 1:
        raise Reject(_("“%(word)s” means several here: give the code.") % {"word": word})
    return found[0]


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _language(values: Values) -> str:
    if values["title_en"] and values["title_zh"]:
        return Language.BOTH
    return Language.CHINESE if values["title_zh"] else Language.ENGLISH

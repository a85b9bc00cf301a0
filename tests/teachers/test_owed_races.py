"""How a teacher stands, reckoned by two at a time: the later one has the newer facts."""

from __future__ import annotations

from threading import Event

import pytest

from teachers import owed
from teachers.models import PracticeDue
from teachers.operations import practice as operations
from teachers.owed import reckon
from tests.teachers.practising import NOW, TODAY
from tests.threads import in_threads

# Long enough for whoever does not wait for the lock; who waits for it lets the other go on then.
A_MOMENT = 1


@pytest.mark.django_db(transaction=True)
def test_an_acceptance_during_a_reckoning_is_not_forgotten(practising, monkeypatch):
    practice = practising.submitted()
    has_read, has_accepted = Event(), Event()
    write = owed._forget_others

    def pause_between_reading_and_writing(*args):
        if not has_read.is_set():
            has_read.set()
            has_accepted.wait(A_MOMENT)
        write(*args)

    monkeypatch.setattr(owed, "_forget_others", pause_between_reading_and_writing)

    def accept():
        assert has_read.wait(30)
        operations.accept_practice(actor=practising.office, pk=practice.pk, grade="good", remark="", now=NOW)
        has_accepted.set()

    in_threads(lambda: reckon(on=TODAY, teachers=[practising.teacher.pk]), accept)

    assert PracticeDue.objects.get(teacher=practising.teacher, rule="TP-01").months == 2


@pytest.mark.django_db(transaction=True)
def test_the_sweep_over_everybody_and_acts_let_each_other_finish(practising):
    practices = [practising.submitted() for _time in range(3)]

    def accept(practice):
        return lambda: operations.accept_practice(
            actor=practising.office, pk=practice.pk, grade="good", remark="", now=NOW
        )

    in_threads(lambda: reckon(on=TODAY), *map(accept, practices), lambda: reckon(on=TODAY))

    assert PracticeDue.objects.get(teacher=practising.teacher, rule="TP-01").months == 2

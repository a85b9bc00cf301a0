"""The clock of the background work: everything that has to be done by itself is in it, and can be done."""

import inspect
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.celery import app, take_up_what_waits
from core.models import Heartbeat

CLOCK = settings.CELERY_BEAT_SCHEDULE
PERIODIC = sorted(tick["task"] for tick in CLOCK.values())
DUTIES = (settings.BASE_DIR / "docs" / "background-work.md").read_text().partition("## The clock")[2]


@pytest.fixture(scope="module", autouse=True)
def _every_task_is_known(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():  # whoever imports everything has the models checked as well
        app.loader.import_default_modules()


def our_tasks() -> list[str]:
    return sorted(name for name in app.tasks if not name.startswith("celery."))


def test_every_task_of_ours_is_in_the_clock_once():
    assert our_tasks() == PERIODIC


@pytest.mark.parametrize("name", PERIODIC)
def test_a_task_finds_its_work_by_itself(name, db):
    task = app.tasks[name]
    assert not inspect.signature(task.run).parameters
    assert task() is None
    assert task() is None


@pytest.mark.parametrize("name", PERIODIC)
def test_a_task_is_described(name):
    assert f"| `{name}` |" in DUTIES.partition("\n## ")[0]


def test_a_tick_is_worth_nothing_when_the_next_is_due():
    assert all(tick["options"]["expires"] <= tick["schedule"] for tick in CLOCK.values())


def test_a_worker_that_starts_waits_for_no_tick(monkeypatch):
    sent: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append(name))
    take_up_what_waits()
    assert sorted(sent) == PERIODIC


def test_the_heart_beats(db):
    app.tasks["core.tasks.heartbeat"]()
    assert timezone.now() - Heartbeat.objects.get().at < timedelta(minutes=1)


def test_where_somebody_was_signed_in_is_forgotten(world, client):
    client.force_login(world.officer)
    key = client.session.session_key
    UserSession.objects.create(user=world.officer, session_key=key, ip="192.0.2.1", user_agent="Firefox")
    forget = app.tasks["accounts.tasks.forget_ended_sessions"]
    forget()
    assert UserSession.objects.filter(session_key=key).exists()
    assert client.get("/").status_code == 200
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget()
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

from config.broker import use_our_transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

use_our_transport()
app = Celery("partnership")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def take_up_what_waits(**_kwargs: Any) -> None:
    """After an absence nobody waits for the next tick of the clock."""
    for tick in app.conf.beat_schedule.values():
        app.send_task(tick["task"])

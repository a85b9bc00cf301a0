"""When the periodic tasks run (docs/background-work.md)."""

from __future__ import annotations

from typing import Any

# Every task is a sweep over what is due and not yet done, so a lost tick costs only time, and one
# that nobody took before the next is worth nothing: no backlog grows while the worker is away.
SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "core.tasks.heartbeat", "schedule": 30.0, "options": {"expires": 30}},
    "deliver notifications": {
        "task": "core.tasks.deliver_notifications",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "send daily mails": {
        "task": "core.tasks.send_daily_mails",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "make scheduled exports": {
        "task": "core.tasks.make_scheduled_exports",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "forget old exports": {
        "task": "core.tasks.forget_old_exports",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "work on imports": {
        "task": "core.tasks.work_on_imports",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget old imports": {
        "task": "core.tasks.forget_old_imports",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "forget old accesses": {
        "task": "core.tasks.forget_old_accesses",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "forget old looks of inspectors": {
        "task": "governance.tasks.forget_seen",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "forget lost files": {
        "task": "core.tasks.forget_lost_files",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "forget ended sessions": {
        "task": "accounts.tasks.forget_ended_sessions",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "work on rounds": {
        "task": "internships.tasks.work_on_rounds",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind of what is due around placements": {
        "task": "placements.tasks.remind",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "follow the service of teachers and what expires": {
        "task": "teachers.tasks.follow_the_days",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "reckon what practice teachers owe": {
        "task": "teachers.tasks.follow_practice",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
    },
    "make certificates of dual qualification": {
        "task": "teachers.tasks.make_recognition_certificates",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "make certificates of courses": {
        "task": "training.tasks.make_certificates",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "follow courses for employees": {
        "task": "training.tasks.follow",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind of tasks of alliances": {
        "task": "alliances.tasks.remind",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "tell newcomers what is announced": {
        "task": "information.tasks.tell_newcomers",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind of tasks": {
        "task": "information.tasks.remind_of_tasks",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "check placements": {
        "task": "placements.tasks.recheck_all",
        "schedule": 12 * 3600.0,
        "options": {"expires": 3600},
    },
    "check placements whose facts have changed": {
        "task": "placements.tasks.recheck_marked",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "make certificates": {
        "task": "placements.tasks.make_certificates",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "pack archives": {
        "task": "placements.tasks.pack_archives",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "follow the weeks": {
        "task": "placements.tasks.follow_the_weeks",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind students of their logs": {
        "task": "placements.tasks.remind_students",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "work on tripartite agreements": {
        "task": "placements.tasks.work_on_agreements",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind of milestones": {
        "task": "projects.tasks.remind",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind of exchanges": {
        "task": "collaboration.tasks.remind",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "follow bookings of resources": {
        "task": "resources.tasks.follow_bookings",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "make statements of contributions": {
        "task": "resources.tasks.make_statements",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "warn of partnerships that cool": {
        "task": "assessments.tasks.warn",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
    },
    "remind of surveys and improvement actions": {
        "task": "assessments.tasks.remind",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "sort scans": {
        "task": "placements.tasks.sort_scans",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "make documents": {
        "task": "agreements.tasks.make_documents",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "prolong agreements": {
        "task": "agreements.tasks.extend",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "follow promises": {
        "task": "agreements.tasks.follow_promises",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind of the ends of agreements": {
        "task": "agreements.tasks.remind",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind signatories": {
        "task": "signing.tasks.remind_signatories",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "seal what all have signed": {
        "task": "signing.tasks.seal",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "ask for decisions": {
        "task": "signing.tasks.remind",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "remind to acknowledge regulations": {
        "task": "governance.tasks.remind_to_acknowledge",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind of findings": {
        "task": "governance.tasks.remind_of_findings",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "publish annual reports": {
        "task": "reports.tasks.publish",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "pack papers of samples": {
        "task": "governance.tasks.pack_dossiers",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "make files of returns": {
        "task": "reports.tasks.make_return_files",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "work on returns": {
        "task": "reports.tasks.work_on_returns",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "look through returns": {
        "task": "reports.tasks.look_through_returns",
        "schedule": 21600.0,
        "options": {"expires": 21600},
    },
}

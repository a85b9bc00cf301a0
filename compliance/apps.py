from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.navigation import Entry, register_entry
from core.registry import register_verbs


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = _("Rules of law")

    def ready(self) -> None:
        register_capabilities(
            "rule",
            _("Rules"),
            {
                "read": _("see"),
                "decide": _("decide where a rule asks a person"),
                "waive": _("record filings that lift a rule"),
            },
        )
        register_entry(
            Entry(
                group="centre",
                label=_("Rules"),
                url_name="compliance:rule_list",
                icon="scale",
                order=60,
                capability="rule.read",
            )
        )
        register_verbs(
            {
                "rule.decide": _("decided on a question of a rule"),
                "rule.waive": _("recorded a filing that lifts rules"),
                "rule.withdraw_waiver": _("withdrew a filing that lifted rules"),
                "rule.publish": _("published a version of a rule pack"),
                "rule.draft": _("began a new version of a rule pack"),
                "rule.discard": _("discarded the draft of a rule pack"),
            }
        )
        post_migrate.connect(load_packs, sender=self, dispatch_uid="compliance.load")


def load_packs(*, using: str, apps: Apps = apps, **_kwargs: Any) -> None:
    """Add the bundled packs and versions that are missing, after every migration."""
    from compliance.operations.bundled import load_bundled

    has_tables = {"pack", "packversion", "rule"} <= set(apps.all_models["compliance"])
    if using == DEFAULT_DB_ALIAS and has_tables:
        load_bundled()

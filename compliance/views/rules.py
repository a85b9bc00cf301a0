from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from compliance.choices import Evidence
from compliance.engine.rules import compile_rule
from compliance.facts import FILINGS
from compliance.filters import RuleFilters
from compliance.models import Pack, PackVersion, Rule, Waiver, WaiverFile
from compliance.saying import facts_in_words, said
from compliance.tables import RuleTable
from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.look import Chip, Meaning
from core.registry import Tab
from core.views import DetailView, ListView

EVIDENCE_CHIPS = {
    Evidence.VERIFIED: Chip(Evidence.VERIFIED.label, Meaning.GOOD, "checks"),
    Evidence.SECONDARY: Chip(Evidence.SECONDARY.label, Meaning.WAITING, "books"),
    Evidence.UNVERIFIED: Chip(Evidence.UNVERIFIED.label, Meaning.SOON, "alert-triangle"),
}


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    steps = [(_("Rules"), reverse("compliance:rule_list")), *more]
    return [{"label": label, "url": url} for label, url in steps]


class RuleList(ListView):
    """The rules in force today, or those of a chosen version."""

    capability = "rule.read"
    title = gettext_lazy("Rules")
    list_name = "compliance:rules"
    table_class = RuleTable
    filterset_class = RuleFilters
    template_name = "compliance/rules.html"
    sorts = {"title": "code"}
    default_sort = "title"
    search_placeholder = gettext_lazy("Words, instrument, article or number")
    empty_title = gettext_lazy("No rules")
    empty_text = gettext_lazy("Packs of rules come with the program; administrators make their versions.")
    empty_icon = "scale"

    def get_queryset(self) -> QuerySet:
        rows = Rule.objects.visible_to(self.request.user).select_related("version__pack")
        if self.request.GET.get("version"):
            return rows
        return rows.of_versions(PackVersion.objects.in_force(timezone.localdate()))

    def extra_context(self) -> dict[str, Any]:
        versions = (
            PackVersion.objects.visible_to(self.request.user)
            .in_force(timezone.localdate())
            .select_related("pack__parent")
            .annotate(rule_count=Count("rules"))
            .order_by("pack__jurisdiction", "pack__code")
        )
        return {"versions": versions}


# --- A rule -------------------------------------------------------------------------------------


def _rule(request: HttpRequest, rule: Rule) -> dict[str, Any]:
    compiled = compile_rule(rule.spec)
    return {
        "check": said(compiled.check),
        "conditions": [said(one) for one in compiled.conditions],
        "looked_at": facts_in_words(compiled.reads),
        "others": Rule.objects.visible_to(request.user)  # type: ignore[arg-type]
        .filter(code=rule.code)
        .exclude(pk=rule.pk)
        .select_related("version__pack")
        .order_by("-version__published_at", "-pk"),
    }


class RuleDetail(DetailView):
    tabs = [
        Tab(
            name="rule",
            label=gettext_lazy("What it asks"),
            template="compliance/rule_tab.html",
            context=_rule,
            order=10,
        )
    ]
    record: Any

    def get_queryset(self) -> QuerySet:
        return Rule.objects.visible_to(self.request.user).select_related("version__pack")

    def context(self) -> dict[str, Any]:
        rule: Rule = self.record
        evidence = EVIDENCE_CHIPS[Evidence(rule.evidence)]
        return {
            "title": rule.title,
            "subtitle": rule.source,
            "chip": rule.chip,
            "evidence_chip": evidence,
            "breadcrumbs": crumbs((str(rule.version.pack), rule.version.pack.get_absolute_url())),
            "facts": [
                {"label": capfirst(pgettext("of a rule", "number")), "value": rule.code},
                {
                    "label": capfirst(_("evidence")),
                    "value": evidence.label,
                    "help": ""
                    if Evidence(rule.evidence).may_block
                    else _("It asks a person and never blocks."),
                },
                {"label": capfirst(_("looked at")), "value": rule.get_stage_display()},
                {
                    "label": capfirst(_("stands in the way")),
                    "value": _("yes") if rule.is_gate else _("advises"),
                },
                {"label": capfirst(_("lifted by the filing")), "value": FILINGS.get(rule.override, "")},
                {
                    "label": capfirst(_("rule pack")),
                    "value": rule.version.pack,
                    "url": rule.version.pack.get_absolute_url(),
                },
                {
                    "label": capfirst(_("version")),
                    "value": rule.version.number,
                    "help": _("in force from %(day)s")
                    % {"day": date_format(rule.version.effective_from, "DATE_FORMAT")},
                },
            ],
        }


# --- A pack -------------------------------------------------------------------------------------


def _versions(request: HttpRequest, pack: Pack) -> dict[str, Any]:
    versions = (
        pack.versions.published()
        .select_related("published_by", "parent_version__pack")
        .annotate(rule_count=Count("rules"))
        .order_by("-number")
    )
    in_force = PackVersion.objects.in_force(timezone.localdate()).filter(pack=pack).first()
    return {"versions": versions, "in_force": in_force, "rules_url": reverse("compliance:rule_list")}


class PackDetail(DetailView):
    tabs = [
        Tab(
            name="versions",
            label=gettext_lazy("Versions"),
            template="compliance/versions_tab.html",
            context=_versions,
            order=10,
        )
    ]
    record: Any

    def get_queryset(self) -> QuerySet:
        return Pack.objects.visible_to(self.request.user).select_related("parent")

    def context(self) -> dict[str, Any]:
        pack: Pack = self.record
        return {
            "title": pack.name,
            "subtitle": pack.code,
            "breadcrumbs": crumbs(),
            "primary_action": {
                "label": _("Show its rules"),
                "url": f"{reverse('compliance:rule_list')}?pack={pack.pk}",
                "icon": "list",
            },
            "facts": [
                {"label": capfirst(_("jurisdiction")), "value": pack.jurisdiction},
                {
                    "label": capfirst(_("tightens")),
                    "value": pack.parent,
                    "url": pack.parent.get_absolute_url() if pack.parent else "",
                },
            ],
        }


@require_safe
def waiver_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    """The scan of a filing."""
    waiver = Waiver.objects.visible_to(request.user).filter(pk=pk).first()
    scan = WaiverFile.objects.filter(parent=waiver, pk=file_id).first() if waiver else None
    if scan is None:
        raise NotVisible(f"compliance.WaiverFile {file_id}")
    return serve(request, scan)

"""What plans, hosts and posts put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.navigation import Entry, register_entry
from core.notifications import register_kind
from core.registry import StudentPage, register_children, register_student_page, register_tab, register_verbs
from core.search import Kind
from core.search import register_kind as register_search
from core.walls import register_wall, register_wall_function
from internships.models import Plan, Post
from internships.operations import plans
from internships.plan_review import review_of_plan, snapshot_of_plan
from internships.portal.walls import FUNCTION, OWN_PLANS, WALLS
from internships.post_notices import KINDS
from internships.views.hosts import VISITS_OF_ENTERPRISE
from signing.subjects import Subject, register_subject

FOUND_POSTS = Kind(
    name="post",
    label=_("Posts for interns"),
    icon="briefcase",
    rows=lambda actor: (
        Post.objects.visible_to(actor).select_related("enterprise").order_by("-updated_at", "-pk")
    ),
    line=lambda post: (post.name, str(post.enterprise)),
    list_url_name="internships:post_list",
    order=40,
)
FOUND_PLANS = Kind(
    name="plan",
    label=_("Internship plans"),
    icon="clipboard-list",
    rows=lambda actor: Plan.objects.visible_to(actor).order_by("-starts_on", "pk"),
    line=lambda plan: (plan.name, plan.get_kind_display()),
    list_url_name="internships:plan_list",
    order=41,
)


def offer_plans() -> None:
    register_capabilities(
        "plan",
        _("Internship plans"),
        {
            "read": _("see"),
            "edit": _("draft, edit and run"),
            "review": _("review for the department"),
            "approve": _("approve for the centre"),
        },
    )
    register_capabilities("host", _("Hosts of interns"), {"vet": _("visit and judge")})
    register_capabilities(
        "post",
        _("Posts for interns"),
        {"read": _("see"), "edit": _("enter and edit"), "approve": _("approve and return")},
    )
    register_search(FOUND_POSTS)
    register_search(FOUND_PLANS)
    register_tab("partnerships.Enterprise", VISITS_OF_ENTERPRISE)
    register_student_page(StudentPage(label=_("Posts"), url_name="me:posts", icon="briefcase", order=30))
    for kind in KINDS:
        register_kind(kind)
    register_wall_function(FUNCTION, OWN_PLANS)
    for wall in WALLS:
        register_wall(wall)
    register_subject(
        Plan,
        Subject(
            snapshot=snapshot_of_plan,
            lock=plans.locked_plan,
            approved=plans.plan_approved,
            returned=plans.plan_returned,
            review=review_of_plan,
            review_template="internships/plan_review.html",
        ),
    )
    for order, (label, name, icon, capability) in enumerate(
        (
            (_("Internship plans"), "plan_list", "clipboard-list", "plan.read"),
            (_("Posts"), "post_list", "briefcase", "post.read"),
            (_("Host visits"), "host_visit_list", "clipboard-check", "host.vet"),
        )
    ):
        register_entry(
            Entry(
                group="students",
                label=label,
                url_name=f"internships:{name}",
                icon=icon,
                order=50 + order,
                capability=capability,
            )
        )
    register_children(
        "internships.Plan",
        ("internships.PlanTask", "plan"),
        ("internships.AssessmentCriterion", "plan"),
        ("internships.Filing", "plan"),
    )
    register_children("internships.HostVisit", ("internships.HostFinding", "visit"))
    register_verbs(
        {
            "plan.draft": _("drafted it"),
            "plan.edit": _("changed it"),
            "plan.set_tasks": _("changed its tasks"),
            "plan.set_criteria": _("changed how it is assessed"),
            "plan.attach": _("added a document"),
            "plan.detach": _("took a document away"),
            "plan.file": _("recorded a filing"),
            "plan.publish_hosts": _("noted the publication of the hosts"),
            "plan.declare": _("declared what only the school can say"),
            "plan.submit": _("submitted it for review"),
            "plan.recall": _("took it back from review"),
            "plan.approve": _("approved it"),
            "plan.return": _("returned it with a reason"),
            "plan.start": _("started it"),
            "plan.close": _("closed it"),
            "plan.withdraw": _("withdrew it"),
            "host.visit": _("recorded the visit"),
            "host.correct": _("corrected the record"),
            "host.end_vetting": _("asked for the host to be visited anew"),
            "post.enter": _("entered it"),
            "post.edit": _("changed it"),
            "post.offer": _("offered it"),
            "post.offer_by_enterprise": _("offered it at the portal"),
            "post.approve": _("approved it"),
            "post.return": _("returned it with a reason"),
            "post.close": _("closed it"),
            "post.withdraw": _("withdrew it"),
            "post.withdraw_by_enterprise": _("withdrew it at the portal"),
        }
    )

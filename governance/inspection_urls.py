from django.urls import URLPattern, path

from governance.views import findings, inspected, inspection_acts, inspection_joining, inspections

ONE = "inspections/<int:pk>"
DOSSIER = "dossiers/<slug:kind>/<int:key>"
OPEN = "inspection/<int:pk>"

staff: list[URLPattern] = [
    path("inspections/", inspections.InspectionList.as_view(), name="inspection_list"),
    path("inspections/new/", inspection_acts.InspectionNew.as_view(), name="inspection_new"),
    path("inspections/seen/", inspections.SeenList.as_view(), name="seen_list"),
    path(f"{ONE}/", inspections.InspectionDetail.as_view(), name="inspection_detail"),
    path(f"{ONE}/edit/", inspection_acts.InspectionEdit.as_view(), name="inspection_edit"),
    path(f"{ONE}/open/", inspection_acts.Open.as_view(), name="inspection_open"),
    path(f"{ONE}/days/", inspection_acts.Days.as_view(), name="inspection_days"),
    path(f"{ONE}/close/", inspection_acts.Close.as_view(), name="inspection_close"),
    path(f"{ONE}/end-early/", inspection_acts.EndEarly.as_view(), name="inspection_end_early"),
    path(f"{ONE}/inspectors/new/", inspection_acts.InspectorNew.as_view(), name="inspector_new"),
    path(f"{ONE}/inspectors/<int:inspector_id>/invite/", inspection_acts.invite, name="inspector_invite"),
    path(f"{ONE}/inspectors/<int:inspector_id>/revoke/", inspection_acts.revoke, name="inspector_revoke"),
    path(
        f"{ONE}/inspectors/<int:inspector_id>/edit/",
        inspection_acts.InspectorEdit.as_view(),
        name="inspector_edit",
    ),
    path(
        f"{ONE}/inspectors/<int:inspector_id>/give-back/",
        inspection_acts.give_back,
        name="inspector_give_back",
    ),
    path(f"{ONE}/draw/", inspection_acts.Draw.as_view(), name="inspection_draw"),
    path(f"{ONE}/population/", inspection_acts.population, name="inspection_population"),
    path(f"{ONE}/completeness/", inspection_acts.matrix, name="inspection_matrix"),
    path(f"{ONE}/papers/order/", inspection_acts.bundle_order, name="inspection_bundle_order"),
    path(f"{ONE}/papers/", inspection_acts.bundle, name="inspection_bundle"),
    path(f"{ONE}/report/", inspection_acts.report, name="inspection_report"),
    path(f"{ONE}/{DOSSIER}/", inspection_acts.dossier, name="inspection_dossier"),
    path(f"{ONE}/{DOSSIER}/<slug:name>/", inspection_acts.part, name="inspection_part"),
    path(f"{ONE}/findings/new/", findings.FindingNew.as_view(), name="finding_new"),
    path("findings/", findings.FindingList.as_view(), name="finding_list"),
    path("findings/<int:pk>/", findings.FindingDetail.as_view(), name="finding_detail"),
    path("findings/<int:pk>/edit/", findings.FindingEdit.as_view(), name="finding_edit"),
    path("findings/<int:pk>/take-up/", findings.take_up, name="finding_take_up"),
    path("findings/<int:pk>/hand-in/", findings.HandIn.as_view(), name="finding_hand_in"),
    path("findings/<int:pk>/accept/", findings.Accept.as_view(), name="finding_accept"),
    path("findings/<int:pk>/return/", findings.Return.as_view(), name="finding_return"),
    path("findings/<int:pk>/withdraw/", findings.Withdraw.as_view(), name="finding_withdraw"),
    path("findings/<int:pk>/files/new/", findings.EvidenceNew.as_view(), name="finding_file_new"),
    path("findings/<int:pk>/files/<int:file_id>/", findings.file, name="finding_file"),
    path("findings/<int:pk>/files/<int:file_id>/remove/", findings.file_remove, name="finding_file_remove"),
]

# Behind governance.inspector_middleware: inspectors see these pages and no others.
inspectors: list[URLPattern] = [
    path("inspection/", inspected.home, name="inspected_home"),
    path("inspection/join/<str:token>/", inspection_joining.join, name="join_inspection"),
    path(
        "inspection/join/<str:token>/passkey/",
        inspection_joining.join_with_passkey,
        name="join_inspection_with_passkey",
    ),
    path(f"{OPEN}/", inspected.inspection, name="inspected"),
    path(f"{OPEN}/population/", inspected.population, name="inspected_population"),
    path(f"{OPEN}/completeness/", inspected.matrix, name="inspected_matrix"),
    path(f"{OPEN}/papers/order/", inspected.bundle_order, name="inspected_bundle_order"),
    path(f"{OPEN}/papers/", inspected.bundle, name="inspected_bundle"),
    path(f"{OPEN}/dossiers/<slug:kind>/", inspected.dossiers, name="inspected_dossiers"),
    path(f"{OPEN}/{DOSSIER}/", inspected.dossier, name="inspected_dossier"),
    path(f"{OPEN}/{DOSSIER}/<slug:name>/", inspected.part, name="inspected_part"),
]

urlpatterns = [*staff, *inspectors]

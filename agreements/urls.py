from django.urls import URLPattern, URLResolver, include, path

from agreements.views import (
    acts,
    amendments,
    answering,
    clauses,
    consolidated,
    deadlines,
    detail,
    documents,
    drafting,
    editing,
    electronic,
    lists,
    papers,
    promises,
    renewal,
    requests,
    rules,
    verification,
)

app_name = "agreements"

clause_urls = [
    path("", clauses.clauses, name="agreement_clauses"),
    path("new/", clauses.ClauseNew.as_view(), name="clause_new"),
    path("<int:clause_id>/", clauses.ClauseEdit.as_view(), name="clause_edit"),
    path("<int:clause_id>/preview/", clauses.clause_preview, name="clause_preview"),
    path("<int:clause_id>/move/", clauses.clause_move, name="clause_move"),
    path("<int:clause_id>/remove/", clauses.clause_remove, name="clause_remove"),
    path("<int:clause_id>/reset/", clauses.clause_reset, name="clause_reset"),
]

party_urls = [
    path("new/", editing.PartyNew.as_view(), name="party_new"),
    path("people/", editing.party_people, name="party_people"),
    path("<int:party_id>/edit/", editing.PartyEdit.as_view(), name="party_edit"),
    path("<int:party_id>/refresh/", editing.party_refresh, name="party_refresh"),
    path("<int:party_id>/remove/", editing.PartyRemove.as_view(), name="party_remove"),
    path("<int:party_id>/sign/", papers.SignatureNew.as_view(), name="signature_new"),
]

promise_urls = [
    path("", promises.agreement_promises, name="agreement_promises"),
    path("new/", promises.PromiseNew.as_view(), name="promise_new"),
    path("count/", promises.promises_count, name="promises_count"),
    path("<int:promise_id>/edit/", promises.PromiseEdit.as_view(), name="promise_edit"),
    path("<int:promise_id>/move/", promises.promise_move, name="promise_move"),
    path("<int:promise_id>/remove/", promises.PromiseRemove.as_view(), name="promise_remove"),
]

agreement_urls: list[URLPattern | URLResolver] = [
    path("", detail.AgreementDetail.as_view(), name="agreement_detail"),
    path("edit/", editing.TermsEdit.as_view(), name="agreement_edit"),
    path("check/", rules.check_again, name="agreement_check"),
    path("submit/", acts.Submit.as_view(), name="agreement_submit"),
    path("recall/", acts.Recall.as_view(), name="agreement_recall"),
    path("withdraw/", acts.Withdraw.as_view(), name="agreement_withdraw"),
    path("delete/", acts.DeleteDraft.as_view(), name="agreement_delete"),
    path("send/", acts.Send.as_view(), name="agreement_send"),
    path(
        "send-electronically/",
        electronic.SendElectronically.as_view(),
        name="agreement_send_electronically",
    ),
    path("call-back/", acts.CallBack.as_view(), name="agreement_call_back"),
    path("suspend/", acts.Suspend.as_view(), name="agreement_suspend"),
    path("resume/", acts.Resume.as_view(), name="agreement_resume"),
    path("terminate/", acts.Terminate.as_view(), name="agreement_terminate"),
    path("renewal/", renewal.renewal, name="agreement_renewal"),
    path("renewal/pack/", renewal.RenewalPack.as_view(), name="renewal_pack"),
    path("renew/", acts.Renew.as_view(), name="agreement_renew"),
    path("lapse/", acts.LetLapse.as_view(), name="agreement_lapse"),
    path("reconsider/", acts.Reconsider.as_view(), name="agreement_reconsider"),
    path("acknowledge/", acts.acknowledge, name="agreement_acknowledge"),
    path("snooze/", acts.Snooze.as_view(), name="agreement_snooze"),
    path("hand-over/", acts.HandOver.as_view(), name="agreement_hand_over"),
    path("amend/", amendments.AmendmentNew.as_view(), name="agreement_amend"),
    path("clauses/", include(clause_urls)),
    path("parties/", include(party_urls)),
    path("promises/", include(promise_urls)),
    path("signatures/<int:signature_id>/remove/", papers.SignatureRemove.as_view(), name="signature_remove"),
    path("document/<slug:language>/", documents.agreement_document, name="agreement_document"),
    path("consolidated/", consolidated.consolidated_text, name="agreement_consolidated"),
    path("consolidated/<slug:language>/", consolidated.consolidated_document, name="consolidated_document"),
    path("documents/<int:document_id>/", documents.kept_document, name="kept_document"),
    path("files/new/", papers.FileNew.as_view(), name="file_new"),
    path("files/<int:file_id>/", papers.file, name="file"),
    path("files/<int:file_id>/remove/", papers.file_remove, name="file_remove"),
    path("comments/new/", papers.comment_new, name="comment_new"),
]

amendment_urls = [
    path("", amendments.AmendmentDetail.as_view(), name="amendment_detail"),
    path("document/<slug:language>/", documents.amendment_document, name="amendment_document"),
    path("edit/", amendments.AmendmentEdit.as_view(), name="amendment_edit"),
    path("submit/", amendments.AmendmentSubmit.as_view(), name="amendment_submit"),
    path("recall/", amendments.AmendmentRecall.as_view(), name="amendment_recall"),
    path("send/", amendments.AmendmentSend.as_view(), name="amendment_send"),
    path(
        "send-electronically/",
        electronic.SendAmendmentElectronically.as_view(),
        name="amendment_send_electronically",
    ),
    path("call-back/", amendments.AmendmentCallBack.as_view(), name="amendment_call_back"),
    path("withdraw/", amendments.AmendmentWithdraw.as_view(), name="amendment_withdraw"),
    path(
        "parties/<int:party_id>/sign/",
        papers.AmendmentSignatureNew.as_view(),
        name="amendment_signature_new",
    ),
]

request_urls = [
    path("answer/", answering.Answer.as_view(), name="request_answer"),
    path("amend/", answering.AmendAsAsked.as_view(), name="request_amend"),
    path("renew/", answering.RenewAsAsked.as_view(), name="request_renew"),
    path("terminate/", answering.TerminateAsAsked.as_view(), name="request_terminate"),
    path("lapse/", answering.LapseAsAsked.as_view(), name="request_lapse"),
    path("files/<int:file_id>/", requests.file, name="request_file"),
]

urlpatterns = [
    path("agreements/", lists.AgreementList.as_view(), name="agreement_list"),
    path("promises/", promises.PromiseList.as_view(), name="promise_list"),
    path("promises/<int:pk>/", promises.promise_detail, name="promise_detail"),
    path("promises/<int:pk>/confirm/", promises.Confirm.as_view(), name="promise_confirm"),
    path("agreements/new/", drafting.AgreementNew.as_view(), name="agreement_new"),
    path("agreements/new/hints/", drafting.draft_hints, name="draft_hints"),
    path("agreements/copy/", drafting.AgreementCopy.as_view(), name="agreement_copy"),
    path("agreements/choices/", lists.agreement_choices, name="agreement_choices"),
    path("agreements/<int:pk>/", include(agreement_urls)),
    path("amendments/<int:pk>/", include(amendment_urls)),
    path("requests/<int:pk>/", include(request_urls)),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    # Printed on papers that are kept for decades: this address stays.
    path("verify/", verification.verify, name="verify_any"),
    path("verify/<str:code>/", verification.verify, name="verify"),
]

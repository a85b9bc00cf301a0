from agreements.models.agreement import Agreement, ReferenceCounter
from agreements.models.amendments import Amendment, AmendmentChange
from agreements.models.configuration import AgreementType, ReminderPolicy
from agreements.models.files import AgreementComment, AgreementFile
from agreements.models.library import Clause, ClauseVersion, TemplateClause
from agreements.models.obligations import (
    Obligation,
    ObligationConfirmation,
    ObligationEvidence,
    ObligationPeriod,
    Rhythm,
    Side,
    Standing,
)
from agreements.models.papers import AgreementDocument, DocumentOrder, PaperSignature
from agreements.models.parts import AgreementClause, Party
from agreements.models.requests import AgreementRequest, AgreementRequestFile

__all__ = [
    "Agreement",
    "AgreementClause",
    "AgreementComment",
    "AgreementDocument",
    "AgreementFile",
    "AgreementRequest",
    "AgreementRequestFile",
    "AgreementType",
    "Amendment",
    "AmendmentChange",
    "Clause",
    "ClauseVersion",
    "DocumentOrder",
    "Obligation",
    "ObligationConfirmation",
    "ObligationEvidence",
    "ObligationPeriod",
    "PaperSignature",
    "Party",
    "ReferenceCounter",
    "ReminderPolicy",
    "Rhythm",
    "Side",
    "Standing",
    "TemplateClause",
]

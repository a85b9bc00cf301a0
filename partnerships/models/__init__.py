from partnerships.models.contact import Contact, ContactRole
from partnerships.models.correction import Correction, CorrectionFile
from partnerships.models.enterprise import Enterprise, EnterpriseName, NameKind, SizeBand, Stage, Tag
from partnerships.models.interaction import Interaction, InteractionKind
from partnerships.models.invitation import Invitation
from partnerships.models.merge import Merge, MergedRow
from partnerships.models.papers import EnterpriseComment, EnterpriseFile, InteractionFile
from partnerships.models.question import Question
from partnerships.models.register import RegisterEntry

__all__ = [
    "Contact",
    "ContactRole",
    "Correction",
    "CorrectionFile",
    "Enterprise",
    "EnterpriseComment",
    "EnterpriseFile",
    "EnterpriseName",
    "Interaction",
    "InteractionFile",
    "InteractionKind",
    "Invitation",
    "Merge",
    "MergedRow",
    "NameKind",
    "Question",
    "RegisterEntry",
    "SizeBand",
    "Stage",
    "Tag",
]

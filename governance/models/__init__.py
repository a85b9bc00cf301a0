from governance.models.acknowledgements import Acknowledgement, ReadingCall
from governance.models.findings import Finding, FindingFile, FindingSeverity, FindingState
from governance.models.inspections import (
    Inspection,
    InspectionAccess,
    InspectionKind,
    InspectionState,
    Inspector,
    SeenAct,
    SeenPage,
)
from governance.models.regulations import (
    Regulation,
    RegulationKind,
    RegulationVersion,
    VersionFile,
    VersionState,
)
from governance.models.samples import (
    BundleStage,
    InspectionBundle,
    SampledDossier,
    SampleDraw,
    SampleStratum,
)

__all__ = [
    "Acknowledgement",
    "BundleStage",
    "Finding",
    "FindingFile",
    "FindingSeverity",
    "FindingState",
    "Inspection",
    "InspectionAccess",
    "InspectionBundle",
    "InspectionKind",
    "InspectionState",
    "Inspector",
    "ReadingCall",
    "Regulation",
    "RegulationKind",
    "RegulationVersion",
    "SampleDraw",
    "SampleStratum",
    "SampledDossier",
    "SeenAct",
    "SeenPage",
    "VersionFile",
    "VersionState",
]

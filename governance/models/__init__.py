from governance.models.acknowledgements import Acknowledgement, ReadingCall
from governance.models.regulations import (
    Regulation,
    RegulationKind,
    RegulationVersion,
    VersionFile,
    VersionState,
)

__all__ = [
    "Acknowledgement",
    "ReadingCall",
    "Regulation",
    "RegulationKind",
    "RegulationVersion",
    "VersionFile",
    "VersionState",
]

"""What the other apps do with rules. docs/rules.md says how."""

from compliance.operations.evaluations import (
    CheckOf,
    UnableToDecide,
    decide,
    deciding_power,
    evaluate,
    evaluate_many,
    filings_of,
    store,
    store_many,
)
from compliance.operations.packs import (
    NoSuchPack,
    UnableToPublish,
    begin_draft,
    current_version,
    discard_draft,
    problems_of,
    publish,
    rule_pack,
    version_or_parents,
    version_where,
)
from compliance.operations.reading import Judged, blockers, decisions_on, judged, latest_check, questions
from compliance.operations.waivers import UnableToWaive, record_waiver, withdraw_waiver

__all__ = [
    "CheckOf",
    "Judged",
    "NoSuchPack",
    "UnableToDecide",
    "UnableToPublish",
    "UnableToWaive",
    "begin_draft",
    "blockers",
    "current_version",
    "decide",
    "deciding_power",
    "decisions_on",
    "discard_draft",
    "evaluate",
    "evaluate_many",
    "filings_of",
    "judged",
    "latest_check",
    "problems_of",
    "publish",
    "questions",
    "record_waiver",
    "rule_pack",
    "store",
    "store_many",
    "version_or_parents",
    "version_where",
    "withdraw_waiver",
]

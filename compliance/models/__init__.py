from compliance.models.evaluations import Decision, Evaluation
from compliance.models.packs import Pack, PackVersion, Rule
from compliance.models.waivers import Waiver, WaiverFile

__all__ = ["Decision", "Evaluation", "Pack", "PackVersion", "Rule", "Waiver", "WaiverFile"]

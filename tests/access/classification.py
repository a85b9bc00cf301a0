"""The rule of every address of ours. Third parties' own pages are named by their prefix."""

from __future__ import annotations

from tests.access.rules import Rule, public, signed_in

THIRD_PARTY = ("admin:", "account_", "mfa_", "usersessions_")

RULES: dict[str, Rule] = {
    "set_language": public("POST"),
    "insights:home": signed_in(),
    "core:search": signed_in(),
    "core:view_save": signed_in("POST", list_name="enterprises"),
    "core:health_live": public(),
    "core:health_ready": public(),
    "accounts:profile": signed_in(),
    "accounts:profile_edit": signed_in(),
    "accounts:delegation_new": signed_in(),
    "accounts:position_list": signed_in(),
}

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: staff are entered by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display(user: User) -> str:
    """How somebody is greeted: by name, not by what they sign in with."""
    return user.display_name

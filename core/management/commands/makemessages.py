from django.core.management.commands.makemessages import Command as MakeMessages


class Command(MakeMessages):
    """Never guesses a translation from a similar message: a wrong one is worse than a missing one."""

    msgmerge_options = [*MakeMessages.msgmerge_options, "--no-fuzzy-matching"]

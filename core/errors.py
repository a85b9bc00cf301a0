class Refused(Exception):
    """A rule of the domain says no. The message is for the person who tried; nothing has changed.

    Every operation's own refusals (``TransitionRefused``, ``UnableToSign`` …) derive from it, and
    the page bases show its message where the person was.
    """

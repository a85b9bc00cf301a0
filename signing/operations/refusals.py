"""What the operations on envelopes refuse."""

from core.errors import Refused


class UnableToSend(Refused):
    """The document cannot be sent out, or not like this."""


class UnableToReach(Refused):
    """The signatory's link cannot be given out, or not like this."""


class UnableToSign(Refused):
    """The signatory cannot take this step now; the message says why, to the person who tried."""

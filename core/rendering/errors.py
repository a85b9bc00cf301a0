"""Why a document could not be rendered, in words for the person who asked for it."""

from django.utils.translation import gettext, gettext_noop


class RenderError(Exception):
    """The renderer failed; the same document may succeed later."""


class RenderTimeout(RenderError):
    """The document used up its time: seconds of CPU, or seconds on the clock."""


class RenderRejected(RenderError):
    """The document is at fault: it asks for a file or an address, is too large, or is not accessible."""


CAUSES: dict[str, tuple[type[RenderError], str]] = {
    "fetch": (
        RenderRejected,
        gettext_noop("The document asks for %(detail)s. It can only hold pictures that are part of it."),
    ),
    "faults": (RenderRejected, gettext_noop("The document has faults: %(detail)s")),
    "nesting": (RenderRejected, gettext_noop("The document is nested too deeply.")),
    "memory": (RenderRejected, gettext_noop("The document needs more than %(detail)s MiB of memory.")),
    "size": (RenderRejected, gettext_noop("The PDF would be larger than %(detail)s MiB.")),
    "cpu": (RenderTimeout, gettext_noop("The document needs more than %(detail)s seconds of computing.")),
    "clock": (RenderTimeout, gettext_noop("The document took longer than %(detail)s seconds.")),
    "busy": (RenderTimeout, gettext_noop("Other documents are being rendered. Try again in a moment.")),
    "crash": (RenderError, gettext_noop("The document could not be rendered: %(detail)s")),
    "gone": (RenderError, gettext_noop("The renderer does not start. Its output in the log says why.")),
}


def render_error(cause: str, detail: object = "") -> RenderError:
    kind, message = CAUSES[cause]
    return kind(gettext(message) % {"detail": detail})

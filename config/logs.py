"""Logs as one JSON object a line in production, readable lines elsewhere; never personal data."""

import os

import structlog

from core.addresses import without_key


def hide_keys(_logger: object, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An address that lets somebody in is not written to a log that others read."""
    line.update({name: without_key(text) for name, text in line.items() if isinstance(text, str)})
    return line


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    hide_keys,
]
if os.environ.get("ENVIRONMENT") == "production":
    _last: list[structlog.typing.Processor] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ]
else:
    # The other one shows what every variable held, which may be somebody's data.
    _last = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]

RENDERERS: list[structlog.typing.Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    *_last,
]

structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

"""Configure logging: our lines and our libraries', identifiers only, never a payload.

A processor drops every key that is not listed here, so a name or a diagnosis cannot reach a log by
accident.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from runtime.settings import Settings
from schemas.topics import PREFIX, TOPICS

_ALLOWED = frozenset(
    {
        *("event", "level", "logger", "timestamp", "service", "slot", "exception"),
        *("topic", "partition", "offset", "partitions", "generation", "records", "seconds", "count", "outcome"),
        *(
            "case_id",
            "event_id",
            "correlation_id",
            "event_type",
            "attempt",
            "reason",
            "error_type",
            "clock",
            "due_at",
            "port",
            "pid",
            "code",
        ),
    }
)
_OUR_TOPIC = re.compile(rf"[\w-]+({'|'.join(re.escape(topic.name.removeprefix(PREFIX)) for topic in TOPICS)})", re.ASCII)
"""A topic of the catalogue, under any prefix."""

_LIBRARY_EVENT = "library_message"


def configure_logging(settings: Settings, service: str, stream: TextIO | None = None) -> None:
    """Set up structlog and standard logging for this process.

    *stream* replaces stderr in tests.
    """
    shared = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.ExceptionRenderer(_where_it_was_raised),
        _keep_to_the_list,
    )
    as_console = settings.log_format == "console" or (settings.log_format == "auto" and sys.stderr.isatty())
    renderer = structlog.dev.ConsoleRenderer() if as_console else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            pass_foreign_args=True,
            foreign_pre_chain=[_without_text, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("imr").setLevel(settings.log_level.upper())
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service, slot=settings.slot)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of one of our modules."""
    bound: structlog.stdlib.BoundLogger = structlog.get_logger(f"imr.{name}")
    return bound


_transform = ExceptionDictTransformer(show_locals=False, max_frames=20)


def _where_it_was_raised(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> Any:
    """Return the types and frames of an exception without its text.

    The text may quote something that a person wrote.
    """
    return [
        {"type": each["exc_type"], "frames": [f"{frame['filename']}:{frame['lineno']} {frame['name']}" for frame in each["frames"]]}
        for each in _transform(exc_info)
    ]


def _keep_to_the_list(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list."""
    return {key: value for key, value in line.items() if key in _ALLOWED or key.startswith("_")}


def _without_text(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the values in a library's message that may be personal.

    The template is the library's own text. Numbers, topics of ours and the types of errors are
    filled in; of another value, its type.
    """
    record: logging.LogRecord | None = line.get("_record")
    told = _impersonal(str(record.msg), line.get("positional_args"))[:300] if record else None
    return {**line, "event": _LIBRARY_EVENT, "reason": told}


def _impersonal(template: str, values: Any) -> str:
    if not values:
        return template
    try:
        if isinstance(values, Mapping):
            return template % {name: _shown(value) for name, value in values.items()}
        return template % tuple(map(_shown, values))
    except (TypeError, ValueError, KeyError):  # a format that only the value itself fits
        return template


def _shown(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case BaseException():
            return type(value).__name__
        case str() if _OUR_TOPIC.fullmatch(value):
            return value
        case _:
            return f"<{type(value).__name__}>"

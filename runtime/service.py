"""The runtime's view of a service: name, input topics, and how to make its handlers."""

from collections.abc import Callable
from dataclasses import dataclass

from runtime.handlers import Handlers
from runtime.state.state import State
from schemas.topics import PREFIX, Topic, changelog, desk


@dataclass(frozen=True)
class Service:
    """One deciding service.

    Its consumer group `<prefix>-<name>` never changes: a renamed group would read everything again.
    """

    name: str
    topics: tuple[Topic, ...]
    create_handlers: Callable[[State], Handlers]

    @property
    def group(self) -> str:
        """The consumer group."""
        return f"{PREFIX}-{self.name}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The topics it reads, its desk among them."""
        return (*(topic.name for topic in self.topics), desk(self.name).name)

    @property
    def changelog(self) -> str:
        """The topic that keeps its state."""
        return changelog(self.name).name

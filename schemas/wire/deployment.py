"""The facts of a deployment that never change."""

from typing import Annotated

from pydantic import Field

from schemas.message import Event, Name
from schemas.personal import PLAIN
from schemas.topics import DEPLOYMENT


class DeploymentMade(Event):
    """The topics were made for this deployment, with so many partitions.

    The number decides in which partition a case is, and each partition gives case numbers of its
    own, so another number would give numbers a second time.
    """

    type = "imr.runtime.deployment-made"
    topic = DEPLOYMENT

    deployment: Annotated[Name, PLAIN]
    partitions: Annotated[int, Field(ge=1), PLAIN]

    @property
    def key(self) -> str:
        """The same for every deployment: its topics have one."""
        return "deployment"

    @property
    def lot(self) -> int:
        """The first, because its partition is there whatever their number."""
        return 0

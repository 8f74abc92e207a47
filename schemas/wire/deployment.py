"""The record of a deployment: its id and number, and whether it is closed."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.message import Event, Name, Part
from schemas.personal import PLAIN
from schemas.topics import DEPLOYMENT


class OfADeployment(Part):
    """A message of the one deployment whose topics these are."""

    @property
    def key(self) -> str:
        """The same for every deployment: its topics have one."""
        return "deployment"

    @property
    def lot(self) -> int:
        """The first, because its partition is there whatever their number."""
        return 0


class DeploymentMade(OfADeployment, Event):
    """The topics were made for this deployment, with so many partitions.

    The number decides in which partition a case is, and each partition gives case numbers of its
    own, so another number would give numbers a second time.
    """

    type = "imr.runtime.deployment-made"
    topic = DEPLOYMENT

    deployment: Annotated[Name, PLAIN]
    partitions: Annotated[int, Field(ge=1), PLAIN]


class DeploymentClosed(OfADeployment, Event):
    """No worker may start here until a DeploymentMade follows.

    The deployment was moved to the topics with another prefix, or is still being filled from them.
    Of two deployments with the same cases one at most may work, or letters would be sent twice.
    """

    type = "imr.runtime.deployment-closed"
    topic = DEPLOYMENT

    reason: Annotated[Literal["moved", "being-filled"], PLAIN]
    other: Annotated[Name, PLAIN] = Field(description="the prefix of the other deployment")

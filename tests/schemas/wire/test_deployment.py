"""The record of a deployment lies in one place, whatever its partitions."""

import pytest

from schemas.wire.deployment import DeploymentMade


@pytest.mark.parametrize("partitions", [1, 4, 1_000])
def test_it_lies_in_the_first_partition(partitions: int) -> None:
    """A worker with a wrong number of partitions must find it."""
    assert 0 == DeploymentMade(deployment="example-one", partitions=4).partition(partitions)

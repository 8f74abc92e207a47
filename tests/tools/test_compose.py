"""docker-compose.yml as Compose reads it, and the Dockerfile."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from runtime.settings import Settings
from schemas.topics import DECIDING_SERVICES, MESSAGE_BYTES_MAX

ROOT = Path(__file__).parents[2]
SERVICES = (*DECIDING_SERVICES, "ops")
SECOND_WORKERS = tuple(f"{service}-1" for service in DECIDING_SERVICES)
WORKERS = (*SERVICES, *SECOND_WORKERS)
OURS = (*WORKERS, "topics")
DOCKERFILE = (ROOT / "Dockerfile").read_text()

pytestmark = pytest.mark.tools


def compose() -> list[str]:
    """Return the command that runs Compose.

    Without one the test is skipped, or fails where every tool is required.
    """
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if (
        shutil.which("docker")
        and subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
    ):
        return ["docker", "compose"]
    if os.environ.get("IMR_TOOLS_REQUIRED") == "1":
        pytest.fail("docker-compose is not installed, and IMR_TOOLS_REQUIRED=1 wants every tool")
    pytest.skip("docker-compose is not installed")


def services(**environment: str) -> dict[str, Any]:
    """Return the services that Compose finds in the file under exactly this *environment*."""
    with tempfile.NamedTemporaryFile() as nothing:  # in the place of an operator's `.env`
        done = subprocess.run(
            [*compose(), "--env-file", nothing.name, "-f", "docker-compose.yml", "--profile", "second-workers", "config"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (0, "") == (done.returncode, done.stderr)
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The services as they are without any choice of the operator."""
    return services()


def instructions(name: str) -> list[str]:
    """Return the arguments of each instruction *name* of the Dockerfile, lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


def test_the_broker_the_topics_and_every_service_are_there(described: dict[str, Any]) -> None:
    """Nothing of the flow is missing, and nothing else is started."""
    assert {"kafka", *OURS} == described.keys()


def test_one_image_for_all(described: dict[str, Any]) -> None:
    """Every process of ours is started from the same image, which is built in one place."""
    assert 1 == len({described[name]["image"] for name in OURS})
    assert ["topics"] == [name for name in described if "build" in described[name]]


@pytest.mark.parametrize("name", WORKERS)
def test_each_worker_runs_its_service(described: dict[str, Any], name: str) -> None:
    """The command is the service's module, without a shell between it and SIGTERM."""
    assert ["python", "-m", f"services.{name.removesuffix('-1')}"] == described[name]["command"]


@pytest.mark.parametrize("name", WORKERS)
def test_each_worker_is_checked_and_started_again(described: dict[str, Any], name: str) -> None:
    """A worker that ends is restarted, one that is not ready is seen to be so."""
    assert "unless-stopped" == described[name]["restart"]
    assert "/readyz" in " ".join(described[name]["healthcheck"]["test"])


@pytest.mark.parametrize("name", WORKERS)
def test_no_worker_starts_before_its_topics(described: dict[str, Any], name: str) -> None:
    """The topics are made, or found right, before anybody reads them."""
    assert "service_completed_successfully" == described[name]["depends_on"]["topics"]["condition"]


def test_topics_are_made_once_on_a_broker_that_listens(described: dict[str, Any]) -> None:
    """Making the topics is a command that ends."""
    assert ["imr", "topics", "--create"] == described["topics"]["command"]
    assert "no" == described["topics"]["restart"]
    assert "service_healthy" == described["topics"]["depends_on"]["kafka"]["condition"]


@pytest.mark.parametrize("partitions", ["4", "12"])
def test_partitions_are_the_same_everywhere(partitions: str) -> None:
    """A case is found by its partition: all services must count the same partitions."""
    chosen = services(IMR_PARTITIONS=partitions)

    assert {partitions} == {str(chosen[name]["environment"]["IMR_PARTITIONS"]) for name in OURS}


@pytest.mark.parametrize("name", OURS)
def test_settings_are_settings(described: dict[str, Any], name: str) -> None:
    """Every variable we set is one that the services read, with a value they take."""
    given = {key.removeprefix("IMR_").lower(): value for key, value in described[name]["environment"].items()}

    assert set() == given.keys() - Settings.model_fields.keys()
    assert given["kafka_bootstrap"] == Settings(**given).kafka_bootstrap


def test_each_worker_of_a_service_has_a_slot_of_its_own(described: dict[str, Any]) -> None:
    """Two workers of one slot would take each other's place in the group again and again."""
    slots = {name: described[name]["environment"]["IMR_SLOT"] for name in WORKERS}

    assert {"0"} == {slots[name] for name in SERVICES}
    assert {"1"} == {slots[name] for name in SECOND_WORKERS}


@pytest.mark.parametrize("name", ["kafka", *OURS])
def test_no_process_may_become_more_than_it_is(described: dict[str, Any], name: str) -> None:
    """No capability, no way to new privileges, no way to the machine."""
    service = described[name]

    assert ["ALL"] == service["cap_drop"]
    assert ["no-new-privileges:true"] == service["security_opt"]
    assert not service.keys() & {"privileged", "network_mode", "pid", "cap_add", "devices"}


@pytest.mark.parametrize("name", OURS)
def test_processes_of_ours_cannot_write_what_they_run(described: dict[str, Any], name: str) -> None:
    """The root is read-only and the user is the image's; only letters keep files."""
    service = described[name]

    assert service["read_only"] is True
    assert "user" not in service
    assert ("volumes" in service) == name.startswith("letters")


def test_the_image_is_no_ones_root() -> None:
    """The image runs as a user with a fixed number, by which volumes know it again."""
    assert ["10001:10001"] == instructions("USER")
    assert "--uid 10001" in DOCKERFILE


def test_ports_are_open_to_this_machine_alone(described: dict[str, Any]) -> None:
    """No interface asks who calls, so none is offered to a network."""
    hosts = {name: _hosts(service["ports"]) for name, service in described.items() if "ports" in service}

    assert {"kafka": {"127.0.0.1"}, "intake": {"127.0.0.1"}, "ops": {"127.0.0.1"}} == hosts


def test_the_broker_is_ours_and_keeps_its_data(described: dict[str, Any]) -> None:
    """The broker is one node of the version that the tests run against.

    It creates no topic by itself, takes the largest message, and has its log on a volume.
    """
    kafka = described["kafka"]
    version = re.search(
        r"<artifactId>kafka_2.13</artifactId>\s*<version>(.*)</version>", (ROOT / "deploy/kafka/pom.xml").read_text()
    )

    assert version is not None
    assert f"apache/kafka:{version[1]}" == kafka["image"]
    assert "false" == kafka["environment"]["KAFKA_AUTO_CREATE_TOPICS_ENABLE"]
    assert MESSAGE_BYTES_MAX == int(kafka["environment"]["KAFKA_MESSAGE_MAX_BYTES"])
    assert kafka["environment"]["KAFKA_LOG_DIRS"] in json.dumps(kafka["volumes"])
    assert {"1"} == {str(value) for key, value in kafka["environment"].items() if key.endswith(("REPLICATION_FACTOR", "MIN_ISR"))}
    assert "healthcheck" in kafka
    assert "unless-stopped" == kafka["restart"]


def test_another_port_of_the_broker_is_told_to_its_clients() -> None:
    """Kafka published on another port sends its clients to that port."""
    kafka = services(IMR_KAFKA_PORT="19999")["kafka"]

    assert "MACHINE://127.0.0.1:19999" in kafka["environment"]["KAFKA_ADVERTISED_LISTENERS"]


def test_the_image_is_installed_from_the_lock() -> None:
    """Every package from an index has its hash in the lock; ours needs no index."""
    installs = [each for run in instructions("RUN") for each in run.split("&&") if " install " in each and "/pip" in each]

    assert any("--require-hashes -r requirements.lock" in each for each in installs)
    assert [] == [each for each in installs if "--require-hashes" not in each and "--no-deps --no-index" not in each]


def test_the_image_has_what_production_needs_and_no_more() -> None:
    """The image has no broker and, of the development lock, only the build backend."""
    assert "embedded" not in DOCKERFILE
    assert "noida" not in DOCKERFILE
    assert "noida" not in (ROOT / "requirements.lock").read_text()
    assert "-r requirements-dev.lock" not in DOCKERFILE


def _hosts(ports: list[Any]) -> set[str]:
    """Return the addresses that *ports* are published on.

    Compose writes each as text or, in its second version, as a mapping.
    """
    return {each["host_ip"] if isinstance(each, dict) else each.split(":")[0] for each in ports}

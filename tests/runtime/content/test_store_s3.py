"""The store of letters in an S3-compatible bucket, against a server on this machine."""

import hashlib
import socket
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from runtime.content.store import LetterDamaged, LetterNotStored, StoreUnavailable
from runtime.content.store_s3 import S3LetterStore, connect
from runtime.settings import Settings
from runtime.state.state import State
from schemas.messages.letters import LetterIssued, ServiceIntended
from services.letters.app import create_app
from tests.services.letters.events import ASSIGNED, AT, READY, SIGNED

pytestmark = pytest.mark.loopback

CONTENT = b"a letter"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
KEY = f"letters/{SHA256[:2]}/{SHA256}"
BUCKET = "example-letters"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client with an empty bucket and credentials from the environment."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "example")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket=BUCKET)
    yield client
    for each in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=each["Key"])
    client.delete_bucket(Bucket=BUCKET)
    client.close()


@pytest.fixture
def store(client: Any, endpoint: str) -> S3LetterStore:
    """The store that the settings describe."""
    return connect(BUCKET, endpoint, "letters/")


def test_content_is_read_back_by_its_hash(store: S3LetterStore, client: Any) -> None:
    """Content is read back by its SHA-256, from the object named by prefix and hash."""
    assert store.put(CONTENT) == SHA256
    assert store.get(SHA256) == CONTENT
    assert [KEY] == [each["Key"] for each in client.list_objects_v2(Bucket=BUCKET)["Contents"]]


def test_putting_again_changes_nothing(store: S3LetterStore, client: Any) -> None:
    """The same letter is kept once, and its object is not written again."""
    store.put(CONTENT)
    before = client.head_object(Bucket=BUCKET, Key=KEY)["LastModified"]
    client.put_object_tagging(Bucket=BUCKET, Key=KEY, Tagging={"TagSet": [{"Key": "seen", "Value": "yes"}]})
    store.put(CONTENT)

    assert before == client.head_object(Bucket=BUCKET, Key=KEY)["LastModified"]
    assert client.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]  # a second write would have taken it off


@pytest.mark.parametrize("damaged", [b"", b"another letter", CONTENT[:-1]])
def test_damage_is_noticed_and_mended(store: S3LetterStore, client: Any, damaged: bytes) -> None:
    """Damaged content is an error that names the hash; putting the letter again repairs it."""
    client.put_object(Bucket=BUCKET, Key=KEY, Body=damaged)

    with pytest.raises(LetterDamaged, match=SHA256):
        store.get(SHA256)
    store.put(CONTENT)
    assert store.get(SHA256) == CONTENT


@pytest.mark.parametrize("sha256", ["0" * 64, "", "../../etc/passwd", SHA256.upper()])
def test_an_unknown_hash_is_not_found(store: S3LetterStore, sha256: str) -> None:
    """An unknown hash and a string that is no hash give the same error, by name."""
    with pytest.raises(LetterNotStored):
        store.get(sha256)


@pytest.mark.parametrize("what", ["put", "get"])
def test_a_store_that_is_away_is_unavailable(client: Any, what: str) -> None:
    """A refused connection is a retriable outage, not a lost letter."""
    assert client
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    away = connect(BUCKET, f"http://127.0.0.1:{port}", "")

    with pytest.raises(StoreUnavailable) as raised:
        away.put(CONTENT) if what == "put" else away.get(SHA256)
    assert raised.value.retriable


def test_a_bucket_that_is_not_there_is_unavailable(client: Any, endpoint: str) -> None:
    """A wrong bucket is an outage to repair, not a lost letter."""
    assert client
    store = connect("no-such-bucket", endpoint, "")

    with pytest.raises(StoreUnavailable, match="NoSuchBucket"):
        store.get(SHA256)
    with pytest.raises(StoreUnavailable):
        store.put(CONTENT)


async def test_letters_are_issued_into_the_bucket(store: S3LetterStore, endpoint: str) -> None:
    """The service keeps every copy and cover there and reads each back by its event's hash."""
    settings = Settings(
        letter_store="s3", letter_store_bucket=BUCKET, letter_store_endpoint=endpoint, letter_store_prefix="letters/"
    )
    handlers = create_app(settings).create_handlers(State()).messages
    events = [event for message in (READY, ASSIGNED, SIGNED) for event in await handlers[message.type](message, AT)]  # type: ignore[misc]
    issued = events[0]
    covers = [event.cover_sha256 for event in events[1:] if isinstance(event, ServiceIntended)]

    assert isinstance(issued, LetterIssued)
    assert [file.size for file in issued.files] == [len(store.get(file.sha256)) for file in issued.files]
    assert [b"%PDF"] * 5 == [store.get(cover or "")[:4] for cover in covers]

"""Keep letters in an S3-compatible store.

An object appears whole or not at all. The store checks its SHA-256 on arrival, and we check it on
return.
"""

import base64
import hashlib
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from runtime.content.store import LetterNotStored, StoreUnavailable, checked, relative_name

_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})
_CONFIG = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3})


class S3Client(Protocol):
    """The methods of boto3's client that are used here."""

    def put_object(self, **arguments: Any) -> Any:
        """Keep an object."""

    def get_object(self, **arguments: Any) -> Any:
        """Fetch an object."""

    def head_object(self, **arguments: Any) -> Any:
        """Ask about an object."""


class S3LetterStore:
    """A store in a bucket, with the folder's names after a prefix.

    Any outage is StoreUnavailable, refused credentials included.
    """

    def __init__(self, client: S3Client, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix

    def put(self, content: bytes) -> str:
        """See LetterStore. An object with the same checksum is left alone; any other is replaced."""
        digest = hashlib.sha256(content)
        place = {"Bucket": self._bucket, "Key": self._key(digest.hexdigest())}
        checksum = base64.b64encode(digest.digest()).decode()
        try:
            if self._checksum(place) != checksum:
                self._client.put_object(**place, Body=content, ChecksumAlgorithm="SHA256", ChecksumSHA256=checksum)
        except (BotoCoreError, ClientError) as error:
            raise _unavailable(error, "keep") from error
        return digest.hexdigest()

    def get(self, sha256: str) -> bytes:
        """See LetterStore."""
        key = self._key(sha256)
        try:
            content: bytes = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise LetterNotStored(sha256) from error
            raise _unavailable(error, "read") from error
        except BotoCoreError as error:
            raise _unavailable(error, "read") from error
        return checked(content, sha256, f"s3://{self._bucket}/{key}")

    def _checksum(self, place: dict[str, str]) -> str | None:
        """Return the checksum that the store has for the object; None if there is no object."""
        try:
            known: str | None = self._client.head_object(**place, ChecksumMode="ENABLED").get("ChecksumSHA256")
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        return known

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}{relative_name(sha256)}"


def connect(bucket: str, endpoint: str | None, prefix: str) -> S3LetterStore:
    """Return the store in *bucket*, at *endpoint* if it is not Amazon's.

    Credentials and region come from the standard AWS environment.
    """
    return S3LetterStore(boto3.client("s3", endpoint_url=endpoint, config=_CONFIG), bucket, prefix)


def _unavailable(error: BotoCoreError | ClientError, what: str) -> StoreUnavailable:
    """Return the outage without the request, which may hold data unfit for a log."""
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
    return StoreUnavailable(f"cannot {what} a letter: {code}")

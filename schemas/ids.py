"""Ids are derived, so that whoever meets a message twice knows it: from the client's key, or from the message that caused it."""

import hashlib
import json
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1d8f7c-55d5-5b0a-9a37-1f0c6f2d3b11")


def derived_id(*parts: object) -> str:
    """The id made of *parts*: the same parts give the same id, and no other parts do."""
    return str(uuid5(_NAMESPACE, json.dumps([str(part) for part in parts])))


def submission_id(client: str, idempotency_key: str) -> str:
    """The id of what *client* submits under *idempotency_key*; a retry has the same."""
    return derived_id("submission", client, idempotency_key)


def body_digest(body: bytes) -> str:
    """SHA-256 of a body, in hex, to tell a retry from another body under the same key."""
    return hashlib.sha256(body).hexdigest()

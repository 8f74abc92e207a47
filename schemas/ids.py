"""Derive ids, so that a repeated message is recognised.

An id follows from the client's key, or from the message that caused it.
"""

import hashlib
from json.encoder import encode_basestring_ascii
from uuid import UUID

_NAMESPACE = UUID("6f1d8f7c-55d5-5b0a-9a37-1f0c6f2d3b11").bytes


def derived_id(*parts: object) -> str:
    """The id made of *parts*: the same parts give the same id, and no other parts do.

    It is `uuid5(namespace, json.dumps(parts as texts))`, spelt out because every message needs one.
    """
    name = f"[{', '.join([encode_basestring_ascii(str(part)) for part in parts])}]"
    digest = hashlib.sha1(_NAMESPACE + name.encode(), usedforsecurity=False).hexdigest()
    variant = f"{int(digest[16], 16) & 3 | 8:x}"
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def submission_id(client: str, idempotency_key: str) -> str:
    """Return the id of a submission by *client* under *idempotency_key*; a retry has the same."""
    return derived_id("submission", client, idempotency_key)


def body_digest(body: bytes) -> str:
    """SHA-256 of a body, in hex, to tell a retry from another body under the same key."""
    return hashlib.sha256(body).hexdigest()

"""Refuse a Kafka that loses the ends of transactions.

Kafka 4.3 and 4.4 take a partition whose leader is away for one that was deleted, and leave the end
of a transaction out there (KAFKA-20734, docs/decisions/0027). A broker does not say its version; it
says the newest level of metadata that it knows, and each minor version knows more of them.
"""

from io import BytesIO
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.api import Request, RequestStruct, Response, ResponseHeader_v0
from aiokafka.protocol.types import CompactArray, CompactString, Int16, Int32, Schema, TaggedFields

from runtime.broker.errors import BrokerError

_FIRST_LEVEL_OF_4_3 = 30
"""`IBP_4_3_IV0` of MetadataVersion; 4.2 ends with 29."""

_LEVEL = "metadata.version"
_TAG_OF_FEATURES = 0
_FEATURES = CompactArray(("name", CompactString("utf-8")), ("from", Int16), ("to", Int16), ("tags", TaggedFields))


class LosesEnds(BrokerError):
    """This version of Kafka loses ends of transactions."""

    def __init__(self) -> None:
        super().__init__(
            "this Kafka is 4.3 or later, which loses the ends of transactions when a partition has no leader (KAFKA-20734): messages "
            "behind them are never read, or read although they were aborted. Use Kafka 4.0 to 4.2; if yours has the correction, set "
            "IMR_KAFKA_ENDS_TRUSTED=true"
        )


class _ApiVersionsResponse(Response):  # type: ignore[misc]  # aiokafka is untyped
    """The versions of requests that a broker answers, and its features in a tagged field."""

    API_KEY = 18
    API_VERSION = 3
    SCHEMA = Schema(
        ("error_code", Int16),
        ("versions", CompactArray(("api_key", Int16), ("from", Int16), ("to", Int16), ("tags", TaggedFields))),
        ("throttle_time_ms", Int32),
        ("tags", TaggedFields),
    )


class _ApiVersionsStruct(RequestStruct):  # type: ignore[misc]  # aiokafka is untyped
    FLEXIBLE_VERSION = True
    API_KEY = 18
    API_VERSION = 3
    RESPONSE_TYPE = _ApiVersionsResponse
    SCHEMA = Schema(("software", CompactString("utf-8")), ("software_version", CompactString("utf-8")), ("tags", TaggedFields))

    def parse_response_header(self, read_buffer: Any) -> ResponseHeader_v0:
        """Read the old form of the header: this answer has it in every version, for old clients."""
        return ResponseHeader_v0.decode(read_buffer)


class ApiVersions(Request[_ApiVersionsStruct]):  # type: ignore[misc]  # aiokafka is untyped
    """The question for a broker's features; aiokafka asks for an older form, without them."""

    API_KEY = 18

    def build(self, request_struct_class: type[_ApiVersionsStruct]) -> _ApiVersionsStruct:
        """Return the request; a broker notes which software asks."""
        return request_struct_class("imr", "0", {})


async def refuse_loser_of_ends(admin: AIOKafkaAdminClient) -> None:
    """Raise LosesEnds if one of the brokers behind *admin* knows metadata of Kafka 4.3."""
    client = admin._client  # noqa: SLF001 - the question has no public form
    for broker in client.cluster.brokers():
        answer = await client.send(broker.nodeId, ApiVersions())
        if newest_level(answer.tags) >= _FIRST_LEVEL_OF_4_3:
            raise LosesEnds


def newest_level(tags: dict[int, bytes]) -> int:
    """Return the newest level of metadata in the tagged fields of an answer; else 0."""
    features = _FEATURES.decode(BytesIO(tags[_TAG_OF_FEATURES])) if _TAG_OF_FEATURES in tags else ()
    return max((newest for name, _oldest, newest, _tags in features if name == _LEVEL), default=0)

"""`imr topics`: the catalogue, and making it real on a broker."""

import asyncio
from typing import Annotated

import typer

from cli.session.connection import connect, fail, read_settings
from cli.session.options import AsJsonLines
from cli.session.output import print_json
from cli.session.table import Prose, print_table
from runtime.broker.errors import BrokerError, NoBrokerAnswers
from runtime.broker.topics.topics import ensure_topics
from schemas.topics import DAY_MS, TOPICS, Topic


def topics(
    create: Annotated[bool, typer.Option("--create", help="Create missing topics on the broker.")] = False,
    as_json: AsJsonLines = False,
) -> None:
    """List every topic with its writer, readers, key and retention."""
    read_settings()  # the names depend on one of them
    if create:
        settings = connect()
        try:
            asyncio.run(ensure_topics(settings.kafka_bootstrap, TOPICS, settings.partitions, settings.replication))
        except (BrokerError, NoBrokerAnswers) as error:
            fail(str(error))
    if as_json:
        for topic in TOPICS:
            print_json(
                {
                    "name": topic.name,
                    "writer": topic.writer,
                    "readers": topic.readers,
                    "key": topic.key,
                    "what": topic.what,
                    **topic.configuration,
                }
            )
        return
    rows = [(each.name, each.writer, ", ".join(each.readers), each.key, _kept(each), each.what) for each in TOPICS]
    print_table(("topic", Prose("writer"), Prose("readers"), Prose("key"), Prose("kept"), Prose("what")), rows)


def _kept(topic: Topic) -> str:
    if topic.compacted:
        return "last of each key"
    return "for ever" if topic.retention_ms < 0 else f"{topic.retention_ms // DAY_MS} days"

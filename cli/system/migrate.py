"""`imr migrate`: move a data folder of the embedded broker to Apache Kafka."""

import asyncio
import logging
import shutil
from pathlib import Path

import ijson

from cli.session.connection import fail, read_settings
from cli.session.files import refuse_other_folder, tighten_data
from cli.session.options import DataDir
from cli.session.output import say
from runtime.broker.embedded.kept import kept_file
from runtime.broker.embedded.migrate import OffsetsDiffer
from runtime.broker.embedded.migrate import migrate as move
from runtime.broker.errors import BrokerError
from runtime.broker.kafka.apache import DATA, ApacheBroker
from runtime.broker.process.folder import DataFolder
from runtime.settings import Settings


def migrate(
    data_dir: DataDir = None,
) -> None:
    """Move a data folder of the embedded broker to Apache Kafka.

    Until November 2026 `imr up` ran an embedded broker, which kept its data in broker/embedded.
    Every message keeps its topic, partition, offset and time, and every service continues where it
    was. The old data stays until you delete it. If this command is interrupted, run it again.
    """
    settings = read_settings(data_dir=data_dir)
    refuse_other_folder(settings.data_dir)
    folder = settings.data_dir / "broker"
    kept = kept_file(folder)
    if not kept.exists():
        fail(f"{settings.data_dir} holds no data of the embedded broker ({kept} is missing); there is nothing to migrate")
    if (folder / DATA).exists():
        fail(f"{settings.data_dir} has been migrated: it holds data of Apache Kafka in {folder / DATA}; start it with `imr up`")
    tighten_data(settings.data_dir)
    logging.disable(logging.ERROR)  # errors are reported in a line of our own
    claimed = DataFolder(folder)
    try:
        claimed.claim()
        total = asyncio.run(_migrate(settings, kept, folder))
    except (BrokerError, OffsetsDiffer) as error:
        fail(*str(error).splitlines())
    except (ijson.JSONError, KeyError, TypeError, ValueError) as error:
        fail(f"{kept} cannot be read ({error}); its data is unchanged")
    finally:
        claimed.release()
    say(f"{total:,} messages moved to Apache Kafka. Start with `imr up`; once you are content, delete {kept.parent}.")


async def _migrate(settings: Settings, kept: Path, folder: Path) -> int:
    """Fill a broker in another folder, and put its data in place when it is complete."""
    unfinished = settings.data_dir / "broker-unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    async with ApacheBroker(unfinished, java=settings.java) as broker:
        total = await move(kept, broker.bootstrap, _tell)
    (unfinished / DATA).rename(folder / DATA)
    shutil.rmtree(unfinished)
    return total


def _tell(topic: str, messages: int) -> None:
    if messages:
        say(f"{messages:>9,}  {topic}")

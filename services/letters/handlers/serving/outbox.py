"""Deliver into a folder, from which a mail room or a program takes the letters.

Each consignment has a folder named by its id: `<service id>/letter.pdf` is the copy, `cover.pdf`
its cover letter, `manifest.json` names recipient and method. A folder appears whole or not at all,
and once: `.sent/<service id>.json` is written before, and stays when the folder is taken away.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field

from runtime.content.store import sync_folder
from runtime.files import PathTaken, private_folder, write_file
from schemas.message import Part
from schemas.personal import PLAIN
from services.letters.handlers.serving.channel import Consignment, DeliveryUnavailable, Papers, Receipt

MANIFEST = "manifest.json"
SENT = ".sent"
"""The folder of the marks: which consignments were put into the outbox."""

_PREPARED = ".prepared-"


class Manifest(Part):
    """The contents of `manifest.json`."""

    consignment: Consignment
    receipt: Receipt


class Mark(Part):
    """The contents of a mark: the one prepared folder that becomes the consignment."""

    prepared: Annotated[str, Field(pattern=rf"^{re.escape(_PREPARED)}[^/]+$"), PLAIN]
    receipt: Receipt


class Outbox:
    """A channel into a folder; *now* gives the instant of each delivery."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._now = now

    def deliver(self, consignment: Consignment, papers: Papers) -> Receipt:
        """See DeliveryChannel. An existing folder stays unchanged, and one taken away stays away."""
        try:
            known = self.ask(consignment.service_id)
            return known or self._put(consignment, papers)
        except OSError as error:
            if isinstance(error, DeliveryUnavailable):
                raise
            raise DeliveryUnavailable(error.errno, f"cannot write to the outbox: {error.strerror or error}") from error

    def ask(self, service_id: str) -> Receipt | None:
        """See DeliveryChannel. A delivery that was interrupted behind its mark is finished."""
        try:
            if (mark := self._mark(service_id)) is not None:
                self._finish(service_id, mark)
                return mark.receipt
            return Manifest.model_validate_json((self.folder / service_id / MANIFEST).read_bytes()).receipt  # of before marks
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DeliveryUnavailable(error.errno, f"cannot read the outbox: {error.strerror}") from error

    def _put(self, consignment: Consignment, papers: Papers) -> Receipt:
        """Prepare all files beside their place, mark the consignment, and move them there.

        Of several processes that prepare it, the first to write the mark delivers.
        """
        receipt = Receipt(status="sent", reference=f"outbox {consignment.service_id}", at=self._now())
        private_folder(self.folder / SENT)
        prepared = Path(tempfile.mkdtemp(dir=self.folder, prefix=f"{_PREPARED}{consignment.service_id}."))
        mark = Mark(prepared=prepared.name, receipt=receipt)
        try:
            for name, paper in papers.items():
                _write(prepared / f"{name}.pdf", paper)
            manifest = Manifest(consignment=consignment, receipt=receipt).model_dump_json(indent=2)
            _write(prepared / MANIFEST, manifest.encode() + b"\n")
            sync_folder(prepared)
            sync_folder(self.folder)
            with suppress(PathTaken):  # another process was faster
                write_file(self._mark_path(consignment.service_id), mark.model_dump_json().encode())
                sync_folder(self.folder / SENT)
        finally:
            first = self._mark(consignment.service_id)
            if first != mark:
                shutil.rmtree(prepared, ignore_errors=True)
        assert first is not None, "it was written, or another was there"
        self._finish(consignment.service_id, first)
        return first.receipt

    def _finish(self, service_id: str, mark: Mark) -> None:
        """Move the prepared folder to its place, unless that was done."""
        with suppress(FileNotFoundError):  # it was, and may have been taken away since
            (self.folder / mark.prepared).rename(self.folder / service_id)
            sync_folder(self.folder)

    def _mark(self, service_id: str) -> Mark | None:
        with suppress(FileNotFoundError):
            return Mark.model_validate_json(self._mark_path(service_id).read_bytes())
        return None

    def _mark_path(self, service_id: str) -> Path:
        return self.folder / SENT / f"{service_id}.json"


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

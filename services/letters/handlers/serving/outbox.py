"""Deliver into a folder, from which a mail room or a program takes the letters.

Each consignment has a folder named by its id: `<service id>/letter.pdf` is the copy, `cover.pdf`
its cover letter, `manifest.json` names recipient and method. A folder appears whole or not at all.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from runtime.content.store import sync_folder
from runtime.files import private_folder
from schemas.message import Part
from services.letters.handlers.serving.channel import Consignment, DeliveryUnavailable, Papers, Receipt

MANIFEST = "manifest.json"


class Manifest(Part):
    """The contents of `manifest.json`."""

    consignment: Consignment
    receipt: Receipt


class Outbox:
    """A channel into a folder; *now* gives the instant of each delivery."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._now = now

    def deliver(self, consignment: Consignment, papers: Papers) -> Receipt:
        """See DeliveryChannel. An existing folder stays unchanged."""
        try:
            known = self.ask(consignment.service_id)
            return known or self._put(consignment, papers)
        except OSError as error:
            if isinstance(error, DeliveryUnavailable):
                raise
            raise DeliveryUnavailable(error.errno, f"cannot write to the outbox: {error.strerror or error}") from error

    def ask(self, service_id: str) -> Receipt | None:
        """See DeliveryChannel."""
        try:
            return Manifest.model_validate_json((self.folder / service_id / MANIFEST).read_bytes()).receipt
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DeliveryUnavailable(error.errno, f"cannot read the outbox: {error.strerror}") from error

    def _put(self, consignment: Consignment, papers: Papers) -> Receipt:
        """Write all files beside their place, make them durable, and move them there together."""
        receipt = Receipt(status="sent", reference=f"outbox {consignment.service_id}", at=self._now())
        private_folder(self.folder)
        partial = Path(tempfile.mkdtemp(dir=self.folder, prefix=".partial-"))
        try:
            for name, paper in papers.items():
                _write(partial / f"{name}.pdf", paper)
            _write(
                partial / MANIFEST, Manifest(consignment=consignment, receipt=receipt).model_dump_json(indent=2).encode() + b"\n"
            )
            sync_folder(partial)
            partial.rename(self.folder / consignment.service_id)
            sync_folder(self.folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return receipt


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

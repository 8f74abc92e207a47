"""Requests made from the OpenAPI descriptions, good and bad, get the responses described."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from runtime.http.server import serve
from schemas.message import Message
from services.intake.channels.api import create_api as create_intake
from services.intake.channels.submissions import Submissions
from services.ops.api import create_api as create_ops
from services.ops.live.live import live_view
from services.ops.state import LiveTables

pytestmark = pytest.mark.tools

FOLDER = Path(__file__).parent / "schemathesis"
EXAMPLES = 20


class _Stream:
    """A broker in memory: a message is on the stream, and seen by the view, at once."""

    def __init__(self, view: Submissions) -> None:
        self._view = view

    async def publish(self, message: Message, message_id: str) -> None:
        """Show *message* to the view."""
        self._view.note(message)


def _intake() -> FastAPI:
    view = Submissions()
    return create_intake(_Stream(view), view)


def _ops() -> FastAPI:
    return create_ops(lambda: live_view(LiveTables(), 0.0, 0), lambda: True, lambda: 0)


@pytest.mark.parametrize("create", [_intake, _ops])
async def test_schemathesis_finds_nothing(create: Callable[[], FastAPI], tmp_path: Path) -> None:
    """All phases, positive and negative data, all checks, with the same requests each time."""
    async with serve(create(), "127.0.0.1", 0) as port:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(FOLDER / "schemathesis.toml")),
            *("run", f"http://127.0.0.1:{port}/openapi.json", "--checks", "all", "--mode", "all", "--no-color"),
            *("--max-examples", str(EXAMPLES), "--generation-deterministic"),
            *("--suppress-health-check", "all", "--continue-on-failure"),
            env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(FOLDER)},
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told = (await process.communicate())[0].decode()

    assert process.returncode == 0, told

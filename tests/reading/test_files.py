"""Files that a person names."""

import io
import os
import socket
import sys
from pathlib import Path

import pytest

from reading.files import STANDARD_INPUT, open_file, read_file
from reading.limits import Limits
from reading.problems import NotReadable


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/dev/zero", "is a device"),
        ("/dev/stdin/x", "cannot be used"),
        ("/proc/self", "is a folder"),
        ("/", "is a folder"),
        ("/nowhere/file.json", "cannot be used: no such file"),
        ("/" + "x" * 300, "cannot be used: file name too long"),
        ("\x00", "cannot be used: embedded null byte"),
        ("/proc/self/mem", "cannot be used: input/output error"),
    ],
)
def test_a_path_that_is_no_file_gets_a_sentence(name: str, told: str) -> None:
    """Nothing is waited for and nothing endless is read."""
    with pytest.raises(NotReadable) as caught:
        read_file(Path(name))

    assert told in str(caught.value)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """It may stay empty for ever; only some commands read standard input."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(NotReadable, match="save its content in a file"):
        open_file(tmp_path / "pipe")


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be opened at all."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")

        with pytest.raises(NotReadable):
            open_file(Path("socket"))


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    """A sparse file of a terabyte costs no memory."""
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    assert b"12345" == read_file(file, Limits(size=5))

    os.truncate(file, 10**12)
    with pytest.raises(NotReadable, match="larger than 5 bytes"):
        read_file(file, Limits(size=5))


def test_a_hyphen_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left open."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"12345")))

    assert b"12345" == read_file(STANDARD_INPUT, Limits(size=5))
    assert not sys.stdin.closed

"""Split a file into bodies, one for each application, without holding the file in memory."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from reading.encoding import encoding_of
from reading.problems import Problem, WrongEncoding, not_readable

LINE_SUFFIXES = (".jsonl", ".ndjson")
_HEAD_BYTES = 64
_CHUNK_BYTES = 64 * 1024
_LINE_BYTES_MAX = 64 * 1024 * 1024
_MARKS = re.compile(rb'\\.|["{}\[\],]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Body:
    """One body.

    *place* is its line (":12"), its place in a list ("/11"), or "" for a whole file. *content* is
    None for a body that is too large to be one.
    """

    place: str
    content: bytes | None


class Utf8(io.RawIOBase):
    """The bytes of *file* as UTF-8 without a byte order mark.

    *consumed* counts the file's own bytes. Raises WrongEncoding where a file in UTF-16 or UTF-32 is
    not valid.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        head = file.read(_HEAD_BYTES)
        self.consumed = len(head)
        encoding, mark = encoding_of(head)
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()
        self._waiting = self._decoded(head[mark:])

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill *buffer*; 0 at the end."""
        while not self._waiting:
            read = self._file.read(_CHUNK_BYTES)
            self.consumed += len(read)
            self._waiting = self._decoded(read)
            if not read:
                break
        taken, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _decoded(self, read: bytes) -> bytes:
        if self._decoder is None:
            return read
        try:
            return self._decoder.decode(read, final=not read).encode()
        except UnicodeDecodeError as error:
            detail = f"is not valid {error.encoding.upper()}, the encoding it begins with; save it as UTF-8"
            raise WrongEncoding((Problem("", detail),)) from None


def bodies(source: Utf8, name: Path, limit: int) -> Iterator[Body]:
    """Yield the bodies in *source*; raise NotReadable for a file as a whole.

    A file called .jsonl or .ndjson has one on each line. Another one holds a single body, a list of
    them, or lines of them, which its beginning tells. A body of more than *limit* bytes is skipped.
    """
    reader = io.BufferedReader(source, _CHUNK_BYTES)
    if name.suffix.lower() in LINE_SUFFIXES:
        return _or_empty(_lines(reader, limit))
    head = reader.read(limit + 1)
    start = head.lstrip()
    if not start:
        raise not_readable("is empty")
    if start.startswith(b"["):
        return _entries(chain((start[1:],), iter(lambda: reader.read(_CHUNK_BYTES), b"")), limit)
    if _is_lines(head):
        rest = io.BufferedReader(_Joined(head, reader), _CHUNK_BYTES)
        return _lines(rest, limit)
    return iter((Body("", head if len(head) <= limit else None),))


class _Joined(io.RawIOBase):
    """A beginning that was read already, and the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        taken = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _is_lines(head: bytes) -> bool:
    """Whether the first line is an object of its own and another begins below it."""
    first, _, rest = head.lstrip().partition(b"\n")
    return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


def _or_empty(found: Iterator[Body]) -> Iterator[Body]:
    first = next(found, None)
    if first is None:
        raise not_readable("is empty")
    return chain((first,), found)


def _lines(reader: BinaryIO, limit: int) -> Iterator[Body]:
    number = 0
    while line := reader.readline(limit + 2):
        number += 1
        too_large = len(line.rstrip(b"\r\n")) > limit
        skipped = len(line)
        while not line.endswith(b"\n") and (line_rest := reader.readline(_CHUNK_BYTES)):
            too_large, skipped = True, skipped + len(line_rest)
            if skipped > _LINE_BYTES_MAX:
                raise not_readable(f"has a line without an end ({number}); nothing after it was read")
            line = line_rest
        if too_large or line.strip():
            yield Body(f":{number}", None if too_large else line)


@dataclass
class _Entry:
    """The entry of a list that is being read."""

    limit: int
    content: bytearray
    size: int = 0

    def add(self, piece: bytes) -> None:
        """Append *piece* while the entry is small enough."""
        self.size += len(piece)
        if self.size <= self.limit:
            self.content += piece

    def body(self, number: int) -> Body:
        """The entry as a body; the next begins."""
        body = Body(f"/{number}", bytes(self.content) if self.size <= self.limit else None)
        self.content, self.size = bytearray(), 0
        return body


def _entries(chunks: Iterator[bytes], limit: int) -> Iterator[Body]:
    """Yield the entries of the list whose bracket was read; what they hold is read later."""
    entry, number, depth, in_text = _Entry(limit, bytearray()), 0, 0, False
    pieces = _with_whole_escapes(chunks)
    for piece in pieces:
        start = 0
        for found in _MARKS.finditer(piece):
            place, mark = found.start(), found[0]
            if mark == b'"':
                in_text = not in_text
            elif in_text or mark.startswith(b"\\"):
                continue
            elif mark in b"{[":
                depth += 1
            elif depth:
                depth -= mark in b"}]"
            elif mark in b",]":
                entry.add(piece[start:place])
                start = place + 1
                if mark == b"," or number or entry.content.strip() or entry.size > limit:
                    yield entry.body(number)
                    number += 1
                if mark == b"]":
                    _refuse_more(piece[start:], pieces)
                    return
        entry.add(piece[start:])
    raise not_readable(f"ends within its list, after {number} entries")


def _with_whole_escapes(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield *chunks* so that none ends between a backslash and the character it escapes."""
    held = b""
    for chunk in chunks:
        piece = held + chunk
        odd = (len(piece) - len(piece.rstrip(b"\\"))) % 2
        piece, held = (piece[:-1], piece[-1:]) if odd else (piece, b"")
        yield piece
    if held:
        yield held


def _refuse_more(rest: bytes, pieces: Iterator[bytes]) -> None:
    if any(piece.strip() for piece in chain((rest,), pieces)):
        raise not_readable("has more after its list; nothing of that was read")

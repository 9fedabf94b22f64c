"""Files on their way in: a multipart body written to the spool folder while it arrives.

Nothing is held in memory beyond one chunk, nothing is named by the sender on disk, and what is not handed on is
removed. The framework's own form reading would take the whole body before knowing who sends it.
"""

from __future__ import annotations

import errno
import uuid
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from coach.domain.language import mark
from coach.domain.problems import InvalidInput, TooLarge, Unavailable

LARGEST_UPLOAD = 2 * 1000**3
"""Bytes of one request."""
MOST_FILES = 2000
LONGEST_NAME = 200
LONGEST_BOUNDARY = 200
"""Bytes; RFC 2046 allows 70."""

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Received:
    """A file in the spool folder and the name its sender gave it (a name, never a path)."""

    name: str
    path: Path


class Spool:
    """Takes a multipart body in chunks and writes its files; parts that are no files are passed over.

    Use as a context: leaving it removes the files that nobody moved away.
    """

    def __init__(self, folder: Path, content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not 0 < len(boundary) <= LONGEST_BOUNDARY:
            raise InvalidInput(mark("Send the files as multipart/form-data."), field="files")
        self.received: list[Received] = []
        self._folder = folder
        self._size = 0
        self._open: BinaryIO | None = None
        self._ended = False
        self._header = (b"", b"")
        self._disposition = b""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._close,
                "on_end": self._end,
            },
        )

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        for received in self.received:
            received.path.unlink(missing_ok=True)

    async def take(self, chunks: AsyncIterable[bytes]) -> None:
        """Take the whole body.

        Raises:
            InvalidInput: it is not multipart, is cut, or holds no file.
            TooLarge: more bytes or files than one request may bring.
            Unavailable: the disk is full.
        """
        async for chunk in chunks:
            self._size += len(chunk)
            if self._size > LARGEST_UPLOAD:
                raise too_large()
            await run_in_threadpool(self._write, chunk)
        if not self._ended:
            raise InvalidInput(mark("The upload stopped before its end. Send the files again."), field="files")
        if not self.received:
            raise InvalidInput(mark("Choose at least one file first."), field="files")

    def _write(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise InvalidInput(mark("Send the files as multipart/form-data."), field="files") from None
        except OSError as error:
            if error.errno in _DISK_FULL:
                raise Unavailable(mark("The disk is full: nothing was taken in. Make room and try again.")) from error
            raise

    def _begin(self) -> None:
        self._disposition = b""
        self._header = (b"", b"")

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0] + data[start:end], self._header[1])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0], self._header[1] + data[start:end])

    def _header_end(self) -> None:
        if self._header[0].lower() == b"content-disposition":
            self._disposition = self._header[1]
        self._header = (b"", b"")

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"filename" not in options:
            return
        if len(self.received) >= MOST_FILES:
            raise TooLarge(mark("At most {most} files at once. Put them in one zip archive instead."), most=MOST_FILES)
        path = self._folder / uuid.uuid4().hex
        self.received.append(Received(_plain_name(options[b"filename"]), path))
        self._open = path.open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._open is not None:
            self._open.write(memoryview(data)[start:end])

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _end(self) -> None:
        self._ended = True


def too_large() -> TooLarge:
    """The refusal of an upload over the limit."""
    most = f"{LARGEST_UPLOAD / 1e9:.0f}"
    return TooLarge(mark("At most {most} GB are taken at once. Send the files in several goes."), most=most)


def _plain_name(sent: bytes) -> str:
    """The last part of what was sent as a name, printable, of a sensible length and with its ending."""
    text = sent.decode("utf-8", "replace").replace("\\", "/")
    name = "".join(letter for letter in PurePosixPath(text).name if letter.isprintable()).strip()
    return name[-LONGEST_NAME:] if name.strip(".") else "file"

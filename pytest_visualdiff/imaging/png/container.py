"""The PNG container: whether a file is a complete PNG, and the size of its picture.

Nothing is decoded here, so it costs a checksum of the file and no heavy import.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.model import Size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_GREY = 0
"""Colour type of a picture that has grey levels alone (PNG specification, section 6.1)."""

_FRAME = 12
"""Bytes of a chunk besides its data: length, type and checksum, 4 each (PNG specification)."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a PNG file.

    Attributes
    ----------
    header : bytes
        What the header chunk says.
    kinds : list of bytes
        The types of all chunks, in order.
    pixels : list of memoryview
        The deflated pixels, in the parts that the file has them in.
    transparent : list of bytes
        What says which pixels are transparent (tRNS), if there is such a chunk.
    """

    header: bytes
    kinds: list[bytes]
    pixels: list[memoryview]
    transparent: list[bytes]

    @property
    def transparent_grey(self) -> int | None:
        """The level that is transparent in a grey picture, of the file's own depth; None if none.

        Reference: Portable Network Graphics Specification (Third Edition), section 11.3.1.1.
        """
        if self.header[9] != _GREY or not self.transparent or len(self.transparent[0]) != 2:
            return None
        return int.from_bytes(self.transparent[0], "big")

    @property
    def size(self) -> Size:
        """Size of the picture."""
        return Size(*struct.unpack_from(">II", self.header))


def check(data: bytes, what: str) -> Size:
    """Return the size of the picture in the PNG file ``data`` after checking every chunk.

    ``what`` names it in messages; see `contents`.
    """
    return contents(data, what).size


def skim(data: bytes, what: str) -> Size:
    """Return the size of the picture in the PNG file ``data`` without verifying checksums.

    That is sufficient where the contents of the chunks are not used: two files with the same bytes
    have the same pixels, whatever those are. What remains to be detected is a file that is
    truncated or not a PNG at all, and the lengths of the chunks up to the closing one show that.
    ``what`` names the file in messages.

    Raises
    ------
    InvalidPictureError
        As `contents`, but not for a wrong checksum.
    """
    return _walk(data, what, intact=False).size


def contents(data: bytes, what: str) -> Contents:
    """Return what is in a PNG file whose every chunk is intact.

    Parameters
    ----------
    data : bytes
        The whole file.
    what : str
        What the file is to the reader, for the error: a path, or "the screenshot".

    Raises
    ------
    InvalidPictureError
        If it is not a PNG, is cut off, is damaged, or holds no picture.

    References
    ----------
    W3C, Portable Network Graphics Specification (Third Edition), sections 5.2 to 5.6.
    """
    return _walk(data, what, intact=True)


def _walk(data: bytes, what: str, *, intact: bool) -> Contents:
    if not data.startswith(SIGNATURE):
        raise InvalidPictureError(f"{what} is not a PNG file: {_describe(data)}.", _remedy(data))
    found = Contents(data[16:29], [], [], [])
    view, position = memoryview(data), len(SIGNATURE)
    while position + _FRAME <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + _FRAME + length
        if end > len(data):
            break
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if intact and zlib.crc32(view[position + 4 : end - 4]) != checksum:
            raise damaged(what, f"the checksum of its {_name(kind)} chunk is wrong")
        if not found.kinds:
            if kind != b"IHDR" or length != 13:
                raise damaged(what, "it does not begin with a header (IHDR) chunk")
            if found.size.area == 0:
                raise damaged(what, f"its header says {found.size} pixels")
        found.kinds.append(kind)
        if kind == b"IDAT":
            found.pixels.append(view[position + 8 : end - 4])
        if kind == b"tRNS":
            found.transparent.append(bytes(view[position + 8 : end - 4]))
        if kind == b"IEND":
            return found
        position = end
    raise damaged(what, f"it ends after {len(data)} bytes, before the closing (IEND) chunk")


def damaged(what: str, why: str) -> InvalidPictureError:
    """Return the error to raise of a PNG file: ``what`` it is to the reader, and ``why``."""
    return InvalidPictureError(f"{what} is a damaged PNG file: {why}.", _REPLACE)


def _name(kind: bytes) -> str:
    return kind.decode("ascii", "backslashreplace")


def _describe(data: bytes) -> str:
    if not data:
        return "it is empty"
    if data.startswith(_LFS_POINTER):
        return "it is a Git LFS pointer, the picture itself was not fetched"
    if data[:4] == SIGNATURE[:4]:
        return "its line ends were converted as if it were a text file"
    return f"its first bytes are {data[:8]!r}"


def _remedy(data: bytes) -> str:
    if data.startswith(_LFS_POINTER):
        return "Run 'git lfs pull'."
    if data[:4] == SIGNATURE[:4]:
        return "Write '*.png binary' into .gitattributes, and check the file out again."
    return "Give a picture: a PNG file, or any other format that Pillow reads."


_REPLACE = (
    "Restore the file from version control or make it again; "
    "a baseline by running its test with --visual-update."
)

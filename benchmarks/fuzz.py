"""Damaged picture files, made at random: each is read and compared, or refused with our error.

`python -m benchmarks.fuzz --files 6000` prints how many files of each format were read and refused,
and every other exception with the seed that repeats it; the status is 1 if there was one.
"""

from __future__ import annotations

import argparse
import io
import random
import struct
import sys
import warnings
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, features

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.comparison import compare
from pytest_visualdiff.comparison.stage import untimed
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.model import Box, Job, Settings

FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "PPM", "QOI", "WEBP", "AVIF")
"""Pillow's names of the formats; what the installed Pillow cannot write is left out."""

_SETTINGS = Settings(ocr_language="none", model="none")

_TOOLS = InstalledTools()


def formats() -> tuple[str, ...]:
    """Return the formats that the installed Pillow writes."""
    return tuple(it for it in FORMATS if it not in ("WEBP", "AVIF") or features.check(it.lower()))


@cache
def _picture(kind: str, mode: str) -> bytes:
    image = Image.new("RGB", (150, 90), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((10, 10, 70, 40), fill=(200, 30, 30))
    pen.text((20, 60), "Total 41,410", fill=(20, 30, 60))
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, kind)
    return buffer.getvalue()


def damaged(seed: int) -> tuple[str, bytes]:
    """Return the format and the bytes of the damaged file of a seed."""
    choice = random.Random(seed)  # noqa: S311 # a picture, not a secret
    known = formats()
    kind = known[seed % len(known)]
    mode = choice.choice(("RGB", "L")) if kind not in ("QOI", "GIF") else "RGB"
    data = bytearray(_picture(kind, mode))
    for _ in range(choice.randint(1, 4)):
        at, size = choice.randrange(len(data)), choice.choice((1, 1, 2, 4, 16))
        way = choice.randrange(5)
        if way == 0:
            data[at : at + size] = choice.randbytes(size)
        elif way == 1:
            data[at] ^= 1 << choice.randrange(8)
        elif way == 2:
            del data[at : at + size]
        elif way == 3:
            data[at:at] = choice.randbytes(size)
        elif len(data) > 40:
            del data[choice.randrange(20, len(data)) :]
    if kind == "PNG" and choice.random() < 0.5:
        return kind, _with_damaged_rows(choice, _picture(kind, mode))
    mended = (
        _with_checksums(bytes(data)) if kind == "PNG" and choice.random() < 0.7 else bytes(data)
    )
    return kind, mended


def _with_damaged_rows(choice: random.Random, data: bytes) -> bytes:
    """Return a PNG file that is whole, but whose filtered rows have been damaged."""
    (length,) = struct.unpack_from(">I", data, 33)
    rows = bytearray(zlib.decompress(data[41 : 41 + length]))
    for _ in range(choice.randint(1, 4)):
        at = choice.randrange(len(rows))
        rows[at : at + choice.choice((0, 1, 9))] = choice.randbytes(choice.choice((0, 1, 1, 9)))
    packed = zlib.compress(bytes(rows)) + choice.randbytes(choice.choice((0, 0, 10)))
    body = struct.pack(">I", len(packed)) + b"IDAT" + packed + b"...."
    return _with_checksums(data[:33] + body + data[45 + length :])


def _with_checksums(data: bytes) -> bytes:
    """Return a PNG file whose chunks have the checksums of what is in them now."""
    done, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        body = data[at + 4 : at + 8 + length]
        if len(body) < 4 + length:
            break
        done += struct.pack(">I", length) + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return bytes(done + data[at:])


def outcome(seed: int) -> str:
    """Return ``read`` or ``refused``; raise what is neither."""
    _, data = damaged(seed)
    whole = _picture("PNG", "RGB")
    options = CaptureOptions(mask=(Box(2, 2, 9, 9),) if seed % 3 == 0 else ())
    try:
        taken = capture(data, options, frozenset())
        compare(Job(whole, taken.png, _SETTINGS), _TOOLS, untimed)
    except VisualDiffError:
        return "refused"
    return "read"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts by format; return 1 if anything but our errors was raised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--files", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0, help="of the first file")
    options = parser.parse_args(arguments)
    warnings.simplefilter("error")
    np.seterr(all="raise")
    counts, broken = Counter[tuple[str, str]](), 0
    for seed in range(options.seed, options.seed + options.files):
        kind = formats()[seed % len(formats())]
        try:
            counts[kind, outcome(seed)] += 1
        except Exception as error:  # that is what is looked for
            broken += 1
            print(f"seed {seed} ({kind}): {type(error).__name__}: {error}")
    for kind in formats():
        print(f"{kind:5} read {counts[kind, 'read']:5}, refused {counts[kind, 'refused']:5}")
    print(f"other exceptions: {broken}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())

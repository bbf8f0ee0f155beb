"""Small changes that a person sees, in pictures drawn at random: how many of them pass.

Each picture shows lines of text, buttons, cards, icons and rules on a light or dark ground, at any
contrast from `LEAST_CONTRAST` levels on. One thing is changed, in every other pair below a banner
that was put in as well and pushes it down. A change is found if an area that is reported meets the
place where it was made; that the pictures differ is not enough. Of each kind of change there are
as many pairs that are equal but for the banner: there nothing else may be reported.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from pytest_visualdiff.comparison import compare
from pytest_visualdiff.comparison.stage import untimed
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.model import Box, Comparison, Job, Settings

Colour = tuple[int, int, int]
Picture = npt.NDArray[np.uint8]
Shape = Literal["text", "button", "card", "rule", "icon", "frame"]

LEAST_CONTRAST = 24
"""Levels between a thing and its ground from which on a change of it has to be found."""

WORDS = ("Total", "Paid", "Order", "Late", "Send", "Open", "Berlin", "Tax", "Sum", "Due", "Net")

WAYS = {
    "exact": Settings(level="exact", ocr_language="none"),
    "same": Settings(rendering="same", ocr_language="none"),
    "auto": Settings(ocr_language="none"),
    "cross": Settings(rendering="cross", ocr_language="none"),
}
"""The settings that every pair is compared with, by their names in the table."""

_TOOLS = InstalledTools()


@dataclass(frozen=True)
class Thing:
    """What is drawn at a place, in a colour."""

    shape: Shape
    box: Box
    colour: Colour
    words: str = ""


@dataclass(frozen=True)
class Scene:
    """A picture before it is drawn."""

    width: int
    height: int
    ground: Colour
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Pair:
    """Two pictures as PNG files, and where the second one was changed.

    Attributes
    ----------
    seed : int
    kind : str
        Of the change.
    banner : int
        Pixels of height of the banner that was put in; 0 without one.
    place : tuple of Box, or None
        Where the change is, in the first picture and in the second one; None if nothing changed.
    """

    seed: int
    kind: str
    banner: int
    baseline: bytes
    actual: bytes
    place: tuple[Box, Box] | None


@dataclass(frozen=True)
class Judged:
    """How a pair came out: by the name of each way, whether what was to be found was found."""

    seed: int
    kind: str
    banner: bool
    changed: bool
    right: dict[str, bool]


def drawn_pair(seed: int) -> Pair:
    """Return the pair of a seed."""
    choice = random.Random(seed)  # noqa: S311 # a picture, not a secret
    kinds = [*CHANGES, "frame at the rim"]
    kind = kinds[seed % len(kinds)]
    scene = _scene(choice, kind)
    changed, place = CHANGES[kind](choice, scene) if kind in CHANGES else _framed(choice, scene)
    banner = choice.choice((0, choice.randint(6, 60)))
    if kind == "row removed":  # of equal rows and a banner nobody can say which came first
        banner = 0
    if choice.random() < 0.25:
        changed, place = scene, None
    after = _pushed(choice, changed, choice.choice(_gaps(scene, place)), banner)
    if place and banner and kind != "frame at the rim":
        place = place[0], place[1].move(0, banner)
    return Pair(seed, kind, banner, _png(scene), _png(after), place)


def _gaps(scene: Scene, place: tuple[Box, Box] | None) -> list[int]:
    """Return the rows above a place, in the upper third, at which nothing is drawn."""
    boxes = [it.box for it in scene.things]
    end = min(scene.height // 3, *(it.y for it in place)) if place else scene.height // 3
    return [0, *(y for y in range(end) if not any(it.y - 2 <= y < it.bottom + 4 for it in boxes))]


def _scene(choice: random.Random, kind: str) -> Scene:
    dark = choice.random() < 0.3
    base = choice.randint(10, 70) if dark else choice.randint(190, 255)
    ground = tuple(max(0, min(255, base + choice.randint(-8, 8))) for _ in range(3))
    width = choice.choice((60, 140, 320, 480))
    rows = choice.choice((2, 6, 6, 12, 40)) if kind != "row removed" else choice.choice((6, 12))
    things: list[Thing] = []
    y = choice.randint(6, 20)
    pitch = choice.randint(24, 44)
    alike = kind == "row removed" and choice.random() < 0.7
    colour = _ink(choice, ground)
    row: list[tuple[Shape, int, int, int, str]] = []
    for number in range(rows):
        if not alike or not row:
            row = list(_row(choice, width, pitch))
        for shape, x, w, h, words in row:
            ink = colour if alike or choice.random() < 0.5 else _ink(choice, ground)
            things.append(Thing(shape, Box(x, y, w, h), ink, words))
        if choice.random() < 0.15 and number < rows - 1:
            rule = Box(6, y + pitch - 4, width - 12, 1)
            things.append(Thing("rule", rule, _ink(choice, ground)))
        y += pitch
    return Scene(width, y + choice.randint(4, 40), _colour(ground), tuple(things))


def _row(
    choice: random.Random, width: int, pitch: int
) -> Iterator[tuple[Shape, int, int, int, str]]:
    x = 6
    while x < width - 40:
        shape: Shape = choice.choice(("text", "text", "button", "card", "icon"))
        words = f"{choice.choice(WORDS)} {choice.randint(10, 99_999)}"
        w = {"text": 8 * len(words), "button": 70, "card": 54, "icon": 14, "rule": 1, "frame": 1}
        wide, high = w[shape], min(pitch - 8, {"text": 14, "icon": 14}.get(shape, 24))
        if x + wide > width - 4:
            return
        yield shape, x, wide, high, words
        x += wide + choice.randint(8, 60)


def _ink(choice: random.Random, ground: Sequence[int]) -> Colour:
    """Return a colour that stands out from a ground by `LEAST_CONTRAST` levels at least."""
    level = sum(ground) // 3
    most = max(255 - level, level)
    by = choice.randint(LEAST_CONTRAST, max(min(most, 230), LEAST_CONTRAST))
    by = by if level + by <= 255 and (level < 128 or level - by < 0) else -by
    tint = choice.random() < 0.4
    return _colour([it + by * (1 if not tint or n != 1 else 0.6) for n, it in enumerate(ground)])


def _colour(levels: Sequence[float]) -> Colour:
    one, two, three = (max(0, min(255, round(it))) for it in levels)
    return one, two, three


Change = Callable[[random.Random, Scene], tuple[Scene, tuple[Box, Box] | None]]


def _one(choice: random.Random, scene: Scene, *shapes: Shape) -> int | None:
    numbers = [n for n, it in enumerate(scene.things) if not shapes or it.shape in shapes]
    return choice.choice(numbers) if numbers else None


def _with(scene: Scene, number: int, *things: Thing) -> Scene:
    return replace(scene, things=(*scene.things[:number], *things, *scene.things[number + 1 :]))


def _removed(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene)
    if number is None:
        return scene, None
    return _with(scene, number), (scene.things[number].box,) * 2


def _digit(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene, "text", "button")
    if number is None:
        return scene, None
    old = scene.things[number]
    at = choice.choice([n for n, it in enumerate(old.words) if it.isdigit()])
    digit = choice.choice([it for it in "0123456789" if it != old.words[at]])
    new = replace(old, words=old.words[:at] + digit + old.words[at + 1 :])
    return _with(scene, number, new), (old.box,) * 2


def _recoloured(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene)
    if number is None:
        return scene, None
    old = scene.things[number]
    channel = choice.randrange(3)
    by = choice.randint(LEAST_CONTRAST, 90)
    levels = list(old.colour)
    levels[channel] += by if levels[channel] + by <= 255 else -by
    new = replace(old, colour=_colour(levels))
    return _with(scene, number, new), (old.box,) * 2


def _faded(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene)
    if number is None:
        return scene, None
    old, share = scene.things[number], choice.uniform(0.3, 0.6)
    levels = [a + (b - a) * share for a, b in zip(scene.ground, old.colour, strict=True)]
    if max(abs(a - b) for a, b in zip(levels, old.colour, strict=True)) < LEAST_CONTRAST:
        return scene, None
    return _with(scene, number, replace(old, colour=_colour(levels))), (old.box,) * 2


def _rule_gone(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene, "rule")
    if number is None:
        return scene, None
    return _with(scene, number), (scene.things[number].box,) * 2


def _edge_gone(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene, "card")
    if number is None:
        return scene, None
    old = scene.things[number]
    return _with(scene, number, replace(old, words="open")), (old.box,) * 2


def _moved(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene, "button", "card", "icon", "text")
    if number is None:
        return scene, None
    old = scene.things[number]
    by = choice.choice((-6, -4, -3, 3, 4, 6))
    new = replace(old, box=old.box.move(*choice.choice(((by, 0), (0, by)))))
    return _with(scene, number, new), (old.box, new.box)


def _swapped(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    number = _one(choice, scene, "button", "icon", "card")
    if number is None:
        return scene, None
    old = scene.things[number]
    others = [
        it
        for it in scene.things
        if it.shape == old.shape
        and max(abs(a - b) for a, b in zip(it.colour, old.colour, strict=True)) >= LEAST_CONTRAST
    ]
    if not others:
        return scene, None
    other = choice.choice(others)
    new = replace(old, colour=other.colour)
    things = tuple(
        new if it is old else replace(it, colour=old.colour) if it is other else it
        for it in scene.things
    )
    return replace(scene, things=things), (old.box,) * 2


def _row_removed(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    """Take one row out, and close up; where all rows are alike, the last place is empty."""
    rows = sorted({it.box.y for it in scene.things if it.shape != "rule"})
    if len(rows) < 3:
        return scene, None
    gone = choice.choice(rows[:-1])
    below = rows[rows.index(gone) + 1]
    pitch = below - gone
    things = tuple(
        replace(it, box=it.box.move(0, -pitch)) if it.box.y >= below else it
        for it in scene.things
        if not gone <= it.box.y < below
    )
    return replace(scene, things=things), (Box(0, gone, scene.width, rows[-1] + pitch - gone),) * 2


def _framed(choice: random.Random, scene: Scene) -> tuple[Scene, tuple[Box, Box] | None]:
    inset, box = choice.choice((0, 0, 1, 2)), Box(0, 0, scene.width, scene.height)
    place = Box(inset, inset, box.w - 2 * inset, box.h - 2 * inset)
    thin = choice.choice(("1", "2"))
    frame = Thing("frame", place, _ink(choice, scene.ground), thin)
    return replace(scene, things=(*scene.things, frame)), (box, box)


CHANGES: dict[str, Change] = {
    "removed": _removed,
    "digit": _digit,
    "recoloured": _recoloured,
    "faded": _faded,
    "rule gone": _rule_gone,
    "edge gone": _edge_gone,
    "moved": _moved,
    "swapped": _swapped,
    "row removed": _row_removed,
}
"""What is done to one thing of a picture; None where it cannot be done."""


def _pushed(choice: random.Random, scene: Scene, at: int, by: int) -> Scene:
    """Return a scene with a banner so high put in at a row, and all below it pushed down."""
    if not by:
        return scene
    things = [
        it if it.shape == "frame" else replace(it, box=it.box.move(0, by if it.box.y >= at else 0))
        for it in scene.things
    ]
    frames = [it for it in things if it.shape == "frame"]
    for it in frames:
        things[things.index(it)] = replace(it, box=Box(it.box.x, it.box.y, it.box.w, it.box.h + by))
    banner = Thing("button", Box(0, at, scene.width, by), _ink(choice, scene.ground), "")
    return replace(scene, height=scene.height + by, things=(banner, *things))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def draw(scene: Scene) -> Picture:
    """Return a scene as pixels: (height, width, 3), BGR."""
    image = Image.new("RGB", (scene.width, scene.height), scene.ground)
    pen = ImageDraw.Draw(image)
    for it in scene.things:
        x, y, right, bottom = it.box.x, it.box.y, it.box.right - 1, it.box.bottom - 1
        if it.shape == "text":
            pen.text((x, y), it.words, fill=it.colour, font=_font(13))
        elif it.shape in ("button", "rule"):
            pen.rectangle((x, y, right, bottom), fill=it.colour)
            level = scene.ground if it.shape == "button" else it.colour
            pen.text((x + 5, y + 4), it.words, fill=level, font=_font(12))
        elif it.shape == "icon":
            pen.ellipse((x, y, right, bottom), outline=it.colour, width=2)
            pen.line((x + 4, y + 7, x + 10, y + 7), fill=it.colour, width=2)
        else:
            width = int(it.words) if it.shape == "frame" else 1
            pen.rectangle((x, y, right, bottom), outline=it.colour, width=width)
            if it.words == "open":  # its right edge is gone
                pen.line((right, y + 1, right, bottom - 1), fill=scene.ground)
    return np.asarray(cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR), np.uint8)


def _png(scene: Scene) -> bytes:
    return cv2.imencode(".png", draw(scene))[1].tobytes()


def judged(pair: Pair, ways: Sequence[str] = tuple(WAYS)) -> Judged:
    """Return how a pair comes out with these settings."""
    right = {}
    for way in ways:
        said = compare(Job(pair.baseline, pair.actual, WAYS[way]), _TOOLS, untimed)
        right[way] = _is_found(said, pair.place) if pair.place else _is_quiet(said, pair.banner)
    return Judged(pair.seed, pair.kind, bool(pair.banner), pair.place is not None, right)


def _is_found(said: Comparison, place: tuple[Box, Box]) -> bool:
    """Return whether something is reported where the change was made."""
    before, after = (it.grow(2) for it in place)
    return any(
        (it.box is not None and it.box.meets(before))
        or (it.box_after is not None and it.box_after.meets(after))
        for it in said.regions
    ) or any(it.box.meets(before) and it.cause is None for it in said.shifts)


def _is_quiet(said: Comparison, banner: int) -> bool:
    """Return whether nothing is reported but the banner."""
    return said.identical if not banner else len(said.regions) <= 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how many pairs come out wrong, by kind and by settings; 1 if a change passed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.visible_changes", description=__doc__
    )
    parser.add_argument("--pairs", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=0, help="of the first pair")
    parser.add_argument("--ways", default=",".join(WAYS), help="settings, with commas")
    parser.add_argument("--list", type=int, default=0, metavar="N", help="seeds to print of each")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    options = parser.parse_args(arguments)
    ways = tuple(options.ways.split(","))
    seeds = range(options.seed, options.seed + options.pairs)
    work = partial(_judged_seed, ways=ways)
    if options.processes == 1:
        outcomes = [work(seed) for seed in seeds]
    else:
        # A process that is forked would have the locks of this one's threads, and wait for them.
        context = get_context("spawn")
        with ProcessPoolExecutor(options.processes, mp_context=context) as pool:
            outcomes = list(pool.map(work, seeds, chunksize=16))
    passed = _print(outcomes, ways, options.list)
    return int(passed > 0)


def _judged_seed(seed: int, ways: Sequence[str]) -> Judged:
    cv2.setNumThreads(1)
    return judged(drawn_pair(seed), ways)


def _print(outcomes: Sequence[Judged], ways: Sequence[str], listed: int) -> int:
    groups: dict[tuple[str, bool, bool], list[Judged]] = {}
    for it in outcomes:
        groups.setdefault(
            (it.kind if it.changed else "unchanged", it.banner, it.changed), []
        ).append(it)
    print(f"{'':20} {'pairs':>6} " + " ".join(f"{way:>7}" for way in ways))
    total: Counter[str] = Counter()
    for (kind, banner, changed), some in sorted(groups.items()):
        wrong = {way: [it.seed for it in some if not it.right[way]] for way in ways}
        name = kind + (", pushed" if banner else "")
        print(f"{name:28}{len(some):>6} " + " ".join(f"{len(wrong[w]):>7}" for w in ways))
        for way in ways if listed else ():
            if wrong[way]:
                print(f"    {way}: {', '.join(map(str, islice(wrong[way], listed)))}")
        if changed:
            total.update({way: len(wrong[way]) for way in ways})
    print("changes that passed: " + ", ".join(f"{way} {total[way]}" for way in ways))
    return sum(total.values())


if __name__ == "__main__":
    sys.exit(main())

"""Text of generated pages: words, names, numbers, in several scripts."""

from __future__ import annotations

from functools import cache
from random import Random

from pytest_visualdiff.training.parts import read_part


@cache
def _listed(name: str) -> list[str]:
    """Return a list of the word file: a paragraph that begins with its name."""
    for paragraph in read_part("words.txt").split("\n\n"):
        title, *lines = paragraph.splitlines()
        if title == name:
            return lines
    raise KeyError(name)


def words(random: Random, least: int, most: int) -> str:
    """Return ``least`` to ``most`` words drawn from ``random``, the first capitalised."""
    count = random.randint(least, most)
    return " ".join(random.choices(_listed("words")[0].split(), k=count)).capitalize()


def title(random: Random) -> str:
    """Return a heading."""
    text = words(random, 1, 5)
    style = random.random()
    return text.title() if style < 0.3 else text.upper() if style < 0.36 else text


def action(random: Random) -> str:
    """Return the caption of a button."""
    chance = random.random()
    if chance < 0.75:
        return random.choice(_listed("actions"))
    return words(random, 1, 3) if chance < 0.97 else random.choice(_listed("signs"))


def label(random: Random) -> str:
    """Return the label of a field."""
    return random.choice(_listed("labels")) if random.random() < 0.7 else words(random, 1, 4)


def sentence(random: Random) -> str:
    """Return a sentence, now and then in another language."""
    if random.random() < 0.06:
        return random.choice(_listed("sentences"))
    end = random.choice("..!?…") if random.random() < 0.9 else ""
    return words(random, 4, 16) + end


def paragraph(random: Random, most: int = 5) -> str:
    """Return one to ``most`` sentences drawn from ``random``."""
    return " ".join(sentence(random) for _ in range(random.randint(1, most)))


def person(random: Random) -> str:
    """Return a first name and the letter of a last one."""
    return f"{random.choice(_listed('names'))} {random.choice('ABCDEFGHKLMNRSTW')}."


def number(random: Random) -> str:
    """Return a number of a kind found on pages: a count, price, percentage, date or time."""
    return random.choice(
        (
            f"{random.randint(0, 99)}",
            f"{random.randint(0, 99_999):,}",
            f"${random.uniform(1, 2_000):,.2f}",
            f"{random.uniform(0, 100):.1f}%",
            f"€ {random.randint(5, 900)}",
            f"{random.randint(1, 28)}/{random.randint(1, 12)}/20{random.randint(10, 29)}",
            f"{random.randint(0, 23)}:{random.randint(0, 59):02}",
            f"+{random.uniform(0, 30):.1f}k",
            f"#{random.randint(100, 99_999)}",
        )
    )


def count(random: Random) -> str:
    """Return the count shown in a badge."""
    return random.choice((f"{random.randint(0, 9)}", f"{random.randint(10, 99)}", "99+", "3.2k"))

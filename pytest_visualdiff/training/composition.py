"""Composition of generated pages from sections."""

from __future__ import annotations

from random import Random

from pytest_visualdiff.training import listings, panels, sections, unseen_sections
from pytest_visualdiff.training.sections import Section

SECTIONS: tuple[Section, ...] = (
    sections.form, sections.form, sections.table, sections.table, sections.table, sections.cards,
    sections.cards, sections.figures, sections.figures, listings.rows, listings.rows,
    listings.settings, sections.choices, sections.choices, sections.article, sections.article,
    sections.chat, sections.toolbar, sections.toolbar, sections.navigation, sections.notices,
    sections.gallery, sections.hero, listings.points, listings.points, listings.menu,
    listings.tags, listings.tags, listings.stack, sections.slides, listings.accordion,
    panels.panels, panels.panels, panels.panels, panels.panels, panels.tallies, panels.tallies,
    panels.filters, panels.filters,
)  # fmt: skip
"""Sections of training pages; repeated ones are more likely."""

UNSEEN_SECTIONS: tuple[Section, ...] = (
    unseen_sections.pricing, unseen_sections.inbox, unseen_sections.checkout, unseen_sections.board,
)  # fmt: skip
"""Sections that only pages to score with have, in addition to the others."""


def draw_sections(random: Random, unseen: bool) -> list[Section]:
    """Return two to six sections of a page, drawn from ``random``.

    If ``unseen`` is true, each is with a probability of one half one that no training page has.
    """
    return [
        random.choice(UNSEEN_SECTIONS if unseen and random.random() < 0.5 else SECTIONS)
        for _ in range(random.randint(2, 6))
    ]

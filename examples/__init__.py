"""A small shop, its visual tests, and a demo of what they catch."""

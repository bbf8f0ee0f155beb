"""How elements that were found belong together."""

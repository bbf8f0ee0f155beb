"""What a run found: as JSON, as a page, as pictures, and as lines for the terminal."""

"""The results of a run as JSON, as a page, as pictures, and as lines for the terminal."""

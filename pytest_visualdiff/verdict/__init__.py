"""From the measurements of a comparison to defects in words, and to pass or fail."""

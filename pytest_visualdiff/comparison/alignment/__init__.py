"""What moved as a whole, and the baseline laid out again for it."""

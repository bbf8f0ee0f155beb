"""What moved as a whole, and the baseline laid out anew for it."""

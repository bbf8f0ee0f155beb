"""What goes between client and workers, as JSON."""

"""What became of the checks of the last runs."""

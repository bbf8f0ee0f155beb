"""The results of the checks in the last runs."""

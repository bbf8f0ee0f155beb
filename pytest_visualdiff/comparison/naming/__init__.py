"""Changed areas that no page explains, named by what the pixels show."""

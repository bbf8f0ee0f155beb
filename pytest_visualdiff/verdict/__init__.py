"""From what a comparison measured to defects, said as a person would say them, and pass or fail."""

"""What a comparison costs, by size and by what differs, beside other tools."""

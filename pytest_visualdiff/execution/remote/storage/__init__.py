"""What Redis or a folder keeps for both sides: pictures, answers, notes."""

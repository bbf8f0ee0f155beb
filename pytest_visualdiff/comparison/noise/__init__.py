"""What differs for the rendering alone, each kind in a file of its own."""

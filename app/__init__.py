"""LinGrid 邻格: a grid-governance case system."""

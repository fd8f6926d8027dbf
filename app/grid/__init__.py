"""The three tiers: cells, boundaries, who is on duty where, where a point lies."""

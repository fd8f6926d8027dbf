"""A case from report to closing: the table of moves, the routing, every write and read of it."""

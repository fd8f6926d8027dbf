"""The duty desk: every case of the street, and what waits for a decision."""

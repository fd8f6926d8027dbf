"""The worker's day: what to do where, and reports from the street."""

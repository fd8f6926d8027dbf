"""Promises in time: the working calendar, the clocks of a case, and who is told when one runs out."""

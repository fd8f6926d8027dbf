"""The tablet's part of `make soak`."""

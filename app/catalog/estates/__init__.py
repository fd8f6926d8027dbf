"""Estates and their buildings as an administrator keeps them: one by one, or by a sheet."""

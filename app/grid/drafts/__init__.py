"""Boundary files on their way into force: kept when uploaded, compared, put in force once."""

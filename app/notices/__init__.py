"""Messages: rows written with the event, delivered after the commit (inbox at once, mail by the worker)."""

"""The resident's face: report a problem, follow it, add to it. No account, no table of its own."""

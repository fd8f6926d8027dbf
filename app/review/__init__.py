"""The community's panel: who sits, how they vote, what the votes decide (domain.md section 2)."""

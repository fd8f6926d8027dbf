"""The town at its screens."""

from tests.builders.staffed import office, seeded, served  # noqa: F401 (fixtures)

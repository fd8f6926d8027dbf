"""A filled town for every test of this folder."""

from tests.builders.staffed import office  # noqa: F401 (fixtures)
from tests.support.towns import cast, seeded, served  # noqa: F401 (fixtures)

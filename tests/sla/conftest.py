"""A filled town for those tests of this folder that ask for one."""

from tests.support.towns import cast, seeded, served  # noqa: F401 (fixtures)

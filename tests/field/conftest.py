"""The town at its screens."""

from tests.builders.staffed import office as office
from tests.support.towns import cast as cast
from tests.support.towns import seeded as seeded
from tests.support.towns import served as served

"""The restaurant's table, set as for the tests of agreements."""

from tests.agreement.conftest import set_table

__all__ = ["set_table"]

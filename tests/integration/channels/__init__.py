import pytest

pytest.register_assert_rewrite("integration.channels.contract", "integration.channels.house")

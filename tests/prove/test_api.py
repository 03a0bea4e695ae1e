"""Whatever the published description of the interface allows, and much that it does not, never breaks the gateway."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from integration.gateway.conftest import free_port, running_gateway
from schemathesis.checks import not_a_server_error

from waymark.settings import Settings
from waymark.store.upgrade import upgrade

EXAMPLES = 300  # of each operation
pytestmark = pytest.mark.prove


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    chosen = Settings(state_dir=tmp_path_factory.mktemp("api"), port=free_port(), rate_limits=False)
    upgrade(chosen.store_url)
    with running_gateway(chosen) as running:
        yield running


@pytest.fixture(scope="module")
def description(gateway):
    found = schemathesis.openapi.from_url(f"{gateway.url}/api/v1/openapi.json")
    return found.exclude(path=["/api/v1/events", "/readyz"])  # a stream has no end, and a missing part is a 503


def test_no_request_breaks_the_gateway(gateway, description):
    operations = [result.ok() for result in description.get_all_operations()]
    assert len(operations) >= 8
    for operation in operations:
        fuzz(operation, gateway.open().headers)  # the conversation before may have been erased


def fuzz(operation, headers):
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def send(case):
        response = case.call(headers=headers, timeout=20)
        case.validate_response(response, checks=(not_a_server_error,))

    send()

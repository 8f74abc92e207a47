"""The HTTP interface."""

import httpx
import pytest

from services.ops.api import create_api
from services.ops.live.live import Live, live_view
from services.ops.state import LiveTables


def empty() -> Live:
    """A view of nothing."""
    return live_view(LiveTables(), 0.0, 7)


async def get(path: str, *, current: bool = True) -> httpx.Response:
    """Return the response for *path*."""
    transport = httpx.ASGITransport(create_api(empty, lambda: current, lambda: 7))
    async with httpx.AsyncClient(transport=transport, base_url="http://ops") as client:
        return await client.get(path)


async def test_live_answers_the_view() -> None:
    """The response reads back as the view."""
    answer = await get("/v1/live")

    assert empty() == Live.model_validate_json(answer.content)
    assert answer.json()["lag"] == 7


@pytest.mark.parametrize(("current", "status", "said"), [(True, 200, "ready"), (False, 503, "not ready")])
async def test_ready_is_being_current(*, current: bool, status: int, said: str) -> None:
    """A view that lags without progress, or recovers, says so to the load balancer."""
    answer = await get("/readyz", current=current)

    assert (status, {"status": said, "service": "ops", "lag": 7}) == (answer.status_code, answer.json())


async def test_live_is_answering() -> None:
    """The process lives if it answers, current or not."""
    answer = await get("/livez", current=False)

    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


async def test_every_number_is_described() -> None:
    """The answer is documented in the interface's own description."""
    schema = (await get("/openapi.json")).json()["components"]["schemas"]["Live"]["properties"]

    assert {"as_of", "events", "left_out", "cases", "minutes", "outcomes", "time_in_stage", "lag"} == schema.keys()


async def test_every_status_is_described() -> None:
    """Errors are problem details; /readyz also answers 503 with its own form."""
    paths = (await get("/openapi.json")).json()["paths"]

    for path in ("/v1/live", "/livez", "/readyz"):
        assert {"200", "400", "408", "431", "500", "501", "503"} == paths[path]["get"]["responses"].keys()
    assert {"application/json", "application/problem+json"} == paths["/readyz"]["get"]["responses"]["503"]["content"].keys()


async def test_refusals_are_problems() -> None:
    """404 and 405 have the form of all other interfaces."""
    answer = await get("/v1/nothing")

    assert (404, "application/problem+json") == (answer.status_code, answer.headers["content-type"])

"""What the tests ask: the simulator answers the same questions in the same shapes."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from backend import Backend
from client import Client


def routes(backend: Backend) -> list[Route]:
    """The questions."""

    async def clients(_: Request) -> JSONResponse:
        return JSONResponse([seen(client) for client in backend.clients.values()])

    async def requests(_: Request) -> JSONResponse:
        return JSONResponse([{"path_and_query": request} for request in backend.requests])

    async def state(_: Request) -> JSONResponse:
        return JSONResponse({"active_streams": list(backend.streams), "clients": len(backend.connected())})

    return [Route("/clients", clients), Route("/requests", requests), Route("/state", state)]


def seen(client: Client) -> dict[str, object]:
    """What happened on one connection."""
    return {
        "sid": client.sid,
        "disconnected_at_ms": client.disconnected_at_ms,
        "frames_sent": len(client.sent),
        "acks_received": len(client.acks),
        "sent": [{"frame_id": frame_id} for frame_id in client.sent],
        "acks": [{"frame_id": frame_id} for frame_id in client.acks],
    }

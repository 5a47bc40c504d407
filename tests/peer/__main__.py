"""The live-view interface of ImSwitch, spoken by ImSwitch's own kind of server: python-socketio under uvicorn.

The end-to-end tests run the page against it, so that nothing in the page depends on the simulator's Socket.IO library.
It knows only what the page uses, and makes no faults: those are the simulator's. `harness/peer.rs` starts it:

    PYTHONPATH=PACKAGES python3 -B tests/peer --port 8002 --page dist
"""

import argparse
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import socketio
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

import observations
import plugins
import rest
from backend import DETECTORS, Backend
from camera import filming

HOST = "127.0.0.1"


def main() -> None:
    parser = argparse.ArgumentParser(description="A python-socketio server that speaks ImSwitch's live-view interface")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--page", type=Path, required=True, help="the folder of the built page")
    parser.add_argument("--plugins", type=Path, help="a folder of Python packages, whose pages are served as well")
    parser.add_argument("--auto-start", action="store_true", help="begin with a running stream")
    options = parser.parse_args()

    backend = Backend()
    if options.auto_start:
        backend.streams[DETECTORS[0]] = "jpeg"
    # It listens before it says so; who connects now waits until uvicorn is up.
    listener = socket.create_server((HOST, options.port))
    print(f"listening on http://{HOST}:{options.port}", flush=True)
    pages = plugins.routes(options.plugins) if options.plugins else []
    config = uvicorn.Config(application(backend, options.page, pages), ws="wsproto", log_level="warning")
    uvicorn.Server(config).run(sockets=[listener])


def application(backend: Backend, page: Path, plugin_pages: list[Mount]) -> socketio.ASGIApp:
    """Socket.IO at its path; beside it REST, the test's questions, and the pages."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with filming(backend):
            yield

    routes = [
        Mount("/imswitch/api", rest.calls(backend)),
        Mount("/peer", routes=observations.routes(backend)),
        *plugin_pages,
        Mount("/", StaticFiles(directory=page, html=True)),
    ]
    others = Starlette(routes=routes, lifespan=lifespan)
    return socketio.ASGIApp(backend.sockets, others, socketio_path="imswitch/socket.io")


main()

"""The frames: small pictures of our own, in which a bright bar wanders."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path

import msgpack

from backend import Backend

FRAME_INTERVAL_S = 0.02
FILES = sorted(Path(__file__).parent.glob("pictures/*.jpg"))
PICTURES = [base64.b64encode(file.read_bytes()).decode() for file in FILES]


@asynccontextmanager
async def filming(backend: Backend) -> AsyncIterator[None]:
    """Frames are sent while this lasts."""
    task = asyncio.create_task(film(backend))
    task.add_done_callback(ended)
    yield
    task.cancel()


def ended(task: asyncio.Task[None]) -> None:
    """Raises what ended it, so that the tests' output has it."""
    if not task.cancelled():
        task.result()


async def film(backend: Backend) -> None:
    """Sends a frame of each stream, then waits for the next."""
    for picture in cycle(PICTURES):
        for detector in list(backend.streams):
            await send(backend, detector, picture)
        await asyncio.sleep(FRAME_INTERVAL_S)


async def send(backend: Backend, detector: str, image: str) -> None:
    """Sends a frame to each client whose flow control allows it; the others miss it."""
    for client in backend.connected():
        frame_id = client.next_id()
        if frame_id is None:
            continue
        metadata = {
            "server_timestamp": time.time(),
            "frame_id": frame_id,
            "detector_name": detector,
            "pixel_size": 1.0,
            "format": "jpeg",
            "protocol": "jpeg",
            "jpeg_quality": 60,
        }
        client.send(frame_id)
        await backend.sockets.emit("frame", msgpack.packb({"metadata": metadata, "image": image}), to=client.sid)

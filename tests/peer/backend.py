"""What the server knows: streams, clients and requests; and its Socket.IO side."""

import time
from typing import Any

import msgpack
import socketio

from client import Client
from memory import remember

DETECTORS = ["WidefieldCamera", "FocusLock"]

CAPABILITIES = {"messagepack": True, "binary_streaming": True, "protocol_version": "1.0"}

PING_INTERVAL_S = 1
"""ImSwitch pings every 25 s. Here each test lives through some pings, and a page without pongs is closed."""
PING_TIMEOUT_S = 5


class Backend:
    """Streams are global: any client can start and stop them."""

    def __init__(self) -> None:
        self.streams: dict[str, str] = {}
        """The protocol of each active stream, by its detector."""
        self.clients: dict[str, Client] = {}
        """All that ever connected, by their id, oldest first."""
        self.requests: list[str] = []
        """Path and query of each REST call, oldest first."""
        self.sockets = socketio.AsyncServer(
            async_mode="asgi",
            transports=["websocket"],
            cors_allowed_origins="*",
            # One after the other, so that acknowledgements stay in order.
            async_handlers=False,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
        )
        self.sockets.on("connect", self.connect)
        self.sockets.on("disconnect", self.disconnect)
        self.sockets.on("frame_ack", self.acknowledge)

    async def connect(self, sid: str, _environ: dict[str, Any]) -> None:
        """Runs before the client's connect is answered."""
        self.clients[sid] = Client(sid)
        await self.sockets.emit("server_capabilities", CAPABILITIES, to=sid)

    async def disconnect(self, sid: str, _reason: str) -> None:
        self.clients[sid].disconnected_at_ms = round(time.time() * 1_000)

    async def acknowledge(self, sid: str, argument: Any) -> None:
        self.clients[sid].acknowledge(argument)

    def connected(self) -> list[Client]:
        """Whose connect was answered, and who is not gone."""
        return [client for sid, client in self.clients.items() if self.sockets.manager.is_connected(sid, "/")]

    def remember_request(self, path_and_query: str) -> None:
        remember(self.requests, path_and_query)

    async def start(self, detector: str, protocol: str) -> None:
        """Starts a stream and tells every client."""
        self.streams[detector] = protocol
        await self.signal("sigStreamStarted", detector, protocol)

    async def stop(self, detector: str) -> str:
        """Stops a stream and tells every client; returns its protocol."""
        protocol = self.streams.pop(detector)
        await self.signal("sigStreamStopped", detector, protocol)
        return protocol

    async def signal(self, name: str, detector: str, protocol: str) -> None:
        signal = {"name": name, "args": {"p0": detector, "p1": protocol}}
        await self.sockets.emit("signal_msgpack", msgpack.packb(signal))

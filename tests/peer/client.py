"""One Socket.IO client: the flow control of its frames, and what it was sent and has acknowledged."""

from dataclasses import dataclass, field
from typing import Any

from memory import remember

WINDOW = 4
"""Frames that may be on their way to a client that acknowledges."""


@dataclass
class Client:
    """Frame ids count modulo 256. A client that never acknowledged gets every frame, each with id 0."""

    sid: str
    disconnected_at_ms: int | None = None
    acknowledged: int | None = None
    sent: list[int] = field(default_factory=list)
    acks: list[Any] = field(default_factory=list)

    def next_id(self) -> int | None:
        """The id of the next frame, or None when the client must acknowledge first."""
        if self.acknowledged is None:
            return 0
        last = self.sent[-1] if self.sent else 0
        return (last + 1) % 256 if (last - self.acknowledged) % 256 < WINDOW else None

    def send(self, frame_id: int) -> None:
        """A frame with this id is on its way."""
        remember(self.sent, frame_id)

    def acknowledge(self, argument: Any) -> None:
        """The argument of a `frame_ack`. One without an integer changes nothing but what is remembered."""
        frame_id = argument.get("frame_id") if isinstance(argument, dict) else argument
        remember(self.acks, frame_id)
        if isinstance(frame_id, int):
            self.acknowledged = frame_id

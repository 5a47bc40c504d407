"""The recording: at most one runs, and nothing of it is kept but what is said about it."""

import time
from typing import Any

FORMATS = {1: "TIFF", 3: "ZARR", 4: "MP4"}
FRAMES_A_SECOND = 20


class Recording:
    """The latest recording."""

    def __init__(self) -> None:
        self.format = 0
        """Its number; 0 while nothing was ever recorded."""
        self.count = 0
        self.began_at_s = 0.0
        self.ended_at_s: float | None = 0.0
        """`None` while it runs."""
        self.content = b""
        """The file, once it has ended."""

    @property
    def runs(self) -> bool:
        return self.ended_at_s is None

    @property
    def path(self) -> str:
        return f"recordings/{self.count}_peer.{FORMATS[self.format].lower()}"

    def start(self, number: int) -> None:
        """Begins one, unless one runs."""
        if not self.runs:
            self.format, self.count, self.began_at_s = number, self.count + 1, time.monotonic()
            self.ended_at_s, self.content = None, b""

    def stop(self) -> None:
        """Ends the one that runs, if any does."""
        if self.runs:
            self.ended_at_s = time.monotonic()
            self.content = bytes(1_500)

    def place(self) -> dict[str, Any]:
        return {"fullPath": f"/data/{self.path}", "relativeFilePath": self.path, "saveFormat": self.format}

    def status(self) -> dict[str, Any]:
        lasted_s = (self.ended_at_s if self.ended_at_s is not None else time.monotonic()) - self.began_at_s
        return {
            "is_recording": self.runs,
            "format": FORMATS.get(self.format),
            "duration_seconds": lasted_s,
            "frame_count": int(lasted_s * FRAMES_A_SECOND),
            "filepath": f"/data/{self.path}" if self.format else None,
        }

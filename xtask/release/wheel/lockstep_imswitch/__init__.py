"""Registers the Lockstep page with ImSwitch, which then serves it at /imswitch/plugin/lockstep/index.html.

ImSwitch finds this module by its entry point, and here `LockstepReactWidget`. Nothing but its own `UIExport` is used of it.
"""

from pathlib import Path

from imswitch.imcommon.model import UIExport

PAGE = Path(__file__).resolve().parent / "lockstep"
"""The folder of the built page."""


class LockstepReactWidget:
    """The page, as ImSwitch looks for it."""

    @UIExport(path=str(PAGE), name="lockstep", icon="Videocam")
    def page(self) -> str:
        """Where the page's files are."""
        return str(PAGE)

"""Pages that come as Python packages, found and served as ImSwitch does it.

A package has an entry point of the group `imswitch.implugins`, named after its widget. What that loads has a class whose
method is decorated with `UIExport`, which names the folder of the page.
"""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

GROUP = "imswitch.implugins"
AVAILABLE_WIDGETS = ["Lockstep"]
"""As in a microscope's setup file: others are not loaded."""


def routes(packages: Path) -> list[Mount]:
    """Where the pages are served of the packages that are installed in this folder."""
    sys.path.insert(0, str(packages))
    provide_imswitch()
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    widgets = [(name, found[f"{name}_widget"].load()) for name in AVAILABLE_WIDGETS if f"{name}_widget" in found]
    return [served(name, getattr(loaded, f"{name}ReactWidget")) for name, loaded in widgets]


def served(name: str, widget: type) -> Mount:
    """The folder that the widget's decorated method names."""
    exports = [method.exported for method in vars(widget).values() if hasattr(method, "exported")]
    if len(exports) != 1:
        raise ValueError(f"{name} exports {len(exports)} pages")
    # Files only: the index has to be named.
    return Mount(f"/imswitch/plugin/{name.lower()}", StaticFiles(directory=exports[0]["path"]))


def provide_imswitch() -> None:
    """Puts the one thing in place that packages may import of ImSwitch."""

    def ui_export(path: str, name: str, icon: str) -> Callable[[Any], Any]:
        def decorated(method: Any) -> Any:
            method.exported = {"path": path, "name": name, "icon": icon}
            return method

        return decorated

    for name in ["imswitch", "imswitch.imcommon", "imswitch.imcommon.model"]:
        sys.modules[name] = ModuleType(name)
    sys.modules["imswitch.imcommon.model"].UIExport = ui_export

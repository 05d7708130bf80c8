"""Build hook: parse the knowledge files once, so that an installed kerchief starts fast."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path(__file__).resolve().parent / "src"


class KnowledgeHook(BuildHookInterface):  # type: ignore[misc]
    """Writes data/en/compiled.json beside the knowledge files; the loader ignores it once they change."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the wheel (or the editable link) is made."""
        del version, build_data
        sys.path.insert(0, str(SOURCE))
        try:
            from kerchief.knowledge.loader import compile_files

            compile_files()
        finally:
            sys.path.remove(str(SOURCE))

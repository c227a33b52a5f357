"""The page of a rule: made from its class, published under one address."""

from __future__ import annotations

import inspect
import re
from typing import Final

from dyetrace.rules.base import Example, Rule

_PAGES: Final = "https://github.com/dyetrace/dyetrace/blob/main/docs/rules"
_HEADING = re.compile(
    r"^(?:#+\s*)?\**(What it does|Why it matters|Evidence|When it stays silent|Fix)\**:?$", re.M
)


def rule_url(name: str) -> str:
    """Return the address of a rule's page."""
    return f"{_PAGES}/{name}.md"


def page(rule: Rule) -> str:
    """Return a rule's page as Markdown: its docstring, then the bad and the good examples."""
    text = inspect.cleandoc(rule.__doc__ or "")
    text = _HEADING.sub(r"## \1", text)
    preview = " · preview, on only with `--preview` or by name" if rule.preview else ""
    parts = [
        f"# {rule.name}",
        f"{rule.severity.label.capitalize()} · {rule.family}{preview}",
        text,
        "## Bad",
        *(_example(example) for example in rule.bad),
        "## Good",
        *(_example(example) for example in rule.good),
        "## Switch it off",
        f"On a line: `# dyetrace: ignore[{rule.name}] why`. In a file: "
        f'`# dyetrace: ignore-file[{rule.name}]`. Everywhere: `ignore = ["{rule.name}"]` under '
        "`[tool.dyetrace]` in `pyproject.toml`.",
    ]
    return "\n\n".join(parts) + "\n"


def _example(example: Example) -> str:
    files = "".join(
        f"\n\n`{name}`:\n\n```python\n{inspect.cleandoc(code)}\n```" for name, code in example.files
    )
    return f"{example.title}:\n\n```python\n{inspect.cleandoc(example.code)}\n```{files}"


def index(rules: tuple[Rule, ...]) -> str:
    """Return the list of all rules as a Markdown table."""
    rows = [
        f"| [{rule.name}]({rule.name}.md) | {rule.severity.label}"
        f"{' (preview)' if rule.preview else ''} | {rule.family} | {rule.summary} |"
        for rule in sorted(rules, key=lambda rule: (rule.family, rule.name))
    ]
    head = ["# Rules", "", "| rule | severity | family | what it finds |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"

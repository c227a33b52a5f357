"""``dyetrace rule``: what a rule finds, why it matters, how it looks and how it is repaired."""

from __future__ import annotations

import argparse
import inspect
import json
import sys
import textwrap
from difflib import get_close_matches

from dyetrace.cli.terminal import SEVERITY_COLOURS, Paint, paint_for
from dyetrace.findings import DyetraceError
from dyetrace.rules.base import Example, Rule
from dyetrace.rules.engine import all_rules
from dyetrace.rules.pages import rule_url


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a rule; without it all are listed")
    parser.add_argument("--output-format", choices=["text", "json"], default="text")


def run(arguments: argparse.Namespace) -> int:
    """Explain one rule or list all; return the exit status."""
    rules = all_rules()
    if arguments.name is not None:
        rules = (_find(arguments.name, rules),)
    if arguments.output_format == "json":
        objects = [rule_object(rule) for rule in rules]
        json.dump(objects if arguments.name is None else objects[0], sys.stdout, indent=2)
        sys.stdout.write("\n")
        return 0
    paint = paint_for(sys.stdout)
    text = _list(rules, paint) if arguments.name is None else _page(rules[0], paint)
    sys.stdout.write(text + "\n")
    return 0


def rule_object(rule: Rule) -> dict[str, object]:
    """Return everything that is known of a rule, for JSON."""
    return {
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.label,
        "preview": rule.preview,
        "summary": rule.summary,
        "documentation": inspect.getdoc(rule) or "",
        "bad": [_example_object(example) for example in rule.bad],
        "good": [_example_object(example) for example in rule.good],
        "url": rule_url(rule.name),
    }


def _find(name: str, rules: tuple[Rule, ...]) -> Rule:
    for rule in rules:
        if rule.name == name:
            return rule
    near = get_close_matches(name, [rule.name for rule in rules], n=1)
    hint = f"; did you mean `{near[0]}`?" if near else "; `dyetrace rule` lists all"
    raise DyetraceError(f"there is no rule `{name}`{hint}")


def _list(rules: tuple[Rule, ...], paint: Paint) -> str:
    widest = max((len(rule.name) for rule in rules), default=0)
    lines = []
    for rule in rules:
        severity = paint(f"{rule.severity.label:<11}", SEVERITY_COLOURS[rule.severity])
        preview = " (preview)" if rule.preview else ""
        lines.append(
            f"{paint(f'{rule.name:<{widest}}', 'bold')}  {severity}  {rule.summary}{preview}"
        )
    return "\n".join(lines)


def _page(rule: Rule, paint: Paint) -> str:
    state = ", preview" if rule.preview else ""
    parts = [
        f"{paint(rule.name, 'bold')} ({rule.severity.label}, {rule.family}{state})",
        inspect.getdoc(rule) or rule.summary,
        *(_example("Bad", example, paint) for example in rule.bad),
        *(_example("Good", example, paint) for example in rule.good),
        rule_url(rule.name),
    ]
    return "\n\n".join(parts)


def _example(kind: str, example: Example, paint: Paint) -> str:
    heading = paint(f"{kind}: {example.title}", "red" if kind == "Bad" else "green")
    parts = [heading, textwrap.indent(example.code.strip("\n"), "    ")]
    for name, code in example.files:
        parts += [f"  with {name}:", textwrap.indent(code.strip("\n"), "    ")]
    return "\n".join(parts)


def _example_object(example: Example) -> dict[str, object]:
    return {"title": example.title, "code": example.code, "files": dict(example.files)}

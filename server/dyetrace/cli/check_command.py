"""``dyetrace check``: arguments in, findings out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dyetrace.cli.checked import Check
from dyetrace.cli.inputs import STDIN, find_inputs
from dyetrace.cli.output.formats import CHECK_FORMATS, writer_of
from dyetrace.findings import DyetraceError, Finding, Severity

if TYPE_CHECKING:
    from dyetrace.cli.fixing import Fixer
    from dyetrace.source.configuration import Configuration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="files and folders (default: this folder); - reads standard input",
    )
    parser.add_argument("--output-format", choices=list(CHECK_FORMATS), default="text")
    parser.add_argument("--select", metavar="RULE,...", help="run only these rules")
    parser.add_argument("--ignore", metavar="RULE,...", help="leave these rules out")
    parser.add_argument("--preview", action="store_true", help="run rules in preview too")
    parser.add_argument("--profile", choices=["default", "strict"])
    parser.add_argument(
        "--min-severity",
        choices=[severity.label for severity in Severity],
        help="show and count only findings from here on (default: show all, count warnings)",
    )
    parser.add_argument("--statistics", action="store_true", help="only count, by rule")
    repair = parser.add_mutually_exclusive_group()
    repair.add_argument("--fix", action="store_true", help="apply the safe fixes to the files")
    repair.add_argument("--diff", action="store_true", help="show what --fix would change")
    parser.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also fixes that change what the program does on purpose",
    )
    parser.add_argument("--baseline", metavar="FILE", type=Path, help="tell only what is new")
    parser.add_argument("--write-baseline", metavar="FILE", type=Path)
    parser.add_argument("--config", metavar="FILE", type=Path, help="use this configuration")
    parser.add_argument("--stdin-filename", metavar="NAME", help="what to call standard input")
    parser.add_argument("--no-cache", action="store_true", help="analyse every file anew")


def run(arguments: argparse.Namespace) -> int:
    """Check what the arguments name; return the exit status."""
    from dyetrace.cli.checking import SYNTAX_ERROR
    from dyetrace.cli.running import Work, cache_folder, check_all, check_and_fix
    from dyetrace.rules.engine import all_rules

    known = {rule.name for rule in all_rules()} | {SYNTAX_ERROR}
    configuration = _configuration(arguments, known)
    fixer = _fixer(arguments, configuration)
    programs, problems = find_inputs(arguments.paths, arguments.stdin_filename, configuration)
    if fixer is not None:
        check = check_and_fix(programs, configuration, fixer, write=arguments.fix)
    else:
        folder = None if arguments.no_cache else cache_folder(configuration)
        work = Work(configuration, folder, with_fixes=arguments.output_format == "json")
        check = check_all(programs, work)
    rule_count = sum(configuration.selects(rule.name, preview=rule.preview) for rule in all_rules())
    check = replace(check, rule_count=rule_count, failures=(*problems, *check.failures))
    _complain(check)
    if arguments.write_baseline is not None:
        return _write_baseline(check, arguments.write_baseline)
    check = _filtered(check, arguments)
    _write(check, fixer, arguments)
    return exit_status(check, arguments.min_severity)


def exit_status(check: Check, min_severity: str | None) -> int:
    """Return 2 when a file could not be read, 1 for findings that count, else 0."""
    if check.failures:
        return 2
    least = Severity.parse(min_severity or Severity.WARNING.label)
    return int(any(finding.severity >= least for _, finding in check.findings()))


def _configuration(arguments: argparse.Namespace, known: Collection[str]) -> Configuration:
    from dyetrace.probes.rule_names import MEASURED
    from dyetrace.source.configuration import check_rule_names, load_configuration

    start = Path(next((path for path in arguments.paths if path != STDIN), "."))
    found = load_configuration(start, arguments.config, {*known, *MEASURED})
    select, ignore = _names(arguments.select), _names(arguments.ignore)
    check_rule_names(select, known, "--select")
    check_rule_names(ignore, known, "--ignore")
    return replace(
        found,
        select=select or found.select,
        extend_select=() if select else found.extend_select,
        ignore=(*found.ignore, *ignore) if not select else ignore,
        preview=found.preview or arguments.preview,
        profile=arguments.profile or found.profile,
    )


def _names(value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


def _fixer(arguments: argparse.Namespace, configuration: Configuration) -> Fixer | None:
    if not (arguments.fix or arguments.diff):
        if arguments.unsafe_fixes:
            raise DyetraceError("--unsafe-fixes goes with --fix or --diff")
        return None
    if arguments.fix and STDIN in arguments.paths:
        raise DyetraceError("--fix has no file to write for standard input; --diff shows the fix")
    from dyetrace.cli.fixing import make_fixer

    return make_fixer(configuration, all_fixes=arguments.unsafe_fixes)


def _filtered(check: Check, arguments: argparse.Namespace) -> Check:
    if arguments.baseline is not None:
        from dyetrace.cli.baseline import read_baseline, without_known

        check = without_known(check, read_baseline(arguments.baseline))
    if arguments.min_severity is None:
        return check
    least = Severity.parse(arguments.min_severity)

    def loud(finding: Finding) -> bool:
        return finding.severity >= least

    files = (replace(file, findings=tuple(filter(loud, file.findings))) for file in check.files)
    return replace(check, files=tuple(files))


def _complain(check: Check) -> None:
    """Say on standard error what is no finding but must be known."""
    for failure in check.failures:
        sys.stderr.write(f"dyetrace: {failure}\n")
    for file in check.files:
        for complaint in file.complaints:
            sys.stderr.write(f"dyetrace: {complaint}\n")
        for rule in file.faults:
            sys.stderr.write(
                f"dyetrace: {file.path}: `{rule}` failed and said nothing;"
                " please report it (DYETRACE_DEBUG=1 shows the reason)\n"
            )


def _write_baseline(check: Check, file: Path) -> int:
    from dyetrace.cli.baseline import write_baseline

    count = write_baseline(check, file)
    sys.stderr.write(f"dyetrace: {file} now holds {count} known finding(s)\n")
    return 2 if check.failures else 0


def _write(check: Check, fixer: Fixer | None, arguments: argparse.Namespace) -> None:
    if fixer is not None and fixer.unsafe:
        sys.stderr.write(
            f"dyetrace: left {fixer.unsafe} that may change more than the bug; --unsafe-fixes"
            " takes them too, and the editor offers them one by one\n"
        )
    if fixer is not None and arguments.diff:
        from dyetrace.cli.fixing import write_diff
        from dyetrace.cli.output.text import summary

        for before, after in fixer.changed:
            write_diff(before, after, sys.stdout)
        sys.stderr.write(f"{summary(check)} {fixer.fixed} can be fixed.\n")
    elif arguments.statistics and arguments.output_format == "text":
        from dyetrace.cli.output.text import write_statistics

        write_statistics(check, sys.stdout)
    else:
        writer_of(arguments.output_format)(check, sys.stdout)

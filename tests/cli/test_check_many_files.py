"""``dyetrace check`` on folders: beside each other, from the cache, and whatever lies around."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from command_programs import LEAKY, NO_ZERO_GRAD, SERVER

from dyetrace.cli.cache import open_cache
from dyetrace.cli.checked import CheckedFile
from dyetrace.cli.crew import Member
from dyetrace.cli.inputs import Input
from dyetrace.cli.records import file_of, record_of
from dyetrace.cli.running import Work, Worker
from dyetrace.findings import Applicability, Edit, Evidence, Finding, Fix, Related, Severity, Span
from dyetrace.source.configuration import Configuration
from dyetrace.source.notebook import CodeCell, program_of_cells

HELPER = """\
from sklearn.feature_selection import SelectKBest


def prepare(X, y):
    return SelectKBest(k=10).fit_transform(X, y)
"""
TRAIN = LEAKY.replace("SelectKBest(k=10).fit_transform(X, y)", "prepare(X, y)").replace(
    "from sklearn.feature_selection import SelectKBest", "from helper import prepare"
)
CACHE = ".dyetrace_cache"


def codes(result):
    return [finding["code"] for finding in json.loads(result.stdout)]


@pytest.fixture
def many(folder):
    """Forty files: leaky ones, sound ones, broken ones, a module that others import."""
    (folder / "helper.py").write_text(HELPER)
    for number in range(39):
        text = (TRAIN, NO_ZERO_GRAD, "x = 1\n", "x = = 1\n", LEAKY)[number % 5]
        (folder / f"m{number:02d}.py").write_text(text)
    (folder / "m07.py").write_bytes(b"x = '\xe9'\n")
    (folder / "m20.py").write_text("x = 1  # dyetrace: ignore[selection-befor-split]\n")
    return folder


@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github", "gitlab"])
def test_processes_beside_each_other_say_what_one_says(many, dyetrace, output_format):
    arguments = ("check", ".", "--output-format", output_format, "--no-cache")

    one = dyetrace(*arguments, DYETRACE_JOBS="1")
    four = dyetrace(*arguments, DYETRACE_JOBS="4")

    assert one.returncode == four.returncode == 2
    assert one.stdout == four.stdout
    assert one.stderr == four.stderr
    assert "m07.py is not valid UTF-8" in four.stderr
    assert "m20.py:1: `selection-befor-split` is not a rule" in four.stderr


def test_modules_of_the_user_are_not_imported(many, dyetrace):
    for name in ("json", "pickle", "signal", "dyetrace", "subprocess"):
        (many / f"{name}.py").write_text("raise SystemExit('this is the file of a user')\n")

    program = (  # as the installed command: without the present folder among the modules
        "import sys; del sys.path[0]; from dyetrace.cli.main import main;"
        " raise SystemExit(main(['check', '.']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(SERVER), "DYETRACE_JOBS": "4"},
        cwd=many,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 2
    assert "the file of a user" not in result.stdout + result.stderr
    assert "has died" not in result.stderr


@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github", "gitlab"])
def test_a_second_run_says_what_the_first_said(many, dyetrace, output_format):
    arguments = ("check", ".", "--output-format", output_format)

    first, second = dyetrace(*arguments), dyetrace(*arguments)

    assert (first.returncode, first.stdout, first.stderr) == (
        second.returncode,
        second.stdout,
        second.stderr,
    )
    assert (many / CACHE / ".gitignore").read_text() == "*\n"


def test_changed_file_is_checked_anew(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)

    before = dyetrace("check", ".", "--output-format", "json")
    (folder / "a.py").write_text(NO_ZERO_GRAD)
    after = dyetrace("check", ".", "--output-format", "json")

    assert codes(before) == ["selection-before-split"]
    assert codes(after) == ["missing-zero-grad"]


def test_change_of_an_imported_module_is_seen(folder, dyetrace):
    (folder / "train.py").write_text(TRAIN)
    check = ("check", "train.py", "--output-format", "json")

    without = codes(dyetrace(*check))
    (folder / "helper.py").write_text("def prepare(X, y):\n    return X\n")
    harmless = codes(dyetrace(*check))
    (folder / "helper.py").write_text(HELPER)
    leaky = codes(dyetrace(*check))
    (folder / "helper.py").unlink()
    gone = codes(dyetrace(*check))

    assert without == harmless == gone == []
    assert leaky == ["selection-before-split"]


def test_configuration_and_options_have_results_of_their_own(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)

    plain = codes(dyetrace("check", ".", "--output-format", "json"))
    ignored = codes(
        dyetrace("check", ".", "--output-format", "json", "--ignore", "selection-before-split")
    )
    (folder / "dyetrace.toml").write_text('severity = { selection-before-split = "error" }\n')
    louder = json.loads(dyetrace("check", ".", "--output-format", "json").stdout)

    assert plain == ["selection-before-split"]
    assert ignored == []
    assert louder[0]["severity"] == "error"


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\x00", b'{"file": {}, "trail": [[], []]}'])
def test_damaged_cache_is_not_believed(folder, dyetrace, damage):
    (folder / "a.py").write_text(LEAKY)
    first = dyetrace("check", ".")
    [entry] = (folder / CACHE).glob("*.json")

    entry.write_bytes(damage)
    second = dyetrace("check", ".")

    assert (second.stdout, second.stderr) == (first.stdout, "")
    assert entry.read_bytes() != damage


def test_cache_that_cannot_be_written_is_no_error(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)
    (folder / CACHE).write_text("a file where the folder should be")

    result = dyetrace("check", ".")

    assert result.returncode == 1
    assert result.stderr == ""


def test_no_cache_neither_reads_nor_writes(folder, dyetrace):
    (folder / "a.py").write_text(LEAKY)

    dyetrace("check", ".", "--no-cache")
    assert not (folder / CACHE).exists()

    program = Input("a.py", Path("a.py"))
    cache = open_cache(folder / CACHE, "")
    worker = Worker.of(Work(Configuration(root=str(folder))))
    innocent = replace(worker.check(program), findings=())
    cache.put(program, program.content(), innocent, worker.modules.trail())

    assert cache.get(program, program.content(), worker.modules) == innocent
    assert dyetrace("check", ".", "--no-cache").returncode == 1


def test_cache_keeps_within_its_bounds(folder, monkeypatch):
    monkeypatch.setattr("dyetrace.cli.cache._MOST_ENTRIES", 8)
    worker = Worker.of(Work(Configuration(), folder / CACHE))
    for number in range(9):
        path = folder / f"m{number}.py"
        path.write_text(f"x = {number}\n")
        worker.check(Input(path.name, path))
        newest = max((folder / CACHE).glob("*.json"), key=lambda entry: entry.stat().st_mtime_ns)
        os.utime(newest, (number, number))

    worker.cache.prune()

    assert len(list((folder / CACHE).glob("*.json"))) == 6
    assert worker.recall(Input("m0.py", folder / "m0.py")) is None
    assert worker.recall(Input("m8.py", folder / "m8.py")) is not None


def test_everything_about_a_finding_survives_being_written_down():
    source = program_of_cells(
        [CodeCell(2, "%time x = '🎨'", 3), CodeCell(5, "y = 1\nz")], "é\udcff.ipynb"
    )
    span, other = Span(source.path, 1, 0, 2, 3), Span("/b.py", 1, 2, 3, 4)
    finding = Finding(
        "a-rule",
        "`x` is 🎨.",
        Severity.ERROR,
        0.1 + 0.2,
        span,
        (Related(other, "here"),),
        (Evidence("read", "seen"), Evidence("measured", "0.5", {"rows": 64})),
        "because",
        "do it",
        Fix("Repair", Applicability.UNSAFE, (Edit(span, "x\n"), Edit(other, ""))),
    )
    file = CheckedFile(
        source.path, (finding,), {source.path: source.without_tree()}, True, ("f",), ("c",)
    )

    again = file_of(json.loads(json.dumps(record_of(file))))

    assert again == file
    assert again.places.start(span) == file.places.start(span)


def test_file_whose_process_dies_is_named_and_the_next_ones_are_checked(folder):
    for name in ("a.py", "b.py", "c.py"):
        (folder / name).write_text(LEAKY)
    member = Member(Work(Configuration()))

    first = member.check(Input("a.py", folder / "a.py"))
    member._process.kill()
    second = member.check(Input("b.py", folder / "b.py"))
    third = member.check(Input("c.py", folder / "c.py"))
    member.dismiss()

    assert [finding.rule for finding in first.findings] == ["selection-before-split"]
    assert second.startswith("b.py could not be checked: the process that did so has died")
    assert [finding.rule for finding in third.findings] == ["selection-before-split"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc for the processes")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_check_leaves_no_process(folder, ending):
    for number in range(400):
        (folder / f"m{number}.py").write_text(LEAKY * 3)
    environment = {**os.environ, "PYTHONPATH": str(SERVER), "DYETRACE_JOBS": "3"}
    command = [sys.executable, "-m", "dyetrace", "check", ".", "--no-cache"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        children = []
        while len(children) < 3 and process.poll() is None:
            children = children_of(process.pid)
        process.send_signal(ending)
        _, errors = process.communicate()

    assert len(children) == 3
    assert process.returncode == (130 if ending == signal.SIGINT else -ending)
    assert b"Traceback" not in errors
    deadline = time.monotonic() + 60
    while any(is_running(child) for child in children):
        assert time.monotonic() < deadline, "a process is left"
        time.sleep(0.05)


def children_of(process):
    listed = Path(f"/proc/{process}/task")
    try:
        return [
            int(child)
            for task in listed.iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def is_running(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(os.name == "nt", reason="links, pipes and such names need a POSIX system")
def test_folder_full_of_trouble_is_finished_and_what_was_skipped_is_told(folder, dyetrace):
    (folder / "good.py").write_text(LEAKY)
    (folder / "weird 🎨 [n]\n%.py").write_text(LEAKY, "utf-8")
    (folder / "half.py").write_text("def f(:\n")
    (folder / "cells.ipynb").write_text('{"cells": [')
    (folder / "list.ipynb").write_text("[1, 2]")
    (folder / "binary.py").write_bytes(bytes(range(256)) * 8)
    (folder / "nul.py").write_bytes(b"x = 1\0\n")
    (folder / "huge.py").write_bytes(b"x = 1\n" * 800_000)
    (folder / "empty.py").write_bytes(b"")
    (folder / "gone.py").symlink_to("nowhere.py")
    (folder / "self.py").symlink_to("self.py")
    os.mkfifo(folder / "pipe.py")
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to("..")
    (folder / "sub" / "same.py").symlink_to("../good.py")
    (folder / "sub" / "generated.py").write_text(LEAKY)
    (folder / "out.py").write_text(LEAKY)
    (folder / ".gitignore").write_text("generated.py\n")
    (folder / "dyetrace.toml").write_text('exclude = ["out.py"]\n')

    for _ in range(2):  # the second time from the cache
        result = dyetrace("check", ".", "--output-format", "json")

        assert result.returncode == 2
        assert [(found["filename"], found["code"]) for found in json.loads(result.stdout)] == [
            ("good.py", "selection-before-split"),
            ("half.py", "syntax-error"),
            ("weird 🎨 [n]\n%.py", "selection-before-split"),
        ]
        told = result.stderr.splitlines()
        assert "dyetrace: binary.py is not valid UTF-8: byte 0x80 at line 3, byte 115" in told[0]
        assert told[1].startswith("dyetrace: cells.ipynb is not valid JSON")
        assert told[2:] == [
            "dyetrace: gone.py does not exist",
            "dyetrace: huge.py is larger than 4 MiB, the limit for such a file",
            "dyetrace: list.ipynb is not a notebook: it has no list of `cells`",
            "dyetrace: pipe.py is not a regular file",
            "dyetrace: self.py cannot be read: Too many levels of symbolic links",
        ]


@pytest.mark.skipif(os.name == "nt", reason="such names need a POSIX system")
def test_name_that_is_no_text_is_checked_and_shown(folder, dyetrace):
    path = os.fsencode(folder) + b"/caf\xe9.py"
    with open(path, "w") as stream:
        stream.write(LEAKY)

    for output_format in ("text", "json", "sarif", "github", "gitlab"):
        result = dyetrace("check", ".", "--output-format", output_format)

        assert result.returncode == 1
        assert "Traceback" not in result.stderr
        assert "caf" in result.stdout


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_told_and_the_others_are_checked(folder, dyetrace):
    (folder / "good.py").write_text(LEAKY)
    (folder / "secret.py").write_text(LEAKY)
    (folder / "secret.py").chmod(0)

    result = dyetrace("check", ".")

    assert result.returncode == 2
    assert "secret.py cannot be read: Permission denied" in result.stderr
    assert "good.py:8:5" in result.stdout

import json
from pathlib import Path

from dyetrace.source.parsing import parse_script
from probes.running import probe, probe_text, probed, seen, shapes_of


def test_every_expression_of_a_cnn_has_its_shape():
    report = probed("cnn.py")
    assert report.status == "completed"
    assert report.reason is None
    assert seen(report, "images", 30).concrete == (8, 3, 32, 32)
    assert seen(report, "self.conv1(x)").concrete == (8, 16, 32, 32)
    assert seen(report, "F.max_pool2d(x, 2)").concrete == (8, 16, 16, 16)
    assert seen(report, "x.view(B, -1)").concrete == (8, 4096)
    assert seen(report, "criterion(model(images), labels)").concrete == ()


def test_names_bound_on_a_line_have_the_new_shape_and_names_read_on_it_the_old():
    report = probed("cnn.py")
    line = [record for record in report.shapes if record.span.line == 18]
    by_column = {r.span.column: r.concrete for r in line if r.expression == "x"}
    assert by_column == {8: (8, 16, 16, 16), 25: (8, 16, 32, 32)}


def test_type_device_gradient_and_numbers_are_told():
    record = seen(probed("cnn.py"), "self.fc(x)")
    assert (record.kind, record.dtype, record.device) == ("tensor", "float32", "cpu")
    assert record.requires_grad is True
    assert set(record.stats) >= {"min", "max", "mean", "std", "nonfinite", "zeros"}
    assert record.stats["min"] < record.stats["mean"] < record.stats["max"]
    relu = seen(probed("cnn.py"), "F.relu(self.conv1(x))")
    assert relu.stats["min"] == 0
    assert 0.2 < relu.stats["zeros"] < 0.8


def test_numbers_unpacked_from_a_shape_are_known():
    report = probed("cnn.py")
    values = {name: seen(report, name, 16).concrete for name in ("B", "C", "H", "W")}
    assert values == {"B": (8,), "C": (3,), "H": (32,), "W": (32,)}


def test_a_layer_tells_how_many_parameters_it_has():
    record = seen(probed("cnn.py"), "self.conv1", 12)
    assert record.kind == "module"
    assert record.stats == {"parameters": 448, "trainable": 448}


def test_a_run_ends_after_the_first_optimizer_step():
    report = probed("cnn.py")
    assert seen(report, "model(images)").calls == 1
    assert report.log == ""  # no epoch was finished


def test_a_transformer_is_traced_through_its_blocks():
    report = probed("transformer.py")
    assert report.status == "completed"
    assert seen(report, "self.attention(self.norm(x))").calls == 2
    assert shapes_of(report, "q @ k.transpose(-2, -1)") == {(4, 4, 16, 16)}
    assert seen(report, "F.softmax(scores, dim=-1) @ v").concrete == (4, 4, 16, 8)
    assert seen(report, "head_dim", 18).concrete == (8,)


def test_a_module_beside_the_program_is_traced_too():
    report = probed("with_helper.py")
    record = seen(report, "self.layer(features)")
    assert Path(record.span.path).name == "layers.py"
    assert record.concrete == (5, 6)
    assert record.function == "Encoder.forward"


def test_a_trainer_class_with_arrays_and_arguments(tmp_path: Path):
    report = probed("trainer.py")
    assert seen(report, "X", 50).kind == "ndarray"
    assert seen(report, "self.model(x).squeeze(-1)").concrete == (32,)
    assert seen(report, "target", 25).dtype == "float64"


def test_several_shapes_at_one_place_are_kept(tmp_path: Path):
    report = probe_text(
        tmp_path, "import torch\nfor n in (2, 3, 2):\n    x = torch.zeros(n, 4)\nprint(x.sum())\n"
    )
    record = seen(report, "x", 3)
    assert {record.concrete, *record.other_shapes} == {(2, 4), (3, 4)}
    assert record.calls == 3


def test_frames_and_series_are_seen(tmp_path: Path):
    report = probe_text(
        tmp_path,
        "import pandas as pd\n"
        "df = pd.DataFrame({'a': [1, 2, 3], 'b': [4, 5, 6]})\n"
        "small = df[df['a'] > 1]\n",
    )
    assert (seen(report, "small").kind, seen(report, "small").concrete) == ("dataframe", (2, 2))
    assert seen(report, "df['a']").concrete == (3,)


def test_an_unsaved_text_is_run_instead_of_the_file(tmp_path: Path):
    path = tmp_path / "program.py"
    path.write_text("raise SystemExit(3)\n")
    report = probe(path, text="import torch\nx = torch.ones(7)\nimport inspect\n")
    assert seen(report, "x").concrete == (7,)


def test_columns_count_characters_and_not_bytes(tmp_path: Path):
    report = probe_text(
        tmp_path, "import torch\nfs = {'größe 😀': torch.ones(2)}; y = fs['größe 😀']\n"
    )
    record = seen(report, "y")
    assert (record.span.column, record.span.end_column) == (33, 34)
    assert seen(report, "fs['größe 😀']").concrete == (2,)


def test_a_stop_comment_ends_the_program_there(tmp_path: Path):
    report = probe_text(
        tmp_path,
        "import torch\n"
        "def work():\n"
        "    x = torch.ones(3)\n"
        "    # dyetrace: stop\n"
        "    raise RuntimeError('too far')\n"
        "work()\n",
    )
    assert report.status == "completed"
    assert seen(report, "x").concrete == (3,)


def test_a_stop_comment_behind_a_statement_lets_it_run(tmp_path: Path):
    report = probe_text(
        tmp_path, "import torch\nx = torch.ones(3)\ny = x * 2  # dyetrace: stop\n1 / 0\n"
    )
    assert report.status == "completed"
    assert seen(report, "y").concrete == (3,)


def test_a_notebook_runs_as_one_program(tmp_path: Path):
    cells = [
        ("markdown", "# Title"),
        ("code", "%matplotlib inline\nimport torch\nlayer = torch.nn.Linear(4, 2)"),
        (
            "code",
            "import asyncio\nawait asyncio.sleep(0)\nout = layer(torch.ones(3, 4))\ndisplay(out)",
        ),
        ("code", "raise RuntimeError('not reached')"),
    ]
    notebook = {
        "nbformat": 4,
        "metadata": {},
        "cells": [{"cell_type": kind, "source": text, "metadata": {}} for kind, text in cells],
    }
    path = tmp_path / "book.ipynb"
    path.write_text(json.dumps(notebook))
    report = probe(path, cell=3)
    assert report.status == "completed", report.reason
    record = seen(report, "out", 6)
    assert record.concrete == (3, 2)
    source = report.sources[record.span.path]
    cell = source.cell_at(record.span.line)
    assert cell is not None
    assert (cell.number, record.span.line - cell.first_line + 1) == (3, 3)


def test_records_carry_the_hash_of_their_function():
    from dyetrace.probes.staleness import function_hash

    report = probed("cnn.py")
    record = seen(report, "self.fc(x)")
    source = report.sources[record.span.path]
    assert record.function == "Net.forward"
    assert function_hash(source, record.span.line) == ("Net.forward", record.function_hash)
    moved = parse_script("# a comment\n" + source.text, source.path)
    assert function_hash(moved, record.span.line + 1)[1] == record.function_hash
    changed = parse_script(source.text.replace("max_pool2d(x, 2)", "max_pool2d(x, 4)"), source.path)
    assert function_hash(changed, record.span.line)[1] != record.function_hash


def test_a_user_file_named_like_a_standard_module_does_not_break_torch(tmp_path: Path):
    (tmp_path / "random.py").write_text("raise RuntimeError('shadowed')\n")
    report = probe_text(tmp_path, "import torch\nx = torch.ones(2)\n")
    assert report.status == "completed", report.reason


def test_a_user_file_named_like_a_standard_module_is_what_the_program_imports(tmp_path: Path):
    (tmp_path / "json.py").write_text("NAME = 'mine'\n")
    report = probe_text(tmp_path, "import json\nprint(json.NAME)\n")
    assert report.log == "mine\n"

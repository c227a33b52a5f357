"""One class or function is traced alone, with inputs from where the user would look for them."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from dyetrace.probes.report import ProbeReport
from probes.many import WarmProber
from probes.running import PROGRAMS, seen


@pytest.fixture(scope="module")
def prober() -> Iterator[WarmProber]:
    with WarmProber() as made:
        yield made


HEAD = """
import torch
import torch.nn as nn
"""
NET = """
class Net(nn.Module):
    def __init__(self, width=12):
        super().__init__()
        self.fc = nn.Linear(width, 5)

    def forward(self, x):
        h = self.fc(x)
        return h
"""


def traced(prober: WarmProber, folder: Path, text: str, target: str, **options) -> ProbeReport:
    report = prober.probe_text(folder, HEAD + dedent(text), target, **options)
    assert report.status == "completed", (report.reason, report.log)
    return report


def inputs_of(report: ProbeReport) -> tuple[str, str]:
    assert report.entry is not None
    assert report.entry.input is not None
    return report.entry.input.source, report.entry.input.expression


def test_inputs_are_guessed_from_the_first_layer_and_told(prober: WarmProber, tmp_path: Path):
    report = traced(prober, tmp_path, NET, "Net")
    assert inputs_of(report) == ("guess", "torch.randn(2, 12)")
    assert seen(report, "h", 11).shape == ("B", 5)
    assert report.entry is not None
    assert report.entry.input is not None
    assert "self.fc" in report.entry.input.why


def test_a_comment_goes_before_a_call(prober: WarmProber, tmp_path: Path):
    text = "# dyetrace: input=torch.randn(3, 7, 12)" + NET + "Net()(torch.randn(9, 12))\n"
    report = traced(prober, tmp_path, text, "Net")
    assert inputs_of(report) == ("comment", "torch.randn(3, 7, 12)")
    assert seen(report, "self.fc(x)").concrete == (3, 7, 5)


def test_a_call_in_the_file_goes_before_a_guess(prober: WarmProber, tmp_path: Path):
    text = (
        NET
        + """
    def main():
        size = 6
        net = Net(width=20).to("cuda")
        net(torch.randn(size, 20).cuda())

    if __name__ == "__main__":
        main()
    """
    )
    report = traced(prober, tmp_path, NET + dedent(text[len(NET) :]), "Net")
    assert inputs_of(report) == ("call", "torch.randn(6, 20).cuda()")
    assert report.entry is not None
    assert report.entry.constructor is not None
    assert report.entry.constructor.expression == "Net(width=20)"


def test_a_call_in_another_file_counts(prober: WarmProber, tmp_path: Path):
    (tmp_path / "train.py").write_text("from program import Net\nnet = Net(width=33)\n")
    report = traced(prober, tmp_path, NET, "Net")
    assert seen(report, "x", 10).concrete == (2, 33)


def test_configuration_goes_before_a_call(prober: WarmProber, tmp_path: Path):
    (tmp_path / "dyetrace.toml").write_text(
        '[inputs]\nNet = "torch.randn(4, 8)"\n[constructors]\n"program.py::Net" = "Net(8)"\n'
    )
    report = traced(prober, tmp_path, NET + "Net()(torch.randn(9, 12))\n", "Net")
    assert inputs_of(report) == ("configuration", "torch.randn(4, 8)")
    assert seen(report, "x", 10).concrete == (4, 8)


def test_what_is_given_goes_before_everything(prober: WarmProber, tmp_path: Path):
    text = "# dyetrace: input=torch.randn(3, 12)" + NET
    report = traced(
        prober, tmp_path, text, "Net", input="torch.randn(5, 4)", constructor="Net(width=4)"
    )
    assert inputs_of(report) == ("given", "torch.randn(5, 4)")
    assert seen(report, "x", 10).concrete == (5, 4)


def test_annotations_say_what_an_argument_is(prober: WarmProber, tmp_path: Path):
    text = """
    class Pool(nn.Module):
        dim = 24

        def forward(self, x: "Float[Tensor, 'batch time dim']", ids: "Int[Tensor, 'batch']"):
            out = x.mean(1) + ids[:, None]
            return out
    """
    report = traced(prober, tmp_path, text, "Pool")
    assert inputs_of(report)[0] == "annotation"
    assert seen(report, "out", 9).concrete == (2, 24)


def test_the_batch_size_of_a_guess_can_be_chosen(prober: WarmProber, tmp_path: Path):
    report = traced(prober, tmp_path, NET, "Net", batch_size=6)
    assert seen(report, "x", 10).concrete == (6, 12)


def test_a_function_is_traced_from_its_call(prober: WarmProber, tmp_path: Path):
    text = """
    def attention(q, k):
        scores = q @ k.transpose(-2, -1)
        return scores.softmax(-1)

    raise SystemExit("the rest of the file is not run")
    attention(torch.randn(2, 8, 16), torch.randn(2, 8, 16))
    """
    report = traced(prober, tmp_path, text, "attention")
    assert seen(report, "scores", 6).concrete == (2, 8, 8)


def test_a_class_without_torch_is_traced_too(prober: WarmProber, tmp_path: Path):
    text = """
    import numpy as np

    class Scaler:
        def apply(self, rows):
            centred = rows - rows.mean(0)
            return centred
    """
    report = prober.probe_text(tmp_path, dedent(text), "Scaler.apply", input="np.ones((5, 3))")
    assert report.status == "completed", (report.reason, report.log)
    assert seen(report, "centred", 6).concrete == (5, 3)


def test_a_method_is_traced_alone(prober: WarmProber, tmp_path: Path):
    text = NET + "    def embed(self, y):\n        z = self.fc(y).relu()\n        return z\n"
    report = traced(prober, tmp_path, text, "Net.embed")
    assert seen(report, "z", 14).shape == ("B", 5)
    assert not [record for record in report.shapes if record.expression == "h"]


def test_only_what_the_class_needs_is_run(prober: WarmProber, tmp_path: Path):
    text = """
    import this_module_is_not_installed
    data = open("/nowhere/data.csv").read()
    WIDTH = 12
    config = dict(width=WIDTH)
    config["width"] = 10
    """
    text = dedent(text) + NET.replace("width=12", "width=config['width']")
    report = traced(prober, tmp_path, text, "Net")
    assert seen(report, "x", 16).concrete == (2, 10)


def test_a_class_that_cannot_be_made_is_told_with_what_was_tried(
    prober: WarmProber, tmp_path: Path
):
    text = HEAD + NET.replace("width=12", "width, tokenizer: 'Unknown'")
    report = prober.probe_text(tmp_path, text, "Net")
    assert report.status == "failed"
    assert report.reason is not None
    assert "cannot be made without arguments" in report.reason


def test_a_crash_in_the_target_is_explained(prober: WarmProber, tmp_path: Path):
    text = "# dyetrace: input=torch.randn(3, 11)" + NET
    report = prober.probe_text(tmp_path, HEAD + text, "Net")
    assert report.status == "failed"
    assert [finding.rule for finding in report.findings] == ["shape-mismatch"]
    assert seen(report, "x", 10).concrete == (3, 11)


def test_dimensions_are_named_as_the_code_names_them(prober: WarmProber):
    report = prober.probe(PROGRAMS / "transformer.py", "Model")
    texts = {r.expression: r.text for r in report.shapes if r.function == "Attention.forward"}
    assert texts["q @ k.transpose(-2, -1)"] == "[B, n_heads=4, T, T]"
    assert texts["self.qkv(x)"] == "[B, T, 96]"
    assert texts["self.proj(y)"] == "[B, T, C=32]"
    assert report.entry is not None
    assert {(s.name, s.named_by) for s in report.entry.symbols} == {("B", "code"), ("T", "code")}
    last = {r.expression: r.text for r in report.shapes if r.function == "Model.forward"}
    assert last["targets.view(-1)"] == "[B*T]"


def test_arguments_of_a_constructor_name_sizes(prober: WarmProber, tmp_path: Path):
    text = """
    class Embed(nn.Module):
        def __init__(self, vocabulary=50, width=20):
            super().__init__()
            self.table = nn.Embedding(vocabulary, width)

        def forward(self, ids):
            return self.table(ids)
    """
    report = traced(prober, tmp_path, text, "Embed")
    assert seen(report, "self.table(ids)").text == "[B, T, width=20]"


def test_a_layer_tells_its_cost(prober: WarmProber):
    report = prober.probe(PROGRAMS / "transformer.py", "Model")
    module = seen(report, "self.attention", 38).module
    assert module is not None
    assert module.kind == "Attention"
    assert module.parameters == 4224
    assert module.bytes == 4 * 4224
    assert module.flops == 327680  # by torch's counter on a run for real


def test_places_with_several_shapes_keep_them_apart_by_module(prober: WarmProber, tmp_path: Path):
    text = """
    class Block(nn.Module):
        def __init__(self, a, b):
            super().__init__()
            self.fc = nn.Linear(a, b)

        def forward(self, x):
            return self.fc(x)

    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = Block(6, 9)
            self.rest = nn.ModuleList([Block(9, 9), Block(9, 4)])

        def forward(self, x):
            x = self.first(x)
            for block in self.rest:
                x = block(x)
            return x
    """
    report = traced(prober, tmp_path, text, "Stack")
    record = seen(report, "self.fc(x)")
    assert {(v.path, v.text) for v in record.variants} == {
        ("first", "[B, 9]"),
        ("rest.0", "[B, 9]"),
        ("rest.1", "[B, 4]"),
    }
    assert record.variants[0].text == record.text == "[B, 4]"
    assert record.calls == 3


def test_a_model_that_fits_nowhere_is_traced_without_memory(prober: WarmProber, tmp_path: Path):
    text = """
    class Wide(nn.Module):
        def __init__(self, width=65536):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(16))

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return x
    """
    report = traced(prober, tmp_path, text, "Wide", fake=True, memory_mib=1500)
    record = seen(report, "layer(x)")
    assert record.shape == ("B", 65536)
    layers = seen(report, "self.layers", 11).module
    assert layers is not None
    assert layers.bytes > 2**38  # 256 GiB


def test_tensors_made_by_the_constructor_have_shapes_too(prober, tmp_path):
    text = """
import torch
from torch import nn


def sine_table(length, width):
    steps = torch.arange(length).unsqueeze(1)
    table = torch.sin(steps / 10000 ** (torch.arange(width) / width))
    return table


class Positions(nn.Module):
    def __init__(self, length=20, width=8):
        super().__init__()
        table = sine_table(length, width)
        self.register_buffer("table", table)

    def forward(self, x):
        return x + self.table[: x.shape[1]]
"""
    path = tmp_path / "positions.py"
    path.write_text(text, "utf-8")

    report = prober.probe(path, "Positions", input="torch.randn(2, 5, 8)")

    shown = {(r.expression, r.span.line): r.concrete for r in report.shapes}
    assert shown["steps", 7] == (20, 1)
    assert shown["table", 8] == shown["table", 15] == (20, 8)

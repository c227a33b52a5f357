"""Whole scripts: dimensions are named from runs with other sizes, and nothing else changes."""

from pathlib import Path

from dyetrace.probes.report import ShapeRecord
from probes.running import PROGRAMS, probe, probe_text, probed, seen


def texts(name: str) -> dict[tuple[int, str], ShapeRecord]:
    return {(record.span.line, record.expression): record for record in probed(name).shapes}


def test_the_batch_of_a_script_is_named_from_its_loader_to_its_loss():
    report = probed("cnn.py")
    assert seen(report, "images", 30).shape[0] == "B"
    assert seen(report, "x.view(B, -1)").shape == ("B", 4096)
    assert seen(report, "self.fc(x)").runs == 4
    assert report.entry is not None
    assert report.entry.how == "script"
    assert [(s.name, s.base, s.named_by) for s in report.entry.symbols] == [("B", 8, "code")]


def test_a_script_without_a_loader_has_named_dimensions_too():
    report = probed("transformer.py")
    assert seen(report, "q @ k.transpose(-2, -1)").text == "[B, n_heads=4, T, T]"
    assert seen(report, "torch.stack([data[s : s + 16] for s in starts])").shape == ("B", "T")


def test_what_was_seen_once_only_is_shown_as_numbers():
    record = seen(probed("transformer.py"), "data[s : s + 16]")
    assert record.runs == 1
    assert record.shape == record.concrete == (16,)


def test_numbers_and_histogram_are_those_of_the_real_run():
    record = seen(probed("cnn.py"), "self.fc(x)")
    assert record.tensors == "real"
    assert record.concrete[0] == 8
    assert record.histogram is not None
    assert sum(record.histogram.counts) == 80
    assert (record.histogram.low, record.histogram.high) == (
        record.stats["min"],
        record.stats["max"],
    ) or abs(record.histogram.low - record.stats["min"]) < 1e-5


def test_the_program_goes_on_with_its_own_sizes_and_random_numbers(tmp_path: Path):
    text = (
        "import torch\n"
        "torch.manual_seed(1)\n"
        "net = torch.nn.Sequential(torch.nn.Linear(6, 6), torch.nn.Dropout())\n"
        "x = torch.randn(10, 6)\n"
        "y = net(x)\n"
        "print(tuple(y.shape), y.sum().item(), torch.rand(1).item(), x.sum().item())\n"
    )
    with_siblings = probe_text(tmp_path, text)
    assert seen(with_siblings, "y", 5).shape == ("B", 6)
    assert with_siblings.log == probe_text(tmp_path, text, symbolic=False).log


def test_the_batch_size_of_a_loader_can_be_chosen():
    report = probe(PROGRAMS / "cnn.py", batch_size=3)
    assert seen(report, "images", 30).concrete == (3, 3, 32, 32)


def test_a_size_that_cannot_vary_is_a_number(tmp_path: Path):
    report = probe_text(
        tmp_path,
        "import torch\n"
        "class Net(torch.nn.Module):\n"
        "    def forward(self, x):\n"
        "        assert x.shape[1] == 9\n"
        "        return x.mean(1)\n"
        "x = torch.randn(4, 9)\n"
        "y = Net()(x)\n",
    )
    assert seen(report, "x", 4).shape == ("B", 9)
    assert seen(report, "y", 7).shape == ("B",)


def test_a_whole_script_runs_with_fake_tensors(tmp_path: Path):
    report = probe_text(
        tmp_path,
        "import torch\n"
        "from torch import nn\n"
        "from torch.utils.data import DataLoader, TensorDataset\n"
        "net = nn.Linear(70_000, 70_000)\n"
        "data = TensorDataset(torch.zeros(12, 70_000), torch.zeros(12, 1))\n"
        "optimizer = torch.optim.Adam(net.parameters())\n"
        "for x, y in DataLoader(data, batch_size=4, shuffle=True):\n"
        "    loss = (net(x) - y).square().mean()\n"
        "    loss.backward()\n"
        "    optimizer.step()\n"
        "    if loss.item() > 0:\n"
        "        print('positive')\n",
        fake=True,
        memory_mib=2000,
    )
    assert report.status == "completed", (report.reason, report.log)
    record = seen(report, "net(x)")
    assert record.concrete == (4, 70_000)
    assert record.shape[0] == "B"
    assert record.tensors == "substituted"

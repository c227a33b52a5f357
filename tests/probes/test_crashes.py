import pytest

from dyetrace.findings import Severity
from probes.running import probed

# program, failing expression, words of the message, lines of related places
CRASHES = [
    (
        "linear",
        "self.out(h)",
        "`Linear(in_features=32, out_features=2)` takes 32 features, but `h` is [8, 64]",
        {9, 12},
    ),
    ("sequential", "model(images)", "takes 100 features, but its input is [16, 128]", {8}),
    (
        "convolution",
        "conv(grey)",
        "`Conv2d(3, 8)` takes 3 channels, but `grey` is [4, 1, 28, 28]",
        {4},
    ),
    (
        "concatenation",
        "torch.cat([left, right], dim=1)",
        "`left` is [4, 10], `right` is [5, 10]",
        set(),
    ),
    ("stacking", "torch.stack([short, long])", "`short` is [3], `long` is [4]", set()),
    ("addition", "z + y", "`z` is [8, 16], `y` is [8, 12]", {4, 5}),
    ("view", "x.view(8, 100)", "`x` is [8, 3, 10, 10]", set()),
    (
        "batch_sizes",
        "F.cross_entropy(logits, target)",
        "`logits` is [32, 10], `target` is [16]",
        set(),
    ),
    ("classes", "criterion(scores, labels)", "`labels` holds class 3, but `scores` is [4, 3]", {4}),
    ("unpacking", "images.shape", "`images` is [8, 28, 28]", {4}),
    (
        "matmul",
        "queries @ keys.transpose(1, 2)",
        "`queries` is [2, 5, 64], `keys.transpose(1, 2)` is [2, 32, 7]",
        set(),
    ),
    ("arrays", "weights @ batch", "`weights` is [3, 4], `batch` is [10, 3]", set()),
]


@pytest.mark.parametrize(("name", "expression", "words", "related"), CRASHES)
def test_a_crash_is_found_at_its_expression_with_both_shapes(name, expression, words, related):
    report = probed(f"crashes/{name}.py")
    assert report.status == "failed"
    (finding,) = report.findings
    assert (finding.rule, finding.severity) == ("shape-mismatch", Severity.ERROR)
    source = report.sources[finding.span.path]
    assert source.text_of(finding.span) == expression
    assert words in finding.message
    assert len(finding.message) <= 110
    assert {place.span.line for place in finding.related} == related
    assert finding.evidence[0].how == "measured"


def test_everything_up_to_the_crash_is_reported():
    report = probed("crashes/linear.py")
    seen = {record.expression: record.concrete for record in report.shapes}
    assert seen["self.hidden(features)"] == (8, 64)
    assert "self.out(h)" not in seen
    assert "RuntimeError" in report.log


def test_an_index_out_of_range_is_no_shape_mismatch():
    report = probed("crashes/embedding_index.py")
    assert report.findings == ()
    assert report.reason is not None
    assert "IndexError at" in report.reason


def test_an_exception_that_has_nothing_to_do_with_shapes_is_no_finding(tmp_path):
    from probes.running import probe_text

    report = probe_text(tmp_path, "import torch\nx = torch.ones(3)\nx.missing_method()\n")
    assert report.findings == ()
    assert report.status == "failed"
    assert "AttributeError at" in (report.reason or "")

import pytest

from probes.running import outcomes, probed

SILENT = [
    "attention_and_scaler",
    "closure",
    "checkpointed",
    "experts",
    "frozen_trunk",
    "gan",
    "no_optimizer",
    "sparse_embedding",
    "style_image",
    "teacher",
    "zero_init_residual",
    "conditional_head",
]


@pytest.mark.parametrize("name", SILENT)
def test_a_right_program_gets_no_finding(name):
    report = probed(f"gradients/{name}.py", "gradients")
    assert report.status == "completed", report.reason
    assert [finding.message for finding in report.findings] == []
    assert "found" not in outcomes(report).values()


def test_tied_weights_and_positions_of_a_transformer_are_fine():
    report = probed("transformer.py", "gradients")
    assert report.findings == ()
    assert outcomes(report)["no-gradient"] == "fine"
    names = [parameter.name for parameter in report.parameters]
    assert "tokens.weight" in names
    assert "head.weight" not in names  # the same tensor


FOUND = [
    ("short_loop", "no-gradient", "self.dead = nn.Linear(8, 8)", "`self.dead` is never used"),
    (
        "dead_layer",
        "no-gradient",
        "self.skipped = nn.Linear(20, 20)",
        "`self.skipped` is never used",
    ),
    (
        "detached_branch",
        "no-gradient",
        "self.image = nn.Sequential(",
        "`self.image` gets no gradient: the loss",
    ),
    ("no_grad_trunk", "no-gradient", "self.trunk = nn.Linear(6, 12)", "only runs under `no_grad`"),
    (
        "missing_head",
        "unoptimized-parameters",
        "optimizer = torch.optim.SGD(",
        "leaves out `model[1]`",
    ),
    (
        "plain_list",
        "unoptimized-parameters",
        "optimizer = torch.optim.SGD(",
        "leaves out `self.hidden`",
    ),
    (
        "replaced_head",
        "unoptimized-parameters",
        "optimizer = torch.optim.Adam(",
        "leaves out `model.fc`",
    ),
    (
        "sigmoids",
        "vanishing-gradient",
        "self.input = nn.Linear(10, width)",
        "on the way to `self.input`",
    ),
    (
        "exploding",
        "exploding-gradient",
        "net = nn.Sequential(nn.Linear(8, 64)",
        "`net[4]` explodes",
    ),
]


@pytest.mark.parametrize(("name", "rule", "line", "words"), FOUND)
def test_a_bug_is_found_at_the_line_that_defines_the_layer(name, rule, line, words):
    report = probed(f"gradients/{name}.py", "gradients")
    assert [finding.rule for finding in report.findings] == [rule]
    finding = report.findings[0]
    source = report.sources[finding.span.path]
    assert source.lines[finding.span.line - 1].strip().startswith(line)
    assert words in finding.message
    assert len(finding.message) <= 110
    assert outcomes(report)[rule] == "found"
    assert finding.why
    assert finding.advice


def test_a_missing_gradient_names_the_optimizer_and_the_parameters():
    report = probed("gradients/dead_layer.py", "gradients")
    (finding,) = report.findings
    assert [related.span.line for related in finding.related] == [18]
    assert finding.evidence[0].values["parameters"] == ["skipped.weight", "skipped.bias"]
    verdicts = {parameter.name: parameter.verdict for parameter in report.parameters}
    assert verdicts["skipped.weight"] == "no-gradient"
    assert verdicts["first.weight"] == "ok"


def test_parameters_have_norms_updates_and_the_place_of_their_layer():
    report = probed("cnn.py", "gradients")
    weight = next(p for p in report.parameters if p.name == "fc.weight")
    assert weight.shape == (10, 4096)
    assert weight.grad_norm is not None
    assert weight.grad_norm > 0
    assert weight.update_ratio is not None
    assert 0 < weight.update_ratio < 1
    assert weight.span is not None
    assert weight.span.line == 13


def test_a_head_that_was_not_used_is_unknown_and_not_fine():
    report = probed("gradients/conditional_head.py", "gradients")
    check = next(check for check in report.checks if check.name == "no-gradient")
    assert check.outcome == "unknown"
    assert "`aux.weight`" in check.why


def test_a_loss_without_a_graph_is_told_in_a_sentence():
    report = probed("gradients/no_graph.py", "gradients")
    assert report.status == "failed"
    assert "found no graph" in (report.reason or "")


def test_a_program_without_backward_has_nothing_to_check():
    report = probed("with_helper.py", "gradients")
    assert outcomes(report)["no-gradient"] == "not-applicable"
    assert "never `backward()`" in (report.reason or "")

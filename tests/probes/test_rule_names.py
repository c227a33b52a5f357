import re
import subprocess
import sys
from pathlib import Path

import dyetrace.probes as probes
from dyetrace.probes.rule_names import MEASURED


def test_every_finding_of_a_probe_has_a_name_that_settings_know():
    texts = [path.read_text("utf-8") for path in Path(probes.__path__[0]).rglob("*.py")]
    spoken = {
        name
        for text in texts
        for name in re.findall(r'(?:rule|_NAME)\b[^="\n]*= ?"([a-z-]+)"', text)
    }

    assert spoken
    assert spoken <= MEASURED


def test_names_of_probe_findings_may_be_ignored_and_suppressed(tmp_path: Path):
    (tmp_path / "a.py").write_text("x = 1  # dyetrace: ignore[batch-mixing] contrastive\n", "utf-8")
    settings = '[tool.dyetrace]\nignore = ["no-gradient"]\n'
    (tmp_path / "pyproject.toml").write_text(settings, "utf-8")

    command = [sys.executable, "-m", "dyetrace", "check", "--no-cache", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")

"""What a probe needs around it: an interpreter that can do it, and variables that keep it quiet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dyetrace.findings import DyetraceError
from dyetrace.probes.report import ProbeRequest

OLDEST_PYTHON = (3, 9)  # that the worker supports
WORKER = Path(__file__).resolve().parent.parent / "worker"
MARK = "DYETRACE_PROBE"  # marks every process of one probe

# Nothing is shown, tracked, compiled or written beside the sources.
_QUIET = {
    "MPLBACKEND": "Agg",
    "WANDB_MODE": "disabled",
    "WANDB_SILENT": "true",
    "COMET_MODE": "disabled",
    "NEPTUNE_MODE": "debug",
    "CLEARML_OFFLINE_MODE": "1",
    "SWANLAB_MODE": "disabled",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TQDM_DISABLE": "1",
    "TORCHDYNAMO_DISABLE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
}


def check_interpreter(command: tuple[str, ...]) -> None:
    """Refuse an interpreter that cannot be started; raises ``DyetraceError``."""
    if not command or not command[0]:
        raise DyetraceError("No Python interpreter is chosen: select one for this folder")
    program = command[0]
    if not os.path.isabs(program):
        raise DyetraceError(f"The Python interpreter must be an absolute path, not {program}")
    if not os.path.exists(program):
        raise DyetraceError(
            f"The Python interpreter {program} does not exist: select another one for this folder"
        )
    if os.path.isdir(program) or not os.access(program, os.X_OK):
        raise DyetraceError(f"{program} cannot be executed: select a Python interpreter")


def shared_environment(request: ProbeRequest) -> dict[str, str]:
    """Return the variables that every probe of a kind has: the user's own, and what keeps it quiet.

    ``PYTHONPATH`` is taken out: the worker sets it up once its own imports are done.
    """
    variables = {**os.environ, **request.environment, **_QUIET}
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONBREAKPOINT"):
        variables.pop(name, None)
    if request.device == "cpu":
        variables["CUDA_VISIBLE_DEVICES"] = ""
        variables["HIP_VISIBLE_DEVICES"] = ""
    return variables


def own_environment(mark: str, temporary: str) -> dict[str, str]:
    """Return the variables that only one probe has: its mark, and where it may write."""
    return {
        MARK: mark,
        "TMPDIR": temporary,
        "TEMP": temporary,
        "TMP": temporary,
        "MLFLOW_TRACKING_URI": Path(temporary, "mlflow").as_uri(),
    }


def python_path(request: ProbeRequest) -> list[str]:
    """Return the folders of the user's ``PYTHONPATH``, absolute."""
    variables: Mapping[str, str] = {**os.environ, **request.environment}
    entries = variables.get("PYTHONPATH", "").split(os.pathsep)
    folder = request.path.resolve().parent
    return [str(folder / entry) for entry in entries if entry]

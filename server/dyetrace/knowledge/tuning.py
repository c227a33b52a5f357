"""Functions that look for the best parameters by calling an objective over and over."""

from __future__ import annotations

from typing import Final

STUDY: Final = "optuna.Study"
STUDIES: Final = frozenset(
    f"optuna.{place}{name}"
    for place in ("", "study.")
    for name in ("create_study", "load_study", "copy_study", "Study")
)
# Where the objective stands among the arguments: its position and its name.
TUNERS: Final = {
    f"{STUDY}.optimize": (0, "func"),
    "hyperopt.fmin": (0, "fn"),
    "hyperopt.fmin.fmin": (0, "fn"),
    **dict.fromkeys(
        (
            f"skopt.{place}{name}"
            for place in ("", "optimizer.")
            for name in ("gp_minimize", "forest_minimize", "gbrt_minimize", "dummy_minimize")
        ),
        (0, "func"),
    ),
    "scipy.optimize.differential_evolution": (0, "func"),
    "scipy.optimize.minimize": (0, "fun"),
    "ray.tune.run": (0, "run_or_experiment"),
    "wandb.agent": (1, "function"),
}

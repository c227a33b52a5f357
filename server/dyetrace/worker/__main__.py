"""Start of the worker: loads the package beside this file under a name no user file can have."""

import os
import sys

NAME = "_dyetrace_worker"
OLDEST_PYTHON = (3, 9)


def load():
    """Load this folder as the package ``NAME`` and take the folder itself off ``sys.path``."""
    import importlib
    import importlib.util

    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != folder]
    spec = importlib.util.spec_from_file_location(
        NAME, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)
    return importlib.import_module(NAME + ".start")


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:  # this file alone is read by older Pythons too
        version = ".".join(str(part) for part in sys.version_info[:3])
        print(f'{{"type": "unsupported", "python": "{version}"}}')
    else:
        load().main()

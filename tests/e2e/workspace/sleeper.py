"""A training script that hangs, and says in a file which process does."""

import os
import tempfile
import time

with open(os.environ.get("DYETRACE_SLEEPER", os.path.join(tempfile.gettempdir(), "sleeper.pid")), "w") as file:
    file.write(str(os.getpid()))
time.sleep(600)

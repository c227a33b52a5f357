"""A training script that hangs, together with a process that it has started."""

import subprocess
import sys
import time

subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "child-of-the-sleeper"])
time.sleep(600)

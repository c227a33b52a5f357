"""The host side of probes: start a worker, feed it, time it out, turn its messages into findings.

No user code runs here and nothing of torch is imported; ``session.run_probe`` is the way in.
"""

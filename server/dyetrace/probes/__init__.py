"""The host side of probes: start a worker, feed it, time it out, turn its messages into findings."""

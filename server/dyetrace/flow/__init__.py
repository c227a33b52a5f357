"""The interpreter: walks code in execution order and emits events (split, fit, step ...).

Knows Python and asks ``knowledge`` what library calls mean; has no opinion on what is a bug.
"""

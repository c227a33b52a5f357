"""Runs a user's program in the user's own interpreter and reports what its values looked like.

Only the standard library (Python 3.9 and later) is imported here at start; torch, NumPy and pandas
are used where the user's program has imported them. The server never imports this package: it is
started as a process, see ``__main__``.
"""

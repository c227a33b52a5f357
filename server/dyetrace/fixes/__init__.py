"""Rewrites by libcst, each verified by re-analysis before it is offered.

libcst is imported only here and only when a fix is asked for.
"""

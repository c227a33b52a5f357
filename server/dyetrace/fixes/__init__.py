"""Rewrites by libcst, each verified by re-analysis before it is offered.

A module with ``RULES``, here or in a package below, plans rewrites from the program's tree; libcst
is imported only when a plan is carried out (``fixes.surgery``), so asking whether a rule has fixes
costs nothing.
"""

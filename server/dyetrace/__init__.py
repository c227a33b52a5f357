"""Dyetrace: finds silent machine-learning bugs in scripts and notebooks."""

__version__ = "0.1.0"

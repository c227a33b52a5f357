"""Fixes of rules about training loops and networks."""

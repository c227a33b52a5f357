"""Fixes of rules about reproducibility."""

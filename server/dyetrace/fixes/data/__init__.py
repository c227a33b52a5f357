"""Fixes of rules about data."""

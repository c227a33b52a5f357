"""Fixes of rules about keras."""

"""Fixes of rules about deployment."""

"""Fixes of rules about evaluation."""

"""Findings and probe reports as users and other programs read them: places from 1, cells, JSON.

The terminal and the editor share it, so that both print the same object.
"""

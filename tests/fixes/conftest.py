"""What every test of fixes may ask for."""

from repairing import run_programs

__all__ = ["run_programs"]

"""What the libraries' calls mean, as declarative tables; a contributor extends these first."""

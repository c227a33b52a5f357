"""Rules about judging models: which rows a score is taken on, and what it is used for."""

"""Rules about seeds, paths and the order of notebook cells."""

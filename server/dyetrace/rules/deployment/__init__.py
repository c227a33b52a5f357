"""Rules about what is saved, loaded again and served."""

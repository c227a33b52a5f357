"""Rules about Keras where it has no twin in PyTorch: generators, validation splits, freezing."""

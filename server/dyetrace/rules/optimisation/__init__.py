"""Rules about the training loop: gradients, optimizers, schedules."""

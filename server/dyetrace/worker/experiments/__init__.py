"""Experiments on a training step of the user's: what the step looks like, and what copies do.

The step is recorded while the program runs (``tape``) and run again on deep copies once it is over;
nothing here touches the user's own models. Facts only: the host judges them.
"""

"""What is read: files, notebooks, half-typed code, suppression comments, configuration.

Turns text into a ``Source``, a program with a syntax tree and positions; knows nothing of machine
learning.
"""

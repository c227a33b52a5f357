"""What the facts of the experiments mean: one module a matter, found by ``judging``.

Each module names the probe kinds it belongs to (``KINDS``) and yields a ``Verdict`` for every check
it is responsible for; nothing here talks to a worker.
"""

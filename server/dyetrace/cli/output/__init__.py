"""How a check is written down: one module a format, each with ``write(check, stream)``.

A format is added by its module and its name in ``formats``.
"""

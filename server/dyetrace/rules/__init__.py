"""One module a rule: its documentation, its bad and good examples, its query over the events.

Rules are found by discovery; nothing here reads files, draws text or knows the editor.
"""

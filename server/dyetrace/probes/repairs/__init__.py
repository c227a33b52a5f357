"""Quick fixes for shapes that do not fit: proposed from the failure, offered once they have run.

A proposal is an edit of the user's text. Nothing is offered that was not tried: the changed program
is traced, and must get past the place where it stopped.
"""

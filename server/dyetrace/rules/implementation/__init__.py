"""Rules about networks and losses: the code does not compute what it says."""

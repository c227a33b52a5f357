"""Rules about rows: what the model is fitted on, and what it is judged on."""

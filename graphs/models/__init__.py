"""Which model answers a turn, and how it is reached."""

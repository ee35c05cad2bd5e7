"""Specialists: one loop for all of them, and a few lines of data for each area."""

"""Simulated customers: one that answers from its facts, and one that a model plays."""

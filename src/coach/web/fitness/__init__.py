"""Fitness: what the history says, and how sure that is."""

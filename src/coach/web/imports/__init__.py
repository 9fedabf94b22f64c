"""Imports: files in, and what became of each."""

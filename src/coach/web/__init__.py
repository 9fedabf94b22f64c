"""Door: the pages, made by Django."""

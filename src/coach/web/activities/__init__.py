"""Activities: the list, one in full, its name, its sources."""

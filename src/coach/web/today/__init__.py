"""Home: the landing page for a stranger, today for an athlete."""

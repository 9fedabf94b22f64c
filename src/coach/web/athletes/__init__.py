"""The athlete: what they chose to say of themselves."""

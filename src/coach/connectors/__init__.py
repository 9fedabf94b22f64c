"""Second floor, beside the store: the outside world, one room each. No room knows another."""

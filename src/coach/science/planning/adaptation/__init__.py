"""How a plan answers life: what was done of it, what happened, and the smallest change that keeps the rules."""

"""Coach IA: one coach for endurance and strength."""

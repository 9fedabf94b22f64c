"""What stands beside running: strength and other sports, on the days that stand them."""

"""The way back: injuries, weeks without running, walk-runs before any plan goes on."""

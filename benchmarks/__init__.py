"""One file per promise. Each prints its figures beside the alternative a user would pick, as ratios of one run."""

"""Plans: the goal asked, the weeks answered."""

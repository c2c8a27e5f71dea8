"""Quick panels: the daily acts from anywhere, with everything the plan already knows filled in."""

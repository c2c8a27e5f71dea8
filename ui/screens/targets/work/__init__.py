"""Plan de trabajo: what a person or zone promises for a period, and how much of it was reached."""

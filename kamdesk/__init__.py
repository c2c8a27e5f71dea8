"""What the business is: kinds, commands, figures, methods, reports; imports neither Qt nor SQL."""

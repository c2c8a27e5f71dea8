"""Files handed from one base to another: their container, and what they say about themselves."""

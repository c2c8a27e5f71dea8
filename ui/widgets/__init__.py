"""The parts screens are built from; every text is plain, every colour a token of the theme."""

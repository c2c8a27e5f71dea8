"""The hand-made screens; they know the shared parts and never one another."""

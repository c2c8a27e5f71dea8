"""Evaluación: people, distributors and agents judged by a scheme, criterion by criterion, and the printed sheet."""

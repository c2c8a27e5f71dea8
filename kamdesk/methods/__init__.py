"""Pure calculation: numbers in and numbers out; knows neither records nor storage."""

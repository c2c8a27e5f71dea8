"""What orders, prices and the papers they need have in common for screens, reports and commands."""

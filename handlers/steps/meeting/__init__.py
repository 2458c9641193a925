"""Leaders talk about risks and review how things go (ISO 9001:2015, 5.1.2 b and 9.3)."""

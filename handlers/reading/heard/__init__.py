"""What the words say: complaint, gauges, tone, language, a wish for no more surveys."""

"""What is done so that things go better: agreed, carried out, and judged by its effect (ISO 9001:2015, 10)."""

"""What customers want before they order, looked after until it was delivered (ISO 9001:2015, 8.2)."""

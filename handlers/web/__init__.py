"""The web door: survey page, unsubscribe, deliveries API, health."""

"""The demo: a world of customers and servers around one real service."""

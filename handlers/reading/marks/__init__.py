"""The marks in the customer's words."""

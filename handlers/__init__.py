"""What happens when something arrives: doors translate, steps act."""

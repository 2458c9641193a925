"""The things a service does, one file each: every step is one short transaction."""

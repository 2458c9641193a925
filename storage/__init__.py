"""Keeps: one collection a file, entered through `work.py` alone."""

"""Mails that no person wrote: bounces, automatic replies, reports."""

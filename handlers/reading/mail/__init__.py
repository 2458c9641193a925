"""A raw mail taken apart: parts, headers, bodies, attachments."""

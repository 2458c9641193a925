"""What we say: letters, pages, charts and digests."""

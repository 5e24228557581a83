"""Acquisition: HTTP, robots.txt, feeds and sitemaps, WARC and files."""

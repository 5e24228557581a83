"""The diff report: what changed, how sure we are, and the words."""

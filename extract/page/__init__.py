"""What a fetched page holds and says about itself. Pure: ``extract.clean`` composes these into an article."""

CLEANER = "clean 1"
"""Its version rises whenever the text of a page can change: pages in the archive are then cleaned anew, and that is no edit by the outlet."""

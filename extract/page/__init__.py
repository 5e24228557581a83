"""What a fetched page holds and says about itself. Pure: ``extract.clean`` composes these into an article."""

"""Page in, article version and claims out. Pure but for ``extract.web``."""

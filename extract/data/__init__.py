"""Lexicons, countries, office-holders and weights, as data files."""

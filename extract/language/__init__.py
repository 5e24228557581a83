"""Reading English: sentences, actors, attributions, issues, stance."""

"""The demonstration: a sample news site on loopback, and the truth that a careful reader finds in it."""

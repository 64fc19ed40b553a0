"""From a text to its sentences, and from a sentence to its pieces."""

"""Writes a filing as a report ready to publish: Word, a web page, or markdown."""

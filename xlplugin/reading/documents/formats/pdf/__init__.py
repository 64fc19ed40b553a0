"""PDF with text: pages as they are looked at, glyphs as they are seen, ruled tables and paragraphs."""

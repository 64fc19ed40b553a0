"""Family R: section three, requests received and handled."""

"""Which files a run is about, and what is given beside them: last year's, releases, lists."""

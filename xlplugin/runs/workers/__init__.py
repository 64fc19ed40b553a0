"""Who reads the files: guarded processes here, or a cluster of Dask."""

"""What one cell says. Floats, full-width digits and error values are met here and nowhere else."""

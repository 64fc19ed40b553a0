"""退回修改通知: what an organ is asked to correct, as a Word document."""

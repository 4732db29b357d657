"""Files that belong to matters, letters that leave the house as PDF, and QR codes."""

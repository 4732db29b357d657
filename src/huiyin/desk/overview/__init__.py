"""What somebody in charge has to see first."""

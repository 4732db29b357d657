"""Due days that follow the calendar."""

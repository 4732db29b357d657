"""What officers have typed into a move's form and not sent yet."""

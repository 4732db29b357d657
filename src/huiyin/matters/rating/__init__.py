"""The petitioner's rating."""

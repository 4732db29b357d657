"""The bell: notices to the officer at the desk, for nobody else."""

"""On a matter's page: promised steps and the call back."""

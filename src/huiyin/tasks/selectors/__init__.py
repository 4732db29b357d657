"""Reading tasks: everything goes through the gate."""

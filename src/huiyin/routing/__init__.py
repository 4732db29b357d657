"""Where a new matter probably belongs, and whether it is registered already: suggestions, never decisions."""

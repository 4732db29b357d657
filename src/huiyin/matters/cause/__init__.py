"""Why a matter came about, on the side of the authorities."""

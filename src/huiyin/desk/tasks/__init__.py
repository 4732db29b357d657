"""Tasks at the desk: lists in four orders, one task, giving, importing."""

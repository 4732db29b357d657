"""Text modules at the desk: the page on which they are kept, and what is offered beside a form's fields."""

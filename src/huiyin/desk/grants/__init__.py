"""What takes two people: proposals, who has to agree, what became of them."""

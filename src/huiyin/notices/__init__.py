"""Messages that leave the house: "there is news, look here", never lost, never twice."""

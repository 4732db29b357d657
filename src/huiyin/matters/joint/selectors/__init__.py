"""What pages and lists are given of joint matters."""

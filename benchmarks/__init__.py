"""What the claims about speed are measured with."""

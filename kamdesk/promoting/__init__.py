"""What promotions brought and what is to be learnt from them."""

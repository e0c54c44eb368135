"""Words as they are typed, and what stands out in them."""

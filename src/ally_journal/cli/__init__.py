"""What is asked: the only floor that knows Typer, the clock, the environment and prompts."""

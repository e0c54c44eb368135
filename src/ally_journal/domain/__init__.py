"""What is true: values and rules, without disk, clock or screen.

Values are frozen dataclasses; the small ones that `ally log` needs are named tuples, because each
dataclass costs a start some five million instructions and a named tuple one.
"""

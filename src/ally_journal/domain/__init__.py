"""What is true: values and rules, without disk, clock or screen.

Values are frozen dataclasses. Those that `ally log` needs are records, as `records.record` makes
them, or named tuples: each dataclass costs a start five to ten million instructions, they one.
"""

"""Ways of doing it, offered in alphabetical order; any other word will do as well."""

WAYS = tuple(
    sorted(
        {
            "amplify",
            "ask",
            "assumption",
            "call-in",
            "call-out",
            "check-in",
            "community",
            "course",
            "credit",
            "event",
            "language",
            "listen",
            "mentor",
            "motive",
            "open-door",
            "policy",
            "privilege",
            "read",
            "repair",
            "role-model",
            "speak-up",
            "sponsor",
            "step-back",
            "watch",
        }
    )
)

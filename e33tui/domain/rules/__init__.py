"""The exam's rules as pure transitions ``(state, command, context) → state``.

One module a theme; each handler either returns the next state or raises an error that names the
rule it would break. :func:`e33tui.domain.machine.apply` is the only way in.
"""

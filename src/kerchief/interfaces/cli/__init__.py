"""The command ``kerchief``: one module a command."""

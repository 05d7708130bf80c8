"""The local web page: what a person sees in a browser; ``pages.router`` is mounted by the HTTP door."""

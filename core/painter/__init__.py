"""The program that paints documents, in a process of its own: `python -m core.painter`.

It imports neither Django nor any app: it knows HTML and PDF, and is handed no secret. `core.rendering`
starts it and talks to it.
"""

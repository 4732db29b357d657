"""`huiyin demo`: an invented county with matters in every state, for trying out."""

from huiyin.cli.demo.command import demo_command

__all__ = ["demo_command"]

"""The command-line office of an emulation campaign."""

__version__ = "0.1.0"

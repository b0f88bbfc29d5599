"""The window: a page on this computer, for those who never use a terminal.

Nothing but this computer can reach it, nothing leaves it, and nothing is written to its disk.
"""

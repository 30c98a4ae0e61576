"""Disks that fail or lose what was not synced, put under the real program by way of apsw. See docs/decisions/0018."""

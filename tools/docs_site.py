"""What mkdocs.yml cannot say: each page in its own language, and a reference that lists the pages there are."""

from pathlib import Path
from typing import Any


def on_config(config: Any) -> None:
    """List the pages of the reference and the decisions after the guides."""
    docs = Path(config["docs_dir"])
    reference = [path.name for path in sorted(docs.glob("*.md")) if path.name != "index.md"]
    decisions = [f"decisions/{path.name}" for path in sorted((docs / "decisions").glob("*.md"))]
    config["nav"] += [{"Reference": reference}, {"Decisions": decisions}]


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> None:
    """Draw what the theme itself says in the language of the page."""
    config["theme"]["language"] = "vi" if page.file.src_uri.startswith("vi/") else "en"

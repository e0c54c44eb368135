"""The metadata that follow from the address of the source, which stands once, in pyproject.toml."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """The project's URLs, and a README whose links lead there where it stands alone."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put both in."""
        source: str = self.config["source"]
        pages = f"{source}/blob/main"
        metadata["urls"] = {
            "Homepage": source,
            "Documentation": f"{pages}/README.md",
            "Changelog": f"{pages}/CHANGELOG.md",
            "Source": source,
            "Issues": f"{source}/issues",
        }

        def absolute(link: re.Match[str]) -> str:
            return f"{link[0]}{source}/raw/main/" if link[1] else f"{link[0]}{pages}/"

        readme = Path(self.root, "README.md").read_text("utf-8")
        linked = re.sub(r"(!?)\[[^]]*\]\((?!https?:|#)", absolute, readme)
        metadata["readme"] = {"content-type": "text/markdown", "text": linked}

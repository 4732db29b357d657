"""Takes the package's dependencies from requirements/base.in, so that they are written down once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class DependenciesFromRequirements(MetadataHookInterface):
    """A hatch hook: fills `project.dependencies`."""

    def update(self, metadata: dict[str, object]) -> None:
        """Set the dependency list; lines that are comments or includes are left out."""
        lines = (Path(self.root) / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith(("#", "-"))]

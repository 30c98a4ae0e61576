"""Everything that must be green: `nox` runs lint, types, layers, tests, browser, docs and wheel."""

import os
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv|venv"
nox.options.reuse_existing_virtualenvs = True


@nox.session
def lint(session: nox.Session) -> None:
    session.install("-e", ".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    session.install("-e", ".[dev]")
    session.run("mypy")


@nox.session
def layers(session: nox.Session) -> None:
    session.install("-e", ".[dev]")
    session.run("lint-imports", "--no-cache")


@nox.session
def tests(session: nox.Session) -> None:
    session.install("-e", ".[dev]")
    session.run("coverage", "erase")
    session.run(
        "pytest",
        "-n",
        "2",
        "--cov",
        "--cov-report=",
        "--ignore=tests/browser",
        "--ignore=tests/office",
        *session.posargs,
    )
    coverage(session)


@nox.session(default=False)
def coverage(session: nox.Session) -> None:
    """Say what the tests that ran last did not reach."""
    session.install("-e", ".[test]")
    session.run("coverage", "report", "--fail-under=95")
    session.run("coverage", "report", "--fail-under=98", "--include=tracker/domain/*,tracker/services/*")


@nox.session
def browser(session: nox.Session) -> None:
    """Open the pages in a real Chromium, on a screen and on paper; here a missing browser is a failure."""
    if shutil.which("chromium") is None:
        if shutil.which("apt-get") is None or os.geteuid() != 0:
            session.error("Chromium is missing; on Debian: apt-get install chromium fonts-dejavu-core")
        packages = ("chromium", "fonts-dejavu-core")
        session.run("apt-get", "update", "-qq", external=True)
        session.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, external=True, silent=True)
    session.install("-e", ".[browser]")
    session.run("pytest", "tests/browser", "-n", "2", *session.posargs, env={"TRACKER_TEST_BROWSER": "1"})


@nox.session(default=False)
def office(session: nox.Session) -> None:
    """Open papers and sheets in LibreOffice and print them; here a missing LibreOffice is a failure."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        packages = ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "poppler-utils")
        if shutil.which("apt-get") is None or os.geteuid() != 0:
            session.error(f"LibreOffice or poppler is missing; on Debian: apt-get install {' '.join(packages)}")
        session.run("apt-get", "update", "-qq", external=True)
        session.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, external=True, silent=True)
    session.install("-e", ".[test]")
    session.run("pytest", "tests/office", *session.posargs, env={"TRACKER_TEST_OFFICE": "1"})


@nox.session
def docs(session: nox.Session) -> None:
    session.install("-e", ".[dev,docs]")
    session.run("python", "tools/catalogues.py", "--check")
    session.run("python", "tools/docs.py", "--check")
    session.run("mkdocs", "build", "--strict", "--quiet", env={"NO_MKDOCS_2_WARNING": "1"})  # into site/
    session.run("pytest", "tests/project/test_site.py", "tests/browser/test_site.py", env={"TRACKER_TEST_DOCS": "1"})


@nox.session
def wheel(session: nox.Session) -> None:
    """Test the wheel as a user gets it, not the folder it was built from: all that goes through files it must hold."""
    session.install("build[uv]", ".[test]")
    folder = Path(session.virtualenv.location) / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    session.run("python", "-m", "build", "--wheel", "--installer", "uv", "--outdir", str(folder), ".", silent=True)
    session.install("--force-reinstall", "--no-deps", *map(str, folder.glob("*.whl")))
    names = ("completion", "demo", "help", "import", "init", "page", "report_verify", "workbook")
    tests = [f"tests/cli/test_{name}.py" for name in names] + ["tests/render"]
    tests += [f"tests/project/test_{name}.py" for name in ("catalogues", "guides", "modules")]
    session.run("pytest", "-n", "2", *tests, env={"TRACKER_TEST_INSTALLED": "1"})


@nox.session(default=False)
def catalogues(session: nox.Session) -> None:
    """Bring the catalogues up to the sentences in the code."""
    session.install("-e", ".[dev]")
    session.run("python", "tools/catalogues.py")


@nox.session(default=False)
def benchmark(session: nox.Session) -> None:
    """Measure the goals of docs/speed.md: the installed wheel, compiled, and its peers where they can be had."""
    session.install(".")
    session.run("python", "-m", "compileall", "-q", session.virtualenv.location, silent=True)
    peers = Path(session.virtualenv.location) / "watson"
    session.run("python", "-m", "venv", str(peers))
    session.run(str(peers / "bin" / "python"), "-m", "pip", "install", "-q", "td-watson", external=True)
    papers = Path(session.virtualenv.location) / "papers"  # their libraries would make the start of all others longer
    session.run("python", "-m", "venv", str(papers))
    session.run(str(papers / "bin" / "python"), "-m", "pip", "install", "-q", ".[docx,xlsx]", external=True)
    if not shutil.which("task") and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        session.run(
            "apt-get", "install", "-y", "-qq", "taskwarrior", external=True, success_codes=(0, 100), silent=True
        )
    tools = ("--watson", str(peers / "bin" / "watson"), "--papers", str(papers / "bin" / "python"))
    session.run("python", "benchmarks/speed.py", *tools, *session.posargs)


@nox.session(default=False)
def torture(session: nox.Session) -> None:
    """Run the tortures at full length, or those of the files named, and put what they showed into docs/reliability.md."""
    session.install(".[test]")
    folder = Path(session.virtualenv.location) / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    told = {"TRACKER_TORTURE": "long", "TRACKER_TORTURE_FIGURES": str(folder), "TRACKER_TEST_INSTALLED": "1"}
    session.run("pytest", *(session.posargs or ["tests/torture"]), env=told)
    session.run("python", "tools/reliability.py", str(folder))


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Change the domain in one place at a time and see whether a test notices, in all files or those named (text.py)."""
    session.install("-e", ".[test]", "mutmut>=3.8")
    folder = Path(session.virtualenv.location) / "mutated"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("tracker", "tests"):
        shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    chosen = ", ".join(f'"tracker/domain/{Path(file).name}"' for file in session.posargs or ["*.py"])
    settings = Path("pyproject.toml").read_text(encoding="utf-8").replace('"tracker/domain/*.py"', chosen)
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    with session.chdir(folder):
        session.run("mutmut", "run", env={"TRACKER_TEST_PROFILE": "brief"}, silent=True)
    session.run("python", "tools/mutation.py", str(folder), *session.posargs)

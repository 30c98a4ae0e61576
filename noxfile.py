"""Everything that must be green: `nox` runs lint, types, layers, tests, docs and wheel."""

import nox

nox.options.default_venv_backend = "venv"
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
    session.run("pytest", "-n", "2", "--cov", "--cov-report=", *session.posargs)
    session.run("coverage", "report", "--fail-under=95")
    session.run("coverage", "report", "--fail-under=98", "--include=tracker/domain/*,tracker/services/*")


@nox.session
def docs(session: nox.Session) -> None:
    session.install("-e", ".[dev]")
    session.run("python", "tools/catalogues.py", "--check")
    session.run("python", "tools/docs.py", "--check")


@nox.session
def wheel(session: nox.Session) -> None:
    """Test the wheel as a user gets it, not the folder it was built from."""
    session.install("build", ".[test]")
    folder = f"{session.virtualenv.location}/dist"
    session.run("python", "-m", "build", "--wheel", "--outdir", folder, ".", silent=True)
    session.run(
        "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--force-reinstall",
        "--no-deps",
        "--no-index",
        "--find-links",
        folder,
        "tracker",
    )
    session.run("pytest", "-n", "2", env={"TRACKER_TEST_INSTALLED": "1"})


@nox.session(default=False)
def catalogues(session: nox.Session) -> None:
    """Bring the catalogues up to the sentences in the code."""
    session.install("-e", ".[dev]")
    session.run("python", "tools/catalogues.py")


@nox.session(default=False)
def benchmark(session: nox.Session) -> None:
    """Measure the goals of docs/speed.md."""
    session.install(".")
    session.run("python", "-m", "compileall", "-q", session.virtualenv.location, silent=True)
    session.run("python", "benchmarks/speed.py", *session.posargs)

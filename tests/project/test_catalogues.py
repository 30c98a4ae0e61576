"""Both languages are complete, said as the catalogue's own tools would find it, but read here by plain Python."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracker.i18n import LANGUAGES, LOCALES

SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
CALLS = {"_": 1, "N_": 1, "gettext": 1, "ngettext": 2}
VIETNAMESE = ROOT / "tracker" / "i18n" / "locales" / "vi" / "LC_MESSAGES" / "tracker.po"
COMPILED = Path(LOCALES) / "vi" / "LC_MESSAGES" / "tracker.mo"
Message = tuple[tuple[str, ...], tuple[str, ...]]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
    )


def sentences() -> Iterator[tuple[str, ...]]:
    """Every sentence of the sources: one text, or the two forms of one that counts."""
    for source in SOURCES:
        for call in calls(ast.parse(source.read_text(encoding="utf-8"))):
            assert isinstance(call.func, ast.Name)
            texts = [one.value for one in call.args[: CALLS[call.func.id]] if isinstance(one, ast.Constant)]
            if texts:
                yield tuple(map(str, texts))


def messages() -> list[Message]:
    """The messages of the Vietnamese .po: the source's forms and the translation's."""
    found = []
    for block in VIETNAMESE.read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for key, text in re.findall(r'^(msg[a-z_]+(?:\[\d\])?)? ?(".*")$', block, re.MULTILINE):
            name = key or name
            fields[name] = fields.get(name, "") + str(ast.literal_eval(text))
        source = tuple(text for key, text in fields.items() if key.startswith("msgid"))
        said = tuple(text for key, text in fields.items() if key.startswith("msgstr"))
        if source and source[0]:
            found.append((source, said))
    return found


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w*[^{}]*\}|%\(\w+\)[sd]|%[sd]", text))


def test_the_sources_are_found() -> None:
    assert len(set(sentences())) > 250
    assert len(messages()) > 300


def test_every_sentence_is_translated() -> None:
    known = {source: said for source, said in messages() if all(said)}
    assert sorted(set(sentences()) - known.keys()) == []


def test_both_languages_fill_in_the_same_words() -> None:
    for source, said in messages():
        for text in said:
            assert placeholders(text) == placeholders(source[-1]), source


def test_the_compiled_catalogue_says_the_same() -> None:
    with COMPILED.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for source, said in messages():
        spoken = compiled.gettext(source[0]) if len(source) == 1 else compiled.ngettext(source[0], source[1], 2)
        assert spoken == said[-1], "run python tools/catalogues.py"


def test_languages_that_can_be_chosen_are_there() -> None:
    assert set(LANGUAGES) == {"en", *(path.name for path in Path(LOCALES).iterdir() if path.is_dir())}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_stands_inside_an_f_string(source: Path) -> None:
    """The catalogue's tools look for calls in the source's tokens and do not see one inside an f-string."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    inside = [call.lineno for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for call in calls(text)]
    assert inside == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_sentence_is_written_out_where_it_is_marked(source: Path) -> None:
    """A sentence put together at run time is in no catalogue; only names of sentences marked elsewhere may be passed."""
    for call in calls(ast.parse(source.read_text(encoding="utf-8"))):
        assert isinstance(call.func, ast.Name)
        for text in call.args[: CALLS[call.func.id]]:
            assert not isinstance(text, ast.JoinedStr | ast.BinOp), f"line {text.lineno}"

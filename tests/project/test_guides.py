"""The guides, followed to the letter in both languages: every block is run or says why not."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.project.guide import OUTPUTS, Block, Page, Shell, headings, read_blocks

CHAPTERS = ("index", "start", "campaign", "roster", "log", "returns", "weekly", "corrections", "trust", "automation")
EXAMPLES = (
    "targets",
    "scoring",
    "scores",
    "worked-examples",
    "closing",
    "review",
    "reports",
    "letterhead",
    "template",
    "charts",
    "verify",
    "units",
    "concerns",
    "commend",
    "school",
    "union",
)
GUIDES = {
    **{f"guide.{language}": [f"docs/{language}/{name}.md" for name in CHAPTERS] for language in ("vi", "en")},
    **{f"{name}.{lang}": [f"docs/{lang}/{name}.md"] for name in EXAMPLES for lang in ("vi", "en")},
    "readme.vi": ["README.vi.md"],
    "readme.en": ["README.md"],
    "store.en": ["docs/store.md"],
}
NOTES = re.compile(
    r'(not run: .{5,}|run: the last command; .*|run: exit [1-4]|run: after the line ".+"|run: typed into the workbook)'
)
WORDS = {
    "../bao-cao": "../returns", "../tap-duot": "../trial", "../thi-dua": "../campaign",
    "bien-ban.txt": "minutes.txt", "cham-diem": "scoring", "chot-dot": "closing", "chua-nop.md": "missing.md", "dot-1": "phase-1", "con-lai.csv": "left.csv", "de-dien.xlsx": "to-fill-in.xlsx", "the-nho": "stick", "cong-doan": "union",
    "bo-sung.csv": "more.csv", "chi-tieu": "targets", "cung-ky.csv": "year-before.csv", "giao.csv": "assigned.csv",
    "tai-nan": "accidents", "thi-dua-2025-targets.csv": "emulation-2025-targets.csv", "thi-dua-2025-works.csv": "emulation-2025-works.csv", "tru-so": "offices", "tru-so/tru-so-1": "offices/office-1", "viec-ton": "backlog",
    "doi-chieu": "verify", "khac.md": "other.md", "don-thu": "petitions", "don-vi.csv": "units.csv", "du-phong.db": "safe.db", "hoat-dong": "activities",
    "han-nop.ics": "deadlines.ics", "hinh-ve": "pictures", "tuan-06.html": "week-06.html", "tuan-06.md": "week-06.md", "huyen": "district", "nhac-viec": "reminder", "nhac-viec.bat": "remind.bat", "ket-qua.csv": "results.csv", "khen-thuong.csv": "awards.csv", "luot-ghi.csv": "entries.csv", "mau.docx": "template.docx", "mau-word": "template", "mo-hinh": "models",
    "sau-thang-dau.csv": "first-half.csv", "so-ket": "review", "so-ket-dot-1.html": "review-1.html", "tong-ket.md": "final.md",
    "sai.yaml": "wrong.yaml", "sap-nhap.csv": "lineage.csv", "so-cua-xa.csv": "unit-book.csv",
    "thanh-tich.csv": "achievements.csv", "thi-dua": "campaign", "thu-hang": "ranks", "thu-sau.sh": "friday.sh",
    "tinh-hinh.json": "status.json", "tong-hop.csv": "totals.csv", "TRACKER_LANG=vi": "TRACKER_LANG=en",
    "truong": "school", "tuan-10.csv": "week-10.csv", "tuan-10.docx": "week-10.docx", "tuan-10.html": "week-10.html", "tuan-10.md": "week-10.md", "tuan-10.xlsx": "week-10.xlsx",
}  # fmt: skip


@pytest.mark.skipif(not shutil.which("bash"), reason="the guides' pipes and scripts need bash")
@pytest.mark.parametrize("name", GUIDES)
def test_a_reader_sees_what_the_page_shows(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    shell = Shell(tmp_path, name.rpartition(".")[2])
    pages = [Page(ROOT / path) for path in GUIDES[name]]
    for page in pages:
        page.follow(shell)
        if request.config.getoption("--golden"):
            page.write_anew()
    problems = [problem for page in pages for problem in page.problems]
    assert not problems, "\n\n".join(problems) + "\n\npytest --golden writes what is seen into the pages"


def test_every_page_of_a_guide_is_followed() -> None:
    followed = {path for paths in GUIDES.values() for path in paths}
    pages = [*ROOT.glob("README*.md"), *(ROOT / "docs" / "vi").rglob("*.md"), *(ROOT / "docs" / "en").rglob("*.md")]
    assert {path.relative_to(ROOT).as_posix() for path in pages} <= followed


@pytest.mark.parametrize("path", sorted({path for paths in GUIDES.values() for path in paths}))
def test_every_fence_is_a_block_with_a_note_that_means_something(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    blocks = read_blocks(text)
    assert text.count("```") == 2 * len(blocks)
    for block in blocks:
        assert not block.note or NOTES.fullmatch(block.note), (path, block.line, block.note)
        assert block.note.startswith("not run") or block.title or block.kind in ("sh", *OUTPUTS), (path, block.line)


@pytest.mark.parametrize("name", [*CHAPTERS, *EXAMPLES, "README"])
def test_both_languages_say_the_same(name: str) -> None:
    paths = [f"README{suffix}.md" if name == "README" else f"docs/{lang}/{name}.md" for lang, suffix in (("vi", ".vi"), ("en", ""))]  # fmt: skip
    vietnamese, english = ((ROOT / path).read_text(encoding="utf-8") for path in paths)
    assert list(headings(vietnamese)) == list(headings(english))
    pairs = zip(read_blocks(vietnamese), read_blocks(english), strict=True)
    for in_vietnamese, in_english in pairs:
        assert _outline(in_vietnamese) == _outline(in_english), (name, in_vietnamese.line, in_english.line)


def _outline(block: Block) -> tuple[object, ...]:
    """What of a block must be the same in both languages: commands without quoted words, figures of files."""
    note = block.note.partition(":")[0]
    title = WORDS.get(block.title, block.title)
    if block.kind == "sh" and not block.title:
        return block.kind, note, block.exit, [_plain(command) for command in block.commands]
    if block.kind in OUTPUTS:
        return block.kind, note  # each is compared with what is seen
    return block.kind, note, title, [re.findall(r"\d+", line.partition(" #")[0]) for line in block.text.splitlines()]


def _plain(command: str) -> list[str]:
    quoted = re.sub(r'"[^"]*"', '"…"', command)
    return [WORDS.get(word, word) for word in shlex.split(quoted)]

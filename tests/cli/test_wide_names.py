"""Names of every script on screens of every width: columns stay straight, and no letter is ever cut from its marks."""

import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len, split_graphemes

from tests.cli.conftest import define
from tests.cli.harness import tracker

TODAY = ("--today", "2025-03-10")
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NAMES = {
    "zh": "Đơn vị 北京市公安局朝阳分局",
    "nfd": unicodedata.normalize("NFD", "Nguyễn Thị Minh Khai phường Lê Lợi thành phố Vinh"),
    "th": "จังหวัดนครราชสีมา อำเภอเมือง",
    "hi": "हिन्दी क्षत्रिय ग्रामपंचायत समिति",
    "em": f"Tổ tự quản {FAMILY} gia đình văn hóa {FAMILY}{FAMILY}",
    "vi": "Đội Cảnh sát quản lý hành chính về trật tự xã hội Công an phường Đông Thọ",
    "ko": "한국 대사관 경비대",
    "ab": "An",
}
COMMANDS = ("units", "units --missing", "returns --per unit", "ls", "status", "report weekly", "deadlines")
SCREENS = (60, 70, 80, 100, 120)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose units and criteria are named in many scripts; each unit has logged something."""
    folder = define(tmp_path_factory.mktemp("mixed"))
    rows = [f"{id_},{number:03},{name},commune,t" for number, (id_, name) in enumerate(NAMES.items())]
    table = "\n".join(("id,code,name,level,parent", "t,1,Công an tỉnh,province,", *rows, ""))
    (folder / "units.csv").write_text(table, encoding="utf-8")
    file = folder / "campaigns.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "title: Mô hình,", "title: 平安社区 Mô hình tự quản về an ninh trật tự,"
    )
    text = text.replace("title: Khám phá án", "title: อัตราการคลี่คลายคดีอาญาทั้งหมดในพื้นที่")
    text = text.replace("title: Báo cáo tuần", "title: Báo cáo 周报 tuần")
    file.write_text(text, encoding="utf-8")
    for number, unit in enumerate(NAMES):
        water, solved = ("nuoc-sach", "-q", str(10 ** (number // 2))), ("kham-pha", "-q", str(number), "--of", "9")
        for figure in (water, solved):
            assert tracker("log", "-u", unit, "-c", *figure, "-d", "5/3", *TODAY, cwd=folder).code == 0
    return folder


def screen(folder: Path, command: str, columns: int) -> list[str]:
    said = tracker(*command.split(), *TODAY, cwd=folder, screen=columns, TRACKER_LANG="vi")
    assert (said.code, said.err) == (0, "")
    return said.out.splitlines()


@pytest.mark.parametrize("columns", SCREENS)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_the_screen(mixed: Path, command: str, columns: int) -> None:
    lines = screen(mixed, command, columns)
    assert max(map(cell_len, lines)) <= columns


@pytest.mark.parametrize("columns", SCREENS)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_letter_is_cut_from_its_marks(mixed: Path, command: str, columns: int) -> None:
    whole = {text[start:end] for text in known_texts(mixed) for start, end, _ in split_graphemes(text)[0]}
    for line in screen(mixed, command, columns):
        for start, end, _ in split_graphemes(line)[0]:
            letter = line[start:end]
            assert letter in whole or not any(unicodedata.category(sign).startswith("M") for sign in letter), line


def known_texts(folder: Path) -> list[str]:
    named = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    return [unicodedata.normalize("NFC", text) for text in (*NAMES.values(), named)]


@pytest.mark.parametrize("columns", SCREENS)
def test_what_follows_a_name_stands_in_its_column(mixed: Path, columns: int) -> None:
    figures = [line for line in screen(mixed, "ls", columns) if "05/03/2025" in line]
    assert len(figures) == 2 * len(NAMES)
    assert len({cell_len(line.rstrip()) for line in figures}) == 1  # the figures end in one column
    levels = [line for line in screen(mixed, "units", columns) if " commune " in line]
    assert len(levels) == len(NAMES)
    assert len({cell_len(line[: line.index(" commune ")]) for line in levels}) == 1


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_bars_begin_in_one_column(mixed: Path, columns: int) -> None:
    lines = [line for line in screen(mixed, "status", columns) if set(line) & set("█░")]
    begins = {cell_len(line[: min(line.find(sign) for sign in "█░│" if sign in line)]) for line in lines}
    assert len(lines) == 3
    assert len(begins) == 1


def test_markdown_and_files_have_names_whole(mixed: Path) -> None:
    for command in ("units -f md", "units -f csv", "ls -f md", "units"):
        said = tracker(*command.split(), *TODAY, cwd=mixed).out
        for name in NAMES.values():
            assert unicodedata.normalize("NFC", name) in said


def test_units_are_named_in_the_order_of_the_alphabet(mixed: Path) -> None:
    said = tracker("report", "weekly", "-f", "md", *TODAY, cwd=mixed, TRACKER_LANG="vi").out
    (line,) = (line for line in said.splitlines() if "Chưa nộp" in line)
    order = ["An", "Đội", "Đơn", "Nguyễn", "Tổ", "हिन्दी", "จังหวัด", "한국"]
    assert sorted(order, key=line.index) == order


@pytest.mark.parametrize(
    "before", ["北京市", unicodedata.normalize("NFD", "Nguyễn"), FAMILY, "हिन्दी", "\t\tx", "plain"]
)
def test_the_caret_stands_under_what_it_marks(tmp_path: Path, before: str) -> None:
    folder = define(tmp_path)
    file = folder / "campaigns.yaml"
    text = file.read_text(encoding="utf-8").replace("title: Mô hình,", f'title: "{before}", bogus: 北京,')
    file.write_text(text, encoding="utf-8")
    lines = tracker("validate", cwd=folder).err.splitlines()
    at = next(number for number, line in enumerate(lines) if "bogus: 北京" in line)
    source, carets = (line.expandtabs() for line in lines[at : at + 2])
    start = carets.index("^")
    assert cell_len(source[: source.index("bogus")]) == start
    assert carets[start:] == "^" * len("bogus")


def moves(text: str) -> list[str]:
    """The signs that a terminal obeys; a joiner within a letter is none of them."""
    return [sign for sign in text if sign not in "\n\u200d" and unicodedata.category(sign) in ("Cc", "Cf")]


@pytest.mark.parametrize(
    "arguments", [("show", "\x1b[31m1"), ("log", "-u", "\u202ea", "-c", "x\x1b]0;t\x07", "-q", "1")]
)
def test_no_error_moves_the_cursor(mixed: Path, arguments: tuple[str, ...]) -> None:
    said = tracker(*arguments, *TODAY, cwd=mixed)
    assert said.code
    assert not moves(said.err)


def test_no_line_of_a_file_moves_the_cursor(tmp_path: Path) -> None:
    folder = define(tmp_path)
    for wrong in ('"\x1b[31mred"', '"\\e[31mred"', "\u202ered"):
        text = f"campaigns:\n  - {{id: a, title: a, start: {wrong}, bogus: 1}}\n"
        (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
        said = tracker("validate", cwd=folder)
        assert said.code == 1
        assert not moves(said.err)

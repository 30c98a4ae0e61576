"""A contest of 740 units over 12 criteria (counts, rates, a stock): what rank and explain are measured on."""

from pathlib import Path

from benchmarks.stores import write_province

UNITS, KNOWN = 740, 547  # of these the shipped roster has so many in the phase that is ranked
PHASE, UNIT = "dot-2", "th-15160"
CRITERIA = """\
      - id: tuan-tra
        title: Tuần tra
        kind: count
        measure: lượt
        unit_targets:
          commune: 4
      - id: to-tu-quan
        title: Tổ tự quản
        kind: stock
        measure: tổ
        unit_targets:
          commune: 3
"""
ITEMS = """\
        - title: Tuần tra và tự quản
          items:
            - {criterion: tuan-tra, max_points: 10}
            - {criterion: to-tu-quan, max_points: 10}
            - {criterion: ung-ho, max_points: 10}
"""


def write_contest(folder: Path, campaign: str) -> None:
    """Write the province with more communes, two more criteria, and points for all twelve."""
    write_province(folder, campaign)
    _insert(folder / "campaigns.yaml", "    deadlines:\n", CRITERIA)
    _insert(folder / "campaigns.yaml", "    checks:\n", ITEMS)
    with (folder / "units" / "thanh-hoa.csv").open("a", encoding="utf-8", newline="") as file:
        for number in range(UNITS - KNOWN):
            file.write(f"th-x{number},,Công an xã {number},commune,th,Cụm mẫu X{number // 20},,,\n")


def _insert(path: Path, before: str, text: str) -> None:
    whole = path.read_text(encoding="utf-8")
    assert whole.count(before) == 1, before
    path.write_text(whole.replace(before, text + before), encoding="utf-8")

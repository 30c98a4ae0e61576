"""A campaigns.yaml of any length: the campaigns that come with the program, over and over, under other ids and years."""

import re
import shutil
from pathlib import Path

from tracker.files.shipped import shipped_folder

LINES = 20_000
YEARS = 2  # of these the days off are written down
ROSTER = """\
id,code,name,level,parent
t,1,Công an tỉnh,province,
a,11,Công an xã A,commune,t
"""

# Each prints the processor time of the reading alone, in a process of its own; what is imported for it is not counted.
OURS = """
import sys, time, hashlib, yaml, zoneinfo, dateutil.relativedelta
import tracker.cli.entry
from pathlib import Path
from tracker.files.campaign_file import read_definition
path = Path(sys.argv[1])
start = time.process_time()
reading = read_definition(path)
print(time.process_time() - start)
assert reading.definition and not reading.problems
"""
PYYAML = """
import sys, time, yaml
text = open(sys.argv[1], encoding="utf-8").read()
start = time.process_time()
read = yaml.load(text, Loader=yaml.CSafeLoader)
print(time.process_time() - start)
"""


def make_definition(folder: Path, lines: int = LINES) -> Path:
    """Write a valid campaigns.yaml of at least so many lines, and its roster; there is no store beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    text = (shipped_folder() / "campaigns.yaml").read_text(encoding="utf-8")
    head, body = re.sub(r"(?m)^ *(lineage|baselines|works): .*\n", "", text).split("campaigns:\n", 1)
    body = re.sub(r"(?m)^( *units: ).*$", r"\1units.csv", body)
    copies = -(-lines // body.count("\n"))
    parts = [_moved(re.sub(r"(?m)^(  - id: .*)$", rf"\1-{number}", body), number % YEARS) for number in range(copies)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    path = folder / "campaigns.yaml"
    path.write_text(f"{head}campaigns:\n{''.join(parts)}", encoding="utf-8")
    return path


def _moved(text: str, years: int) -> str:
    def earlier(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) - years}"

    return re.sub(r"(?m)^( *(?:start|end|launched_on|due): \d+/\d+/)(\d{4})", earlier, text)

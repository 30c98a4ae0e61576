"""The topics of `tracker help`, which the man pages are made from too."""

from tracker.cli.topics.campaign_file import CAMPAIGN_FILE
from tracker.cli.topics.parts import Topic
from tracker.cli.topics.running import ENVIRONMENT, EXITS, FORMATS
from tracker.cli.topics.start import START
from tracker.cli.topics.typing_in import DATES, NAMES, QUANTITIES

TOPICS: dict[str, Topic] = {
    "start": START,
    "campaign-file": CAMPAIGN_FILE,
    "names": NAMES,
    "dates": DATES,
    "quantities": QUANTITIES,
    "formats": FORMATS,
    "environment": ENVIRONMENT,
    "exit-codes": EXITS,
}

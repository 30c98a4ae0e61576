"""tracker help campaign-file."""

from tracker.cli.topics.parts import Heading, Lines, Prose, Terms, Topic
from tracker.i18n import N_

CAMPAIGN_FILE = Topic(
    N_("campaigns.yaml, which says what a campaign is, and its units"),
    (
        Prose(
            N_(
                "tracker init writes such a file with every key explained; tracker validate checks it and shows every problem "
                "at once. It is only ever changed by you."
            )
        ),
        Lines(
            N_(
                "timezone: Asia/Ho_Chi_Minh\n"
                "campaigns:\n"
                "  - id: campaign-2025\n"
                '    title: "Campaign 2025: together"\n'
                "    launched_on: 15/1/2025\n"
                "    start: 1/1/2025\n"
                "    end: 31/12/2025\n"
                "    units: units.csv\n"
                "    phases:\n"
                "      - id: phase-1\n"
                "        title: Phase 1\n"
                "        start: 1/1/2025\n"
                "        end: 30/6/2025\n"
                "      - id: phase-2\n"
                "        title: Phase 2\n"
                "        start: 1/7/2025\n"
                "        end: 31/12/2025\n"
                "    criteria:\n"
                "      - id: ideas\n"
                "        title: New ideas\n"
                "        kind: count\n"
                "        measure: ideas\n"
                "        target: 100\n"
                "      - id: models\n"
                "        title: Model practices\n"
                "        kind: count\n"
                "        per: phase\n"
                "        unit_targets:\n"
                "          team: 1\n"
                "      - id: on-time\n"
                "        title: Tasks done on time\n"
                "        kind: rate\n"
                '        measure: "%"\n'
                "        target: 90%\n"
                "    deadlines:\n"
                "      - title: Weekly return\n"
                "        every: friday 16:00\n"
                "        return: weekly\n"
                "      - title: Final review\n"
                "        due: 10/1/2026"
            ),
            file="campaigns.yaml",
        ),
        Heading(N_("Keys")),
        Terms(
            (
                (
                    "id, title",
                    N_("of a campaign, phase or criterion; an id is letters and digits without accents, . _ -"),
                ),
                (
                    "short_title, theme, motto, launched_by",
                    N_("texts that reports and screens show; they may be left out"),
                ),
                ("start, end", N_("both days are included")),
                ("launched_on", N_("units owe returns from this day on")),
                ("units, lineage", N_("CSV files beside campaigns.yaml: the units, and how they merged or split")),
                ("phases", N_("inside the campaign, without a day in common; without them the campaign is one phase")),
                (
                    "kind",
                    N_(
                        "count: quantities add up; rate: two numbers, added up apart and divided once; stock: what there is; "
                        "milestone: works to be done; zero: what must not happen; points: given or taken"
                    ),
                ),
                ("of", N_("events, or state: of a rate, the last figures of each unit")),
                ("direction", N_("up, or down: less is better than a year before")),
                ("measure, decimals", N_("what is counted, and how many decimal places it takes, 0 to 3")),
                (
                    "target",
                    N_("100 for the whole campaign; with per: phase, 100 in every phase; of a rate 90%, in every span"),
                ),
                ("targets", N_("a number for each phase, under its id")),
                (
                    "unit_targets",
                    N_("a number for each unit of a level, under the level or a unit's id; the whole is their sum"),
                ),
                ("ceiling", N_("20: at most so many; of a rate 5%")),
                ("not_assigned", N_("the units or levels that a criterion is not assigned to")),
                ("baseline, baselines", N_("what there was a year before, of what is to fall; for each phase")),
                (
                    "changes",
                    N_("changes of targets: from, reason and the new target, targets, unit_targets or ceiling"),
                ),
                (
                    "targets, baselines, works",
                    N_(
                        "of a campaign: CSV files beside campaigns.yaml; tracker targets import and baseline import write them"
                    ),
                ),
                ("pace", N_("calendar, or workdays: the days that a target is spread over")),
                ("every, due", N_("a deadline that comes again: friday 16:00, monthly 25 or FREQ=...; or on one day")),
                (
                    "return, covers",
                    N_("every unit owes a return, weekly, monthly or once; current, previous, or of once a phase"),
                ),
                (
                    "lock_after, exceptions",
                    N_(
                        "7 days: how long after it was due a return is still taken; and which ones longer, with a reason"
                    ),
                ),
                (
                    "holidays, days_off, working_days",
                    N_("next, previous or none: where a deadline goes on a day off; days of your own"),
                ),
                ("week_start", N_("the weekday that weeks begin on, monday unless said")),
                (
                    "max_points",
                    N_(
                        "the most points a criterion gives: as much of them as of its target, where scoring says no more"
                    ),
                ),
                ("scoring", N_("how units are scored and ranked: a sheet or sheets, bands, ties, enough_returns")),
                (
                    "letterhead",
                    N_(
                        "what stands around the text of signed papers: agencies, symbol, place, authority, post, signer, "
                        "addressees, grounds, recipients"
                    ),
                ),
                ("not_considered", N_("units that have no rank for some time: unit, from, to, basis")),
                (
                    "commendations",
                    N_("titles and forms of commendation of your own: id, title, kind, english, whom, level"),
                ),
                ("checks, plausible", N_("what figures should keep to; tracker quality shows where they do not")),
            )
        ),
        Heading(N_("The units")),
        Prose(
            N_(
                "A CSV with a row for each unit. cluster, aliases (other names, joined by |), valid_from and valid_to may be "
                "left out. A unit that is renamed, or gets another code or parent, has a second row under the same id, and "
                "valid_to and valid_from say until and from when. The unit at the top owes no return."
            )
        ),
        Lines(
            N_(
                "id,code,name,level,parent,aliases,valid_from,valid_to\n"
                "office,,The office,office,,,,\n"
                "team-1,T1,Team One,team,office,One|First,,\n"
                "team-2,T2,Team Two,team,office,,,30/6/2025\n"
                "team-2,T2,Team Second,team,office,Team Two,1/7/2025,"
            ),
            file=N_("units.csv"),
        ),
        Heading(N_("Writing it")),
        Prose(
            N_(
                "Save it as UTF-8, indent with spaces, and put texts that hold a colon, a comma inside braces or a # in "
                "quotation marks. Everything is read as it is written: no, 010 and 19:30 are texts. Days are 28/2/2025 or "
                "2025-02-28."
            )
        ),
    ),
)

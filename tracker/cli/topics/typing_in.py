"""tracker help dates, quantities and names: what people type, what is taken and what is refused."""

from tracker.cli.topics.parts import Lines, Prose, Terms, Topic
from tracker.i18n import N_

DAYS = Terms(
    (
        ("2025-02-28", N_("year, month, day")),
        ("28/2/2025, 28/02/2025", N_("day, month, year, with or without zeros")),
        ("28-2-2025, 28.2.2025", N_("the same")),
        ("28/2", N_("the latest 28 February that is not after today")),
        ("today, yesterday", N_("in English")),
        ("hôm nay, hôm qua", N_("in Vietnamese; the program's own language does not matter")),
        ("-3d, -2w", N_("three days and two weeks before today")),
    )
)
WEEKS = Terms(
    (
        (
            "2025-W09",
            N_("the ninth week of 2025 (ISO 8601), Monday to Sunday unless the campaign begins its weeks elsewhere"),
        ),
        ("last, -1", N_("the week before this one; -2 is the one before that")),
        ("28/2/2025, today", N_("any day: the week that holds it")),
    )
)
MOMENTS = Terms(
    (
        ("28/2/2025 15:30, today 9:05", N_("a day and a time, in quotation marks on the command line")),
        ("2025-02-28T15:30", N_("as programs write it")),
    )
)
REFUSED_DAYS = Terms(
    (
        ("2/28/2025, 31/4/2025", N_("there is no such day: the day stands first, and April has 30")),
        ("28/2/25, 20250228", N_("years have four digits, and something between them and the month")),
        ("2025, 2025-02, 2/2025", N_("more than a day")),
        ("2025-W09-5, friday", N_("a day of a week is written as a date")),
    )
)
DATES = Topic(
    N_("how days, weeks and moments are written"),
    (
        Prose(N_("A day (--today, -d, --on, --since, --until, dates in files) is always written day first:")),
        DAYS,
        Prose(N_("A week (--week; --since begins with its first day):")),
        WEEKS,
        Prose(N_("A moment (--received):")),
        MOMENTS,
        Prose(N_("Refused rather than guessed:")),
        REFUSED_DAYS,
        Prose(
            N_(
                "What is logged lies inside the campaign and the life of the unit, and not after today. --today takes another "
                "day as today and shows what stood on it. campaigns.yaml and lists of units take full days only, 28/2/2025 or "
                "2025-02-28."
            )
        ),
    ),
)

WHOLE = Terms(
    (
        ("12", N_("digits")),
        ("1.234 1,234 1.234.567", N_("separators of thousands, where the criterion takes no decimals")),
    )
)
DECIMAL = Terms(
    (
        ("1,5 1.5 0,125 0.125", N_("a comma or a point, with as many places as the criterion takes")),
        ("1.234,5 1,234.5", N_("both together")),
    )
)
REFUSED_QUANTITIES = Terms(
    (
        ("1.234", N_("where the criterion takes decimals: a thousand, or one and a bit?")),
        ("1,2345", N_("more places than the criterion takes; nothing is rounded")),
        ("-1 1e3 1_000 5%", N_("negative, or not a plain number")),
    )
)
QUANTITIES = Topic(
    N_("how numbers are written, and rates"),
    (
        Prose(N_("A quantity (-q, --of, numbers in files):")),
        WHOLE,
        Prose(N_("Where the criterion takes decimal places (decimals: in campaigns.yaml):")),
        DECIMAL,
        Prose(N_("Refused rather than guessed:")),
        REFUSED_QUANTITIES,
        Prose(
            N_(
                "A rate takes two numbers: the part with -q, the whole with --of. 0 of 0 means that nothing occurred and changes "
                "no ratio. Rates are always pooled: all parts over all wholes, never a mean of percentages. A count takes one "
                "number."
            )
        ),
        Lines("tracker log -u th-14755 -c kham-pha-an -q 94 --of 120"),
    ),
)

UNIT_NAMES = Terms(
    (
        ("th-15499", N_("its id")),
        ("15499", N_("a code that it has on the day")),
        (
            "Công an thị trấn Thọ Xuân",
            N_("its whole name, or another name of it; capitals do not count, and Hoá is Hóa"),
        ),
        (
            "Công an thị trấn Thọ Xuân, Công an huyện Thọ Xuân",
            N_("its name and the unit right above it, where names repeat"),
        ),
        ("tran tho xuan", N_("a part of its name, with or without accents; in files the whole name")),
    )
)
NAMES = Topic(
    N_("how units, criteria, campaigns and phases are named"),
    (
        Prose(N_("A unit (-u, or the column unit of a file) is found by the first of these that fits:")),
        UNIT_NAMES,
        Prose(
            N_(
                "Where several fit nothing is guessed: they are listed, and the exit code is 2. Where none does the nearest names "
                "are offered, and it is 3."
            )
        ),
        Prose(
            N_(
                "A criterion (-c) is named by its id, its title or a part of its title. Campaigns (-C) and phases (--phase) are "
                "named by their ids. Without -C the running campaign is taken that has the unit and the criterion."
            )
        ),
        Prose(N_("tracker units lists the units. tracker completion -h shows how Tab completes names.")),
    ),
)

"""tracker help start: what a new user needs, and nothing else."""

from tracker.cli.topics.parts import Heading, Lines, Prose, Topic
from tracker.i18n import N_

START = Topic(
    N_("from nothing to the first weekly report, in ten minutes"),
    (
        Heading(N_("1. Your campaign")),
        Prose(N_("In a folder of its own; init asks a few questions, and Enter takes what it offers:")),
        Lines(N_("mkdir my-campaign\ncd my-campaign\ntracker init")),
        Prose(
            N_(
                "It writes campaigns.yaml: the days, phases, criteria, targets and deadlines, each key explained where it "
                "stands. Open it in a text editor and make it yours. Then have it checked; every mistake is shown with its "
                "line and a hint:"
            )
        ),
        Lines("tracker validate"),
        Heading(N_("2. Your units")),
        Prose(
            N_(
                "init also writes units.csv, a row for each unit. Open it in a spreadsheet, put your units in the place of "
                "the examples and save it as “CSV UTF-8”; or put a list that you have in its place. Five columns must be "
                "there: id (short, without accents, never changed later), code (may be empty), name, level (any word; "
                "targets of a level use the same) and parent (the id of the unit above; empty for the one at the top)."
            )
        ),
        Lines(
            N_(
                "id,code,name,level,parent\n"
                "head-office,HO,Sample organisation,organisation,\n"
                "dept-1,D01,Administration,department,head-office\n"
                "dept-2,D02,Planning,department,head-office\n"
                "dept-3,D03,Operations,department,head-office"
            ),
            file=N_("units.csv"),
        ),
        Lines("tracker validate\ntracker units"),
        Heading(N_("3. Results")),
        Prose(
            N_(
                "One at a time: -u the unit (its id, its name or a part of it), -c the criterion, -q how many; -d a day other "
                "than today. A rate is two numbers, here 9 of 10:"
            )
        ),
        Lines(N_("tracker log -u dept-1 -c ideas -q 1\ntracker log -u planning -c on-time -q 9 --of 10")),
        Prose(
            N_(
                "Or a whole sheet. Its first row names the columns: date, unit, criterion, quantity, and where they are needed "
                "denominator, note, evidence and ref (a key of your own: the same row is then never taken in twice). Days are "
                "written day first, 28/2/2025, or today. Save the sheet as “CSV UTF-8”, here as results.csv:"
            )
        ),
        Lines(
            N_(
                "date,unit,criterion,quantity,denominator,note,ref\n"
                "today,dept-1,ideas,2,,Two ideas tried out,A-1\n"
                "today,Operations,models,1,,Open house,A-2\n"
                "today,dept-2,on-time,18,20,,A-3"
            ),
            file=N_("results.csv"),
        ),
        Prose(
            N_(
                "All of the file is taken in, or nothing of it and every wrong row is named. -n only shows what would happen; "
                "tracker undo takes back what the last command wrote:"
            )
        ),
        Lines(N_("tracker import results.csv -n\ntracker import results.csv\ntracker ls")),
        Heading(N_("4. The weekly report")),
        Prose(N_("Where the campaign stands; then the report, on the screen and as a page to print or send:")),
        Lines(N_("tracker status\ntracker report weekly\ntracker report weekly -o week.html")),
        Prose(
            N_(
                "Where units owe returns, tracker submit files one, with --nil where nothing happened; tracker units --missing "
                "shows who has not filed, tracker returns how units keep to theirs. All figures are kept in tracker.db beside "
                "campaigns.yaml. tracker help lists the topics; -h after a command explains it; tracker demo makes a folder "
                "with a campaign of 719 units to try things on."
            )
        ),
    ),
)

"""Every error and warning the program knows: its sentence, its hint and its exit code, by code.

Sentences and hints are gettext ids; words in braces are filled in, in the reader's language, when they are drawn.
"""

from typing import NamedTuple

from tracker.i18n import N_


class Entry(NamedTuple):
    """What a code means; the exit code is 0 for a warning."""

    sentence: str
    hint: str = ""
    exit_code: int = 1


EXIT_CODES: dict[int, str] = {
    0: N_("done; also where there were warnings"),
    1: N_("refused or failed: problems were found, nothing was written"),
    2: N_("usage: the command line is wrong, or a name in it fits several"),
    3: N_("the one thing asked for is not there"),
    4: N_("the store is busy, damaged, of another program or of a newer version"),
    130: N_("interrupted"),
}
_W, _USAGE, _NOT_FOUND, _STORE = 0, 2, 3, 4
_DAYS_HINT = N_(
    "write 2025-02-28, 28/2/2025, 28-2-2025, 28.2.2025, 28/2, today, yesterday, hôm nay, hôm qua, -3d or -2w"
)
_RESTORE = N_("tracker restore FILE puts a backup back and keeps this store beside it")
_PUT_BACK = N_("put it back from a copy of the evidence folder")
_REPAIR = N_("tracker fsck --repair makes it again from the journal")

TABLE: dict[str, Entry] = {
    # what people type
    "bad-day": Entry(N_("“{text}” is not a day"), _DAYS_HINT, _USAGE),
    "no-such-day": Entry(
        N_("there is no day {text} in the calendar"), N_("days are written day first: 28/2/2025"), _USAGE
    ),
    "bad-week": Entry(
        N_("“{text}” is not a week"), N_("write 2025-W09, last, -1 (the week before this one) or a day in it"), _USAGE
    ),
    "no-such-week": Entry(
        N_("there is no week {text} in the calendar"), N_("a year has 52 or 53 weeks: 2025-W09"), _USAGE
    ),
    "bad-days": Entry(N_("“{text}” is not a number of days"), N_("write 3d or 2w"), _USAGE),
    "bad-moment": Entry(N_("“{text}” is not a moment"), N_('write a day and a time: "28/2/2025 15:30"'), _USAGE),
    "bad-quantity": Entry(
        N_("“{text}” is not a number"), N_("write digits, with . or , as the decimal point: 12 or 1,5")
    ),
    "negative-quantity": Entry(N_("“{text}” is negative; figures are 0 or more")),
    "ambiguous-quantity": Entry(
        N_("“{text}” may be {thousands} or a decimal number"),
        N_("write {thousands} for the thousands, {decimal} for the decimals"),
    ),
    "too-many-decimals": Entry(
        N_("“{text}” has more decimal places than the {decimals} this criterion takes; nothing is rounded here"),
        N_("set decimals: in campaigns.yaml where the criterion is measured more finely"),
    ),
    "quantity-too-large": Entry(N_("“{text}” has more than {digits} digits before the point")),
    "text-too-long": Entry(N_("{name}: {length} characters, at most {most} are kept")),
    "text-garbled": Entry(
        N_("“{text}” seems to have lost its letters on the way"),
        N_("PowerShell pipes lose them: write to a file with -o and read the file, or use ids"),
    ),
    "field-missing": Entry(N_("the {field} is missing")),
    # achievements
    "future-day": Entry(N_("{day} is after today, {today}"), N_("log an achievement once it has happened")),
    "day-outside-campaign": Entry(
        N_("{day} is outside the campaign {campaign}, {start} to {end}"), N_("name the day it happened on with -d")
    ),
    "denominator-missing": Entry(
        N_("{criterion} is a rate and needs the number it is taken of"),
        N_("94 of 120: -q 94 --of 120, or a denominator column"),
    ),
    "rate-in-two": Entry(N_("{criterion} is a rate: {text} of how many?"), N_("94 of 120 is written 94/120")),
    "rate-in-one": Entry(
        N_("{criterion} is a rate: {numerator}/{denominator} are two numbers"),
        N_("write -q {numerator} --of {denominator}; in a file a denominator column"),
    ),
    "denominator-not-taken": Entry(N_("{criterion} is a count and takes no denominator")),
    "denominator-zero": Entry(N_("{numerator} of 0 cannot be"), N_("0 of 0 means that nothing occurred")),
    "rate-over-100": Entry(
        N_("{numerator} of {denominator} is over 100% for {criterion}"),
        N_("where that can be, set over_100: true in campaigns.yaml"),
    ),
    "unit-not-found": Entry(N_("no unit “{unit}”{nearest}"), N_("tracker units lists them"), _NOT_FOUND),
    "unit-ambiguous": Entry(
        N_("“{unit}” may be {count} units: {candidates}"), N_('name one by its id, or as "name, parent"'), _USAGE
    ),
    "unit-not-alive": Entry(
        N_("{unit} [{id}] did not exist on {day}; it lived from {start} to {end}"),
        N_("{followed}tracker units {id} shows where it came from and what became of it"),
    ),
    "unit-succeeded": Entry(
        N_("{unit} is no more on {day}, and nothing stands with it as of that day; it became: {candidates}"),
        N_("tracker units {heir} --view as-of; --view reported shows what it reported itself"),
        _NOT_FOUND,
    ),
    "criterion-not-found": Entry(N_("no criterion “{criterion}”; there are: {known}{nearest}"), "", _NOT_FOUND),
    "criterion-ambiguous": Entry(
        N_("“{criterion}” may be {count} criteria: {candidates}"), N_("name one by its id"), _USAGE
    ),
    "work-not-found": Entry(
        N_("{criterion} has no work “{work}”{nearest}"), N_("tracker units UNIT lists a unit's works"), _NOT_FOUND
    ),
    "work-ambiguous": Entry(
        N_("“{work}” may be {count} works of {criterion}: {candidates}"), N_("name the work by its id"), _USAGE
    ),
    "work-not-named": Entry(
        N_("the works of {criterion} are entered by name; this unit has: {candidates}"),
        N_("name the one that is done, as in -c {example}"),
        _USAGE,
    ),
    "work-of-another": Entry(
        N_("the work {work} is one of {unit}"), N_("use -u {unit_id}, or correct the file of works")
    ),
    "work-is-one": Entry(N_("{work} is one work: it counts 1, once it is done"), N_("leave the quantity out")),
    "work-done": Entry(
        N_("{work} was done on {day} already, and counts once"),
        N_("tracker achievements -c {example} lists its entry, which tracker void takes back"),
    ),
    "campaign-ambiguous": Entry(N_("several campaigns fit: {candidates}"), N_("choose one with -C"), _USAGE),
    "campaign-not-found": Entry(N_("no campaign “{campaign}”; there are: {known}{nearest}"), "", _NOT_FOUND),
    "entry-not-found": Entry(N_("no entry {id} in the journal"), N_("tracker achievements lists them"), _NOT_FOUND),
    "bad-entry-id": Entry(N_("“{text}” is not the id of an entry"), N_("an id looks like 1-42"), _USAGE),
    "ref-differs": Entry(
        N_("ref {ref} is already in the journal with other content{state}: {before}; this says {now}"),
        N_("use another ref; tracker show {id} shows that entry"),
    ),
    "ref-differs-in-file": Entry(N_("ref {ref} stands in this file with other content: {before}; this says {now}")),
    "refs-corrected": Entry(
        N_("rows whose refs stand for entries that were amended or voided since: {count}; nothing was added for them"),
        N_("tracker undo of what wrote them frees refs; a voided entry's ref is not free again"),
        _W,
    ),
    "ref-corrected": Entry(
        N_("ref {ref} is already there as {id}{state}; nothing was added"), N_("tracker history {id} says why"), _W
    ),
    "set-falls": Entry(
        N_("the running total of {unit}, {criterion}, {start} to {day} is {before}; {now} would be a fall"),
        N_("amend or void what is wrong: tracker ls -u {unit_id} -c {criterion_id}"),
    ),
    "set-stands": Entry(N_("the running total of {unit}, {criterion} is {now} already; nothing was added"), "", _W),
    "set-later": Entry(
        N_("{unit} has entries of {criterion} after {day} too (entries: {count}); they count on top of this total"),
        N_("tracker ls -u {unit_id} -c {criterion_id} lists them"),
        _W,
    ),
    # evidence
    "evidence-missing": Entry(
        N_("there is no file {file} to keep as evidence"),
        N_("evidence is a file or an http(s) address; the number of a document belongs in the note"),
        _NOT_FOUND,
    ),
    "evidence-unkept": Entry(
        N_("{file} is not in the evidence folder, {folder}"), N_("copy the evidence folder along with the table")
    ),
    "evidence-outside": Entry(
        N_("{file} lies outside the folder of the table, so it is not read"),
        N_("put the file beside the table, or name it yourself: tracker amend ID --evidence"),
    ),
    "evidence-link": Entry(N_("{file} is a link, which is not followed"), N_("name the file itself: {target}")),
    "evidence-not-ordinary": Entry(
        N_("{file} is no ordinary file"), N_("evidence is a file, no folder, pipe or device; pack a folder into a .zip")
    ),
    "evidence-too-large": Entry(
        N_("{file} is larger than {most} MB, the most that is kept of a file"),
        N_("keep it where all can open it, and give its address: --evidence https://..."),
    ),
    "evidence-unreadable": Entry(N_("{file} cannot be read: {reason}")),
    "evidence-changed": Entry(N_("{file} changed while it was copied; nothing was recorded"), N_("try again")),
    "evidence-folder-link": Entry(
        N_("{folder} is a link, so no evidence is kept there; nothing was recorded"),
        N_("make it a folder of its own beside the store"),
    ),
    "evidence-left": Entry(
        N_("files of evidence that are in neither folder as they were kept: {count} ({names})"),
        N_("tracker fsck --full lists them; put them back from another copy"),
        _W,
    ),
    # corrections
    "entry-replaced": Entry(
        N_("{id} counts no more; {now} stands for it"), N_("tracker history {id} says what became of it")
    ),
    "entry-taken-back": Entry(
        N_("{id} counts no more: {who} took it back ({command})"), N_("tracker history {id} says what became of it")
    ),
    "return-not-amended": Entry(
        N_("{id} is a return, which is not amended"), N_("tracker void {id} --reason ..., then tracker submit again")
    ),
    "event-not-amended": Entry(
        N_("{id} is no entry, and only entries are amended"), N_("tracker void {id} --reason ..., then write it anew")
    ),
    "not-an-entry": Entry(
        N_("{id} is no entry, and only entries are marked"), N_("tracker achievements lists the entries")
    ),
    "bad-highlight": Entry(
        N_("“{text}” is nothing that an entry is marked as"), N_("write one of: {known}; or leave it empty")
    ),
    "event-not-voided": Entry(
        N_("{id} says how the units' files were edited, which cannot be voided"),
        N_("edit the units again; the old files lie beside the new ones"),
    ),
    "part-not-voided": Entry(
        N_("{id} is a part of {about}, which can be voided as a whole"), N_("tracker void {about} --reason ...")
    ),
    "campaign-undefined": Entry(
        N_("{id} belongs to the campaign {campaign}, which campaigns.yaml defines no more"),
        N_("it can still be voided: tracker void {id} --reason ..."),
    ),
    "amends-nothing": Entry(
        N_("this leaves {id} as it is"), N_("name what changes with -q, --of, -d, -u, -c, --note or --evidence"), _USAGE
    ),
    "reason-missing": Entry(N_("the reason is missing"), N_('say why: --reason "..."'), _USAGE),
    "nothing-to-undo": Entry(N_("nothing has been recorded yet"), "", _NOT_FOUND),
    "invocation-not-found": Entry(
        N_("no invocation has the number {number}"), N_("tracker undo --list shows them"), _NOT_FOUND
    ),
    "invocation-undone": Entry(
        N_("invocation {number} ({command}) is undone already"), N_("tracker undo {undo} brings it back")
    ),
    "invocation-noted": Entry(
        N_("invocation {number} ({command}) edited the units' files, which undo does not touch"),
        N_("edit the units again; the old files lie beside the new ones"),
    ),
    "undo-blocked": Entry(
        N_("invocation {number} ({command}) cannot be undone; what came later stands in the way: {count}"),
        N_("undo that first, or correct single entries with tracker amend and tracker void"),
    ),
    "entry-in-the-way": Entry(N_("{id} was corrected by invocation {number}: {command} ({who})")),
    "ref-in-the-way": Entry(N_("the ref {ref} stands for {id} now, by invocation {number}: {command} ({who})")),
    "return-in-the-way": Entry(N_("{id} is the return for that week now, by invocation {number}: {command} ({who})")),
    "event-in-the-way": Entry(N_("{follower} follows {id}, by invocation {number}: {command} ({who})")),
    "followed-is-gone": Entry(N_("{id} follows {about}, which invocation {number} took back: {command} ({who})")),
    "total-too-large": Entry(N_("a total would grow beyond what the journal can hold"), N_("check the quantities")),
    "phase-closed": Entry(
        N_("{title} [{phase}] was closed by {who} on {day}; its entries stay as they are"),
        N_(
            '--late "reason" (of log, import, amend, void) records it apart; or tracker reopen {phase} --reason "reason"'
        ),
    ),
    "phase-is-closed": Entry(
        N_("{title} [{phase}] was closed by {who} on {day}"), N_('tracker reopen {phase} --reason "reason"')
    ),
    "phase-is-open": Entry(N_("{title} [{phase}] is not closed"), N_("tracker close {phase} closes it")),
    "phase-not-over": Entry(
        N_("{title} [{phase}] runs to the end of {end}; today is {day}"), N_("close it from the day after on")
    ),
    "closing-not-voided": Entry(
        N_("{id} closed or reopened a phase, which is not voided"),
        N_("tracker reopen or tracker close answers it; tracker undo takes back the last command"),
    ),
    "closing-outdated": Entry(
        N_("undoing {number} ({command}) would close the phase as it was, and more was recorded since"),
        N_("tracker close PHASE closes it as it is now"),
    ),
    "frozen-changed": Entry(N_("what was frozen when {phase} was closed is not what its hash says"), _RESTORE),
    "definition-lost": Entry(N_("the definition that {phase} was closed under is gone"), _RESTORE),
    "closing-damaged": Entry(N_("what was frozen when {phase} was closed ({id}) is damaged"), _RESTORE, _STORE),
    "closing-undefined": Entry(
        N_("the definition that {phase} was closed under ({id}) cannot be read"), _RESTORE, _STORE
    ),
    "earlier-open": Entry(N_("{title} [{phase}] came before and is still open"), N_("tracker close {phase}"), _W),
    "closing-unranked": Entry(
        N_("units without enough data, which stay unranked: {count}"), N_("tracker returns shows what is missing"), _W
    ),
    "closing-missing": Entry(
        N_("returns of the phase that were never filed: {count}"), N_("tracker returns shows whose"), _W
    ),
    "closing-unchecked": Entry(
        N_("figures that break the campaign's checks: {count}"), N_("tracker quality shows them"), _W
    ),
    "closing-unscored": Entry(
        N_("points of the units' own scoring that nobody has reviewed: {count}"), N_("tracker score review ..."), _W
    ),
    "late-unexplained": Entry(N_("--late needs the reason"), N_('say why: --late "..."'), _USAGE),
    "phase-not-found": Entry(N_("no phase “{phase}”; there are: {known}{nearest}"), "", _NOT_FOUND),
    # concerns
    "day-to-come": Entry(N_("{day} is after today, {today}"), N_("note it once it has happened")),
    "concern-not-found": Entry(
        N_("no concern {id} in the journal"), N_("tracker concern list --all lists them"), _NOT_FOUND
    ),
    "raised-before-campaign": Entry(
        N_("{day} is before the campaign {campaign} began, on {start}"),
        N_("name the day it was raised with --raised-on"),
    ),
    "not-a-concern": Entry(N_("{id} is no concern"), N_("tracker concern list --all lists them")),
    "concern-answered": Entry(
        N_("{id} is answered already, by {answer} ({who})"),
        N_("tracker show {answer} shows the answer; tracker void {answer} --reason ... takes it back"),
    ),
    "answer-missing": Entry(
        N_("the answer to {id} is missing"),
        N_('tracker concern answer {id} "the answer", or --passed-up-to with who must answer now'),
        _USAGE,
    ),
    "answered-before-raised": Entry(N_("{id} was raised on {raised}, after {day}"), N_("name the day with --on")),
    "concern-ref-differs": Entry(
        N_("the ref {ref} stands for another concern, {id}"), N_("use another ref; tracker show {id} shows that one")
    ),
    # commendations
    "award-unknown": Entry(
        N_("no title and no form of commendation is called “{text}”{nearest}"),
        N_("tracker commend awards lists them; commendations: in campaigns.yaml adds others"),
        _NOT_FOUND,
    ),
    "award-ambiguous": Entry(
        N_("“{text}” may be {count} titles or forms: {candidates}"), N_("name one by its id"), _USAGE
    ),
    "award-repeated": Entry(N_("“{text}” names {award} more than once"), N_("name each title or form once"), _USAGE),
    "award-of-law": Entry(N_("{id} is in the lists of the law already"), N_("tracker commend awards lists them")),
    "award-level-unknown": Entry(N_("“{text}” is no level of who commends{nearest}"), N_("levels: {known}"), _USAGE),
    "award-of-level": Entry(
        N_("{award_called} is given at {award_level}, never at {award_said}"), N_("leave the level out")
    ),
    "award-not-for-collectives": Entry(N_("{award_called} is for individuals, not for collectives")),
    "award-not-for-individuals": Entry(N_("{award_called} is for collectives, not for individuals")),
    "nobody-commended": Entry(
        N_("how many collectives or individuals is missing"), N_("say it with --collectives 34 --individuals 74")
    ),
    "commended-before-campaign": Entry(
        N_("{day} is before the campaign {campaign} began, on {start}"), N_("name the day of the decision or proposal")
    ),
    "commendation-not-found": Entry(
        N_("no commendation {id} in the journal"), N_("tracker commend list lists them"), _NOT_FOUND
    ),
    "not-a-commendation": Entry(N_("{id} is no commendation"), N_("tracker commend list lists them")),
    "not-a-proposal": Entry(
        N_("{id} was noted with its decision and waits for none"), N_("tracker commend list --proposed lists proposals")
    ),
    "proposal-decided": Entry(
        N_("{id} is decided already, by {decision} ({who})"),
        N_("tracker show {decision} shows the decision; tracker void {decision} --reason ... takes it back"),
    ),
    "decided-before-proposed": Entry(
        N_("{id} was proposed on {proposed}, after {day}"), N_("name the day with --date")
    ),
    "more-than-proposed": Entry(
        N_("{field}: {given} are more than the {proposed} that {id} proposes"),
        N_("note the others by themselves: tracker commend add"),
    ),
    "refused-unexplained": Entry(N_("--refused needs the reason"), N_('say why: --refused "..."'), _USAGE),
    "refused-counts": Entry(N_("where a proposal is refused nobody is commended"), N_("leave the counts out"), _USAGE),
    "commendation-ref-differs": Entry(
        N_("the ref {ref} stands for another commendation, {id}"),
        N_("use another ref; tracker show {id} shows that one"),
    ),
    "personal-data": Entry(
        N_("names of people are personal data; they go to {file} alone, which no export or backup carries"),
        N_("keep that file to those who need it, and out of version control"),
        _W,
    ),
    "note-personal-data": Entry(
        N_("a note stays in the journal for good, and exports and backups carry it"),
        N_("leave out names and identity numbers of people; tracker commend name names them in a file of its own"),
        _W,
    ),
    "personal-data-written": Entry(
        N_("what is written names people: {count} of them"), N_("give it to those alone who need it"), _W
    ),
    "recipients-differ": Entry(
        N_("{field} of {id}: {file} names {named}, the register counts {count}"),
        N_("tracker commend name {id} adds one; the file can be edited too"),
        _W,
    ),
    "recipients-missing": Entry(
        N_("{file} names nobody for {id}"),
        N_("tracker commend name {id} adds one, tracker commend recipients --for {id} -o FILE begins a list"),
        _NOT_FOUND,
    ),
    "recipient-repeated": Entry(N_("{file} has that line for {id} already")),
    "names-own-columns": Entry(
        N_("{file} is no CSV of our columns alone, so it is not rewritten"), N_("add the line there by hand")
    ),
    "nothing-proposed": Entry(
        N_("no proposal waits for a decision"), N_("tracker commend add AWARD --collectives 3 --proposal"), _NOT_FOUND
    ),
    "not-waiting": Entry(N_("{id} is no proposal that waits for a decision"), N_("tracker commend list --proposed")),
    "signed-before-proposed": Entry(
        N_("the paper bears {day}; {id} was proposed on {proposed}, after that day"),
        N_("name the day with --signed-on"),
        _W,
    ),
    "not-decided": Entry(
        N_("nothing is decided about {id} yet"), N_("tracker commend decide {id}; tracker commend proposal {id}")
    ),
    "commendation-ref-repeated": Entry(N_("the ref {ref} stands for something else in a row above")),
    "commendations-alike": Entry(
        N_("rows that repeat what is in the register already: {count}"),
        N_("rows without a ref are never merged; was the file imported before? tracker undo takes an import back"),
        _W,
    ),
    "commendation-alike": Entry(
        N_("{id} says the same; both stand in the register"),
        N_("tracker show {id} shows that one; was it noted twice? tracker undo takes this one back"),
        _W,
    ),
    # scores
    "phase-not-begun": Entry(
        N_("{phase} begins on {start}; it is {day}"), N_("tracker status shows where the campaign stands"), _NOT_FOUND
    ),
    "nothing-scored": Entry(
        N_("{campaign} gives no points for {unit}"),
        N_("give criteria max_points: in campaigns.yaml, or write a scoring: of its own"),
    ),
    "criterion-not-scored": Entry(
        N_("{unit} is not scored by {criterion}; its score sheet has: {known}"),
        N_("criteria on a sheet have max_points: in campaigns.yaml, or stand under its scoring:"),
    ),
    "criterion-not-assigned": Entry(
        N_("{criterion} is not assigned to {unit} in {phase}: points given for it would not count"),
        N_("tracker targets list -u {unit_id} shows what is assigned to it"),
    ),
    "points-too-fine": Entry(N_("“{text}” has more than two decimal places"), N_("points are given to two: 9,25")),
    "points-out-of-range": Entry(
        N_("{points} points: {criterion} gives {least} to {most}"),
        N_("write a number from {least} to {most}; the maximum is set in campaigns.yaml"),
    ),
    "unit-not-ranked": Entry(
        N_("{unit} is not ranked on {day}: it is above all others, or not alive then"),
        N_("tracker rank lists those that are"),
        _NOT_FOUND,
    ),
    "cluster-not-found": Entry(
        N_("no group “{cluster}” is ranked; there are: {known}{nearest}"),
        N_("tracker rank lists all of them"),
        _NOT_FOUND,
    ),
    # returns
    "return-not-owed": Entry(
        N_("{unit} owes no return for {start} to {end}"), N_("tracker deadlines --all shows which are due")
    ),
    "return-differs": Entry(
        N_("{unit} has filed another return for {start} to {end}: received {received}, {is_nil}"),
        N_("where that one is wrong: tracker void {id} --reason ..., then submit again"),
    ),
    "nil-with-entries": Entry(
        N_("{unit} logged something from {start} to {end} (entries: {count}), so the return is not nil"),
        N_("leave out --nil"),
    ),
    "received-in-future": Entry(N_("a return cannot be received on {received}, after now")),
    "no-return": Entry(N_("{campaign} asks for no return"), "", _NOT_FOUND),
    "week-outside": Entry(
        N_("the week {start} to {end} is outside the campaign {campaign}"),
        N_("it runs from {first} to {last}; name a week of it with --week"),
    ),
    "week-in-future": Entry(N_("the days {start} to {end} have not begun")),
    "no-returns": Entry(
        N_("{campaign} asks for no return for {start} to {end}"),
        N_("tracker deadlines --all shows which are due"),
        _NOT_FOUND,
    ),
    "return-locked": Entry(
        N_("the return of {unit} for {start} to {end} was locked at {at}"),
        N_(
            "if it arrived earlier: --received; if not, an exception under the deadline in campaigns.yaml leaves it open: tracker help campaign-file"
        ),
    ),
    "texts-differ": Entry(
        N_("this return of {unit} has other texts already"),
        N_(
            'tracker show {id} shows them; to change them: tracker void {id} --reason ..., then submit again with --received "{received}"'
        ),
    ),
    "nobody-to-ask": Entry(N_("{option} needs a terminal, where somebody can answer"), "", _USAGE),
    "return-ambiguous": Entry(
        N_("several returns may be meant: {candidates}"), N_("name one with --return; write more of its title"), _USAGE
    ),
    "return-not-found": Entry(N_("no return “{title}”; there are: {known}{nearest}"), "", _NOT_FOUND),
    "period-twice": Entry(N_("--week and --month are about different returns"), N_("give one of them"), _USAGE),
    "bad-month": Entry(N_("“{text}” is no month"), N_("write 2025-02, 2/2025, -1 or last"), _USAGE),
    # YAML
    "yaml-syntax": Entry(N_("this is not YAML: {problem}"), N_('put texts that hold ": ", " #" or brackets in quotes')),
    "yaml-alias": Entry(N_("aliases (*name) are not read here"), N_("write the value out")),
    "yaml-anchor": Entry(
        N_("anchors (&name) are not read here"), N_("take the &name away; write a value out where it is needed")
    ),
    "yaml-tag": Entry(N_("tags (!name) are not read here"), N_("take the tag away")),
    "yaml-merge-key": Entry(N_("merge keys (<<) are not read here"), N_("write the keys out")),
    "yaml-key-not-text": Entry(N_("a key must be a plain word")),
    "yaml-too-deep": Entry(N_("the file is nested more than {most} levels deep")),
    "yaml-too-many-values": Entry(
        N_("the file holds more values than any campaign needs"), N_("lists of units belong in a CSV")
    ),
    "problems-too-many": Entry(N_("there are more than {most} problems; the others are not shown")),
    "yaml-several-documents": Entry(N_("the file holds more than one YAML document"), N_("take the line --- away")),
    "control-character": Entry(N_("the file holds the control character {character}"), N_("delete it")),
    "not-utf-8": Entry(N_("byte {byte} is not UTF-8"), N_("save the file as UTF-8 (in Excel: “CSV UTF-8”)")),
    "file-missing": Entry(N_("there is no file {file}"), "", _NOT_FOUND),
    "named-file-missing": Entry(
        N_("there is no file {file}, which campaigns.yaml names here"),
        N_("correct the name in this line or put the file back; earlier versions are kept beside it as *.old"),
        _NOT_FOUND,
    ),
    "file-unreadable": Entry(N_("{file} cannot be read: {reason}")),
    "file-not-ordinary": Entry(
        N_("{file} is no ordinary file"), N_("name a file; a pipe or a device is not read here")
    ),
    "file-unwritable": Entry(N_("{file} cannot be written: {reason}")),
    "file-exists": Entry(
        N_("{file} is already there"), N_("nothing is overwritten: move it away, or name another folder with --dir")
    ),
    "campaigns-file-exists": Entry(
        N_("{file} is already there"), N_("tracker validate checks it; another campaign: tracker init --dir NAME")
    ),
    "file-too-large": Entry(N_("{file} is larger than {most} MB")),
    "not-a-report": Entry(
        N_("{file} is no report, or it is damaged"),
        N_("name a file that tracker report -o wrote: md, html, docx, pdf, ..."),
    ),
    "report-without-hash": Entry(
        N_("{file} bears no hash of a journal"),
        N_("reports end with one; look for “journal” at the foot, and type it: tracker --known-at HASH status"),
    ),
    "report-hashes-differ": Entry(
        N_("{file} ends with several hashes of journals: {hashes}"),
        N_("a report has one; verify the file that tracker report -o wrote"),
    ),
    "file-empty": Entry(N_("the file is empty"), N_("tracker init --dir NAME writes one with every key explained")),
    # campaigns.yaml
    "key-repeated": Entry(
        N_("the key {key} stands here for the second time, first on line {line}"), N_("keep one of them")
    ),
    "key-unknown": Entry(N_("unknown key {key}{nearest}"), N_("known here: {known}")),
    "key-from-sentence": Entry(N_("“{key}” looks like the rest of a sentence"), N_("put the whole text in quotes")),
    "key-missing": Entry(N_("the key {key} is missing")),
    "key-of-rates": Entry(N_("{key} is for rates only")),
    "value-missing": Entry(N_("the value is missing")),
    "not-a-mapping": Entry(N_("keys with values are expected here")),
    "not-a-list": Entry(N_("a list is expected here"), N_("begin each item with “- ”")),
    "not-a-scalar": Entry(N_("a single value is expected here")),
    "not-a-flag": Entry(N_("“{text}” is neither true nor false")),
    "not-a-whole-number": Entry(N_("“{text}” is not a whole number")),
    "bad-choice": Entry(N_("“{text}” is not one of {known}{nearest}")),
    "bad-id": Entry(
        N_("“{text}” cannot be an id"), N_("letters, digits, . _ - without accents, a letter or digit first")
    ),
    "bad-file-day": Entry(N_("“{text}” is not a day"), N_("write 19/8/2024 or 2024-08-19")),
    "id-repeated": Entry(N_("the id {id} stands here for the second time")),
    "list-empty": Entry(N_("the list {key} is empty")),
    "timezone-unknown": Entry(N_("there is no time zone {timezone}"), N_("for example Asia/Ho_Chi_Minh")),
    "bad-phase-count": Entry(N_("“{text}” is not a number of phases from 1 to {most}"), "", _USAGE),
    "span-reversed": Entry(N_("the end {end} is before the start {start}")),
    "campaign-too-long": Entry(N_("{days} days are more than the {most} a campaign may last"), N_("check the years")),
    "launch-after-end": Entry(N_("launched on {day}, after the end on {end}")),
    "phase-outside": Entry(
        N_("phase {phase} leaves the campaign with {day}"), N_("the campaign runs from {start} to {end}")
    ),
    "phase-overlap": Entry(
        N_("phases {first} and {second} both contain {day}"), N_("{first} ends on {end}; start {second} on {next}")
    ),
    "phase-gap": Entry(
        N_("no phase holds the days {start} to {end}"), N_("that may be meant; else move a start or an end"), _W
    ),
    "phase-unknown": Entry(N_("there is no phase {name}{nearest}"), N_("phases here: {known}")),
    "level-unknown": Entry(N_("there is no level and no unit {name}{nearest}"), N_("levels in the roster: {known}")),
    "decimals-too-many": Entry(N_("at most {most} decimal places are kept")),
    "target-twice": Entry(N_("{first} and {second} both give a target"), N_("keep one of them")),
    "per-misplaced": Entry(
        N_(
            "per: phase goes with a target, a ceiling or unit_targets that are amounts; all else holds in every phase anyway"
        )
    ),
    "not-assigned-whole": Entry(
        N_("only units can be without a target that others have"), N_("name them in not_assigned: [ids or levels]")
    ),
    "zero-with-target": Entry(
        N_("what must not happen (zero) has no target: it is 0"),
        N_("where some are allowed, write kind: count and ceiling: 20"),
    ),
    "reduction-unclear": Entry(
        N_("“{text}” may be an amount or a percentage: what is to fall has a target in %"),
        N_(
            "write {percent} for that much less than the year before; for at most so many give the criterion a ceiling "
            "in campaigns.yaml: ceiling: 20"
        ),
    ),
    "reduction-too-large": Entry(N_("{text} less is more than there is"), N_("write 100% at most")),
    "direction-contrary": Entry(
        N_("of what has a ceiling or must not happen less is better"), N_("leave direction: up out")
    ),
    "milestone-down": Entry(N_("works that get done (milestone) cannot be fewer the better"), N_("write kind: count")),
    "decimals-of-events": Entry(N_("{kind} counts what happens, in whole numbers"), N_("leave decimals out")),
    "change-empty": Entry(N_("the change names no target"), N_("write the new target, as target: 12")),
    "change-outside": Entry(
        N_("a change from {day} changes nothing: the campaign runs from {start} to {end}"),
        N_("write the target that holds from the first day under the criterion itself"),
    ),
    "change-after-phase": Entry(
        N_("a change from {day} changes nothing: {title} [{phase}] ends on {end}"),
        N_("name a phase that goes on after that day, or an earlier day"),
    ),
    "book-of-closed": Entry(
        N_("{title} [{phase}] was closed by {who} on {day}: its reports and ranks do not change with this"),
        N_('tracker reopen {phase} --reason "reason", and close it anew'),
        _W,
    ),
    "mark-of-closed": Entry(
        N_("{title} [{phase}] was closed by {who} on {day}: its review does not show this mark"),
        N_('tracker reopen {phase} --reason "reason", and close it anew'),
        _W,
    ),
    "change-repeated": Entry(N_("two changes hold from {day}"), N_("write them as one")),
    "change-spans": Entry(
        N_(
            "the criterion's targets are for the whole campaign and those of the change for phases, or the other way round"
        ),
        N_("change what was set: target: 12, or targets: {{dot-2: 12}}"),
    ),
    "change-unlike": Entry(
        N_("{key} cannot change here: the criterion has none"),
        N_("change what the criterion has: its target or its ceiling"),
    ),
    "target-repeated": Entry(N_("row {row} sets the same target"), N_("keep one of them")),
    "target-in-both": Entry(N_("campaigns.yaml sets this target of {criterion} too"), N_("keep one of them")),
    "target-of-both": Entry(N_("a target is of a unit or of each unit of a level, not of both"), N_("empty one cell")),
    "target-lacks-phase": Entry(
        N_("the criterion's other targets are for phases, and this one names none"),
        N_("name its phase: tracker targets import FILE --phase P"),
    ),
    "target-has-phase": Entry(
        N_("the criterion's other targets are for the whole campaign, and this one is for a phase"),
        N_("leave the phase out"),
    ),
    "baselines-overlap": Entry(
        N_("row {row} has the days from {start} to {end} too: they would count twice"), N_("keep one of them")
    ),
    "baseline-in-both": Entry(
        N_("campaigns.yaml has a baseline for the days from {start} to {end} too"), N_("keep one of them")
    ),
    "baseline-when": Entry(N_("a baseline is of a phase's days a year before or of days from and to, not of both")),
    "baseline-not-falling": Entry(
        N_("{criterion} is not to fall: nothing is compared with a baseline"),
        N_("in campaigns.yaml write direction: down under the criterion"),
    ),
    "work-not-milestone": Entry(
        N_("{criterion} is not a milestone: it has no works"),
        N_("in campaigns.yaml write kind: milestone under the criterion"),
    ),
    "baseline-form": Entry(N_("“{text}” is not one number"), N_("write 120")),
    "baseline-form-rate": Entry(N_("“{text}” is not a rate's two numbers"), N_("write 94/120")),
    "baseline-needless": Entry(
        N_("{key} is only for what is to fall"), N_("write direction: down, or leave {key} out")
    ),
    "baseline-twice": Entry(N_("baseline and baselines say the same"), N_("keep one of them")),
    "percent-unclear": Entry(
        N_("“{text}” may be a share or a percentage"), N_("write {share} or {percent}, whichever is meant")
    ),
    "target-over-100": Entry(
        N_("{text} is more than the whole: no part of a number exceeds 100% of it"),
        N_("where it may, write over_100: true under the criterion in campaigns.yaml"),
    ),
    "deadline-twice": Entry(N_("a deadline has either every: or due:, not both")),
    "deadline-without-day": Entry(N_("the deadline has no day"), N_("write due: 10/2/2025 or every: friday 16:00")),
    "bad-every": Entry(
        N_("“{text}” is not a time that comes again"),
        N_("write every: friday 16:00, monthly 25 16:00 or FREQ=MONTHLY;BYDAY=-1FR 16:00"),
    ),
    "every-too-often": Entry(N_("“{text}” comes more than {most} times"), N_("write a rule that comes less often")),
    "every-never": Entry(N_("“{text}” never comes in the campaign after its launch"), "", _W),
    "return-needs-every": Entry(N_("a return that is {period} comes again"), N_("write every: in place of due:")),
    "return-needs-due": Entry(N_("a return that is owed once has one day"), N_("write due: in place of every:")),
    "returns-alike": Entry(
        N_("this return is about the same days as “{other}”, {start} to {end}, and could not be told from it"),
        N_("let one return ask for both, or let it cover other days"),
    ),
    "return-rhythm": Entry(
        N_("a return that is {period} needs one date for each week or month; before {day} one is missing or too many"),
        N_("write every: friday for return: weekly, every: monthly 25 for return: monthly"),
    ),
    "key-of-returns": Entry(N_("{key} has no effect, as no unit owes a return by this deadline"), "", _W),
    "covers-nothing": Entry(
        N_("a return due on {day} is about no day of the campaign, which begins on {start}"),
        N_("name the phase that it is about: covers: dot-1"),
    ),
    "bad-period": Entry(
        N_("“{text}” is not a week, a month or a day"), N_("write 2025-W06, 2025-02 or a day in it: 3/2/2025")
    ),
    "exception-nowhere": Entry(
        N_("no return is owed for “{text}”"), N_("tracker deadlines --all lists what each return is about")
    ),
    "exception-early": Entry(N_("on {until} the return is still open: it is locked on {lock}")),
    "exceptions-unlocked": Entry(
        N_("these returns are never locked, so they need no exception"), N_("write lock_after: 7 days"), _W
    ),
    "holidays-unknown": Entry(
        N_("not all days off of {year} are known yet, so deadlines of that year may still move"),
        N_("once they are announced, name them with days_off: and working_days:, or update the package holidays"),
        _W,
    ),
    "bad-lock-after": Entry(N_("“{text}” is not a number of days"), N_("write lock_after: 7 days")),
    # scores and checks
    "criterion-unknown": Entry(N_("there is no criterion {name}{nearest}"), N_("criteria here: {known}")),
    "criterion-twice": Entry(
        N_("{name} is scored twice on this sheet, first on line {line}"), N_("keep one of the two lines")
    ),
    "part-key": Entry(
        N_("{key} is for a criterion, and this line is a part with a title"),
        N_("a part has title: and items: alone; its points are the sum of its lines"),
    ),
    "key-of-models": Entry(N_("{key} is not for the model {model}"), N_("it goes with model: {models}")),
    "model-of-events": Entry(
        N_("{model} counts events, and {name} is a rate"),
        N_("a rate goes with linear, leader-relative, steps or pass-fail"),
    ),
    "points-missing": Entry(
        N_("{name} has no maximum points"), N_("write max_points: 10 in this line or under the criterion")
    ),
    "not-points": Entry(N_("“{text}” are no points"), N_("write a number with at most two decimal places: 10 or 2.5")),
    "not-a-percentage": Entry(
        N_("“{text}” is not a percentage"), N_("write it with its sign and at most one decimal place: 80%")
    ),
    "cap-zero": Entry(N_("with a cap of 0% nobody gets a point"), N_("write cap: 100%, or leave it out")),
    "percentage-over": Entry(N_("{text} is more than the whole, 100%")),
    "step-over": Entry(N_("{points} points are more than the maximum of this line, {most}")),
    "steps-falling": Entry(
        N_("the step from {start} on gives no more points than the one from {before} on"),
        N_("each higher step gives more points: 80% gives 5, 100% gives 10"),
    ),
    "least-positive": Entry(N_("{text} is above 0, and penalties end at 0 or below"), N_("write least: -10")),
    "bands-rising": Entry(
        N_("{title} begins at {start}, not below {before}"),
        N_("write the best band first, each next one from a lower percentage"),
    ),
    "tie-unknown": Entry(
        N_("{name} cannot decide between units of equal points{nearest}"),
        N_("what can: {known}; a criterion has to be scored"),
    ),
    "name-repeated": Entry(N_("{name} stands here for the second time")),
    "cluster-unknown": Entry(N_("no unit is in the cluster {name}{nearest}"), N_("clusters in the roster: {known}")),
    "sheet-twice": Entry(
        N_("sheet and sheets both say what is scored"), N_("keep sheet for all units alike, sheets where they differ")
    ),
    "sheet-unused": Entry(
        N_("no unit is scored by the sheet “{title}”"),
        N_("a unit is scored by the first sheet that is for its cluster and level"),
        _W,
    ),
    "scored-without-target": Entry(
        N_("{name} is scored by its target, and no single unit can have one"),
        N_("give unit_targets, or targets of units in a file; a target of the whole campaign is no unit's own"),
        _W,
    ),
    "not-considered-twice": Entry(
        N_("that {unit} is not considered on {day} is said already on line {line}"), N_("move one of the days")
    ),
    "bad-rule": Entry(
        N_("“{text}” is not a rule"),
        N_("write two sums of criteria with <=, <, =, >= or > between them: rate.of <= reported + found"),
    ),
    "symbol-holds-kind": Entry(
        N_("the symbol {symbol} holds the kind of paper, which each paper puts there itself"),
        N_("write what follows it: {rest}"),
    ),
    "of-no-rate": Entry(N_("{name} is no rate and has no denominator"), N_("write {name} without .of")),
    "most-under-least": Entry(N_("the most, {most}, is less than the least, {least}")),
    # texts of reports
    "section-unknown": Entry(
        N_("this report has no section “{title}”{nearest}"), N_("its sections: {known}; text goes under one of them")
    ),
    "section-twice": Entry(
        N_("the section “{title}” stands here for the second time, first on line {first}"), N_("keep one of them")
    ),
    "text-without-section": Entry(
        N_("this text stands under no section"), N_("put a heading above it: ## and one of {known}")
    ),
    "comment-unclosed": Entry(N_("this comment is not closed"), N_("end it with -->")),
    "bad-paper-number": Entry(
        N_("“{text}” is not the number of a paper"),
        N_("write the number alone, as 05; its symbol stands under letterhead: in campaigns.yaml"),
    ),
    "editor-failed": Entry(
        N_("the editor {editor} failed"),
        N_("set EDITOR to one that works, or edit {file} yourself and run the command without --edit"),
    ),
    "texts-here": Entry(N_("the texts of this report are in {file}"), N_("write them there, then run this again"), _W),
    "texts-left-out": Entry(
        N_("what people write for a report stands in the paper alone (docx, pdf), not in this answer"),
        N_("-o report.docx writes the paper"),
        _W,
    ),
    # tables
    "csv-syntax": Entry(N_("this is not a table: {problem}"), N_("look for a quotation mark without its partner")),
    "header-unknown": Entry(
        N_("unknown column “{title}”{nearest}"),
        N_("correct the title; tracker import also takes what a column is from --mapping, or ignore"),
    ),
    "title-unknown": Entry(
        N_("unknown column “{title}”{nearest}"), N_("correct the title, or leave it empty: the column is then not read")
    ),
    "header-repeated": Entry(N_("the column “{title}” stands here for the second time")),
    "header-missing": Entry(
        N_("columns are missing: {columns}"),
        N_(
            'one of the first 30 rows has to name the columns; tracker import --mapping "Ngày báo cáo=date" says what one is'
        ),
    ),
    "columns-missing": Entry(
        N_("columns are missing: {names}"), N_("one of the first 30 rows has to name the columns: {known}")
    ),
    "list-columns-missing": Entry(
        N_("columns are missing: {columns}"),
        N_(
            "a table with a row for each figure has them; one with a row for each unit has columns titled as criteria; "
            "not known here: {titles}"
        ),
    ),
    "column-ignored": Entry(N_("the column “{title}” is not read"), "", _W),
    "cells-extra": Entry(N_("the row has more cells than the {width} columns of the header")),
    "not-a-table": Entry(
        N_("{file} is a {kind} file, not a table"), N_("save the table as .xlsx, .ods, .xls or CSV (UTF-8)")
    ),
    "json-syntax": Entry(
        N_("this is not a JSON object: {problem}"), N_("JSON lines hold one object a line, each in braces")
    ),
    "line-too-long": Entry(N_("{file} has a line of more than {most} characters")),
    "encoding-unknown": Entry(
        N_("there is no encoding {encoding}"), N_("for example: --encoding cp1258, --encoding utf-16-le"), _USAGE
    ),
    "not-in-encoding": Entry(
        N_("this is not text in {encoding}"), N_("name the encoding that the file was saved in, or save it as UTF-8")
    ),
    "font-encoding": Entry(
        N_("this text is written for an old font, in {encoding}"), N_("convert the file to Unicode, as UniKey does")
    ),
    "mapping-unmatched": Entry(
        N_("--mapping names a column “{title}” that the table does not have; it has: {known}"), "", _USAGE
    ),
    "mapping-unknown": Entry(N_("--mapping knows no column {name}{nearest}"), N_("there are: {known}, ignore"), _USAGE),
    "bad-mapping": Entry(
        N_("“{text}” does not say what a column is"), N_('write --mapping "Ngày báo cáo=date,Ghi=ignore"'), _USAGE
    ),
    "day-missing": Entry(
        N_("the table says of no day when its figures were reached"),
        N_("name the day: --date 28/2/2025 or --week last"),
    ),
    "weeks-several": Entry(
        N_("the days of the file, {start} to {end}, lie in several weeks; of which one are the returns?"),
        N_("import the rows of each week by themselves; without --submit they may stay in one file"),
    ),
    "received-alone": Entry(N_("--received goes with --submit"), "", _USAGE),
    "nil-contradicted": Entry(
        N_("nil returns of units that have figures in this file: {count} ({ids})"),
        N_('tracker void ID --reason "..." takes a return back; tracker submit files it again'),
        _W,
    ),
    "form-other": Entry(
        N_("{file} is an entry workbook of the campaign {campaign}, not of {asked}"),
        N_("leave out -C: the workbook says what it is for"),
    ),
    "form-unknown": Entry(
        N_("{file} is an entry workbook of the campaign {campaign}, which campaigns.yaml does not define"),
        N_("campaigns here: {known}; tracker template makes a workbook of one"),
    ),
    "form-week": Entry(
        N_("{file} is an entry workbook of the week {start} to {end}, not of the one that is named"),
        N_("leave out --week and --date: the workbook says what it is for"),
    ),
    "denominator-whose": Entry(
        N_("of which rate is this the denominator?"),
        N_("title it as the rate with (mẫu số) after it, or tell with --mapping"),
    ),
    "date-or-week": Entry(N_("--date and --week both name the day"), N_("keep one of them"), _USAGE),
    "set-or-rejected": Entry(
        N_("with --set the whole file can be sent again, so --rejected is not needed"), "", _USAGE
    ),
    # workbooks
    "sheet-unknown": Entry(N_("{file} has no sheet {sheet}; there are: {known}"), "", _NOT_FOUND),
    "sheet-ambiguous": Entry(
        N_("several sheets of {file} may be meant: {candidates}"), N_("choose one with --sheet"), _USAGE
    ),
    "workbook-too-large": Entry(
        N_("the sheet {sheet} reaches to cell {cell}; at most {most} cells are read"),
        N_("delete what stands far from the table, or save the table alone as CSV (UTF-8)"),
    ),
    "workbook-bomb": Entry(N_("{file} unpacks from {packed} KB to {unpacked} MB, as no table of an office does")),
    "workbook-beyond": Entry(
        N_("reading {file} takes more memory or time than a table needs"), N_("save the table alone as CSV (UTF-8)")
    ),
    "workbook-protected": Entry(
        N_("{file} is protected by a password"), N_("open it, take the password away and save it")
    ),
    "workbook-other": Entry(
        N_("{file} is a workbook of the kind {kind}, with macros or in binary form"), N_("save it as .xlsx")
    ),
    "workbook-damaged": Entry(
        N_("{file} is damaged: {reason}"), N_("open it in Excel or LibreOffice and save it again")
    ),
    "cell-error": Entry(
        N_("the cell shows the error {shown}"), N_("mend its formula, or write the figure in its place")
    ),
    "cell-uncomputed": Entry(
        N_("the cell holds a formula that was never calculated"),
        N_("open the file in Excel or LibreOffice and save it, then import it"),
    ),
    "cell-merged": Entry(
        N_("the cell is merged with the one above: the figure may be of several rows"),
        N_("unmerge the cells and write each row's own figure"),
    ),
    "cell-holds-day": Entry(
        N_("the cell holds the day {shown}, not a number"),
        N_("Excel makes a day of 3/4: write it with an apostrophe before it, '3/4"),
    ),
    "cell-nested": Entry(N_("the value is a list or an object, not a text or a number")),
    "rows-rejected": Entry(N_("rows with problems: {count}; nothing was written")),
    "rows-left": Entry(
        N_("rows with problems: {count}; they are in {file}, the others were imported"),
        N_("correct the file and import it"),
    ),
    "rows-repeated": Entry(
        N_("rows that repeat what is in the journal already: {count} of the first {of} without a ref"),
        N_("rows without a ref are never merged; was the file imported before? tracker undo takes an import back"),
        _W,
    ),
    "totals-later": Entry(
        N_("running totals of days before entries that are there already: {count}"),
        N_("the later entries count on top of them"),
        _W,
    ),
    # rosters
    "versions-overlap": Entry(N_("this row and row {earlier} both hold for {unit} on some days")),
    "parent-unknown": Entry(N_("the parent {parent} is not in the roster{nearest}")),
    "parent-loop": Entry(N_("{unit} stands under itself by way of {parent}")),
    "parent-not-alive": Entry(N_("the parent {parent} does not exist on all days of this row"), "", _W),
    "unit-unknown": Entry(N_("the unit {unit} is not in the roster{nearest}")),
    "bad-share": Entry(
        N_("“{text}” is not a share between 0 and 1"), N_("write a decimal number: 0.6 for 60%, 0.3333 for 1/3")
    ),
    "lineage-source-gone": Entry(
        N_("{unit} did not exist on {day}, the day before this step"),
        N_("the day of a step is the first one on which it holds: write the day after the unit's last"),
    ),
    "lineage-heir-gone": Entry(
        N_("{unit} does not exist on {day}, the day of this step"),
        N_("name the unit that lives on that day, or correct the days in the roster"),
    ),
    "lineage-source-lives": Entry(
        N_("{unit} gives all of itself away on {day} and goes on in the roster"),
        N_("end it the day before (valid_to), or add a step from the unit to itself with the share that stays"),
    ),
    "lineage-repeated": Entry(N_("the step of {day} from {unit} to {heir} stands here twice")),
    "lineage-shares": Entry(
        N_("the shares of {unit} on {day} add up to {sum}, not to 1"),
        N_(
            "give every heir its share, the unit itself too where it keeps a part; or leave all of them out: its figures stay unallocated"
        ),
    ),
    "lineage-share-missing": Entry(
        N_("{unit} has several heirs on {day}, and not every one has a share"),
        N_("give every heir its share; or write kind split and no share at all: then its figures stay unallocated"),
    ),
    "lineage-one-heir": Entry(
        N_("{unit} is split on {day} and has one heir only"),
        N_("add a step to the other heir, or to the unit itself where it goes on; write merge where all of it goes"),
    ),
    "lineage-cycle": Entry(
        N_("on {day} these units become each other: {units}"),
        N_("a new name, code or parent is a new row of the roster, not a step of lineage"),
    ),
    "ends-untold": Entry(
        N_("the lineage does not say what became of units that ended: {candidates}"),
        N_("tracker roster merge, split or dissolve writes it, also of units that have ended already"),
        _W,
    ),
    # editing rosters
    "changes-no-unit": Entry(N_("this leaves the units as they are"), "", _USAGE),
    "unit-goes-on": Entry(
        N_("{unit} [{id}] has a row that begins on {start}, so it cannot end before {day}"),
        N_("take that row out of the roster first, if it holds no more"),
    ),
    "unit-has-edge": Entry(
        N_("the lineage says already what became of {unit} [{id}] on {day}"),
        N_("tracker units {id} shows it; the rows of the lineage can be corrected in the file"),
    ),
    "unit-exists": Entry(
        N_("there is a unit {id} already, and an id is never used again"),
        N_("without a name a unit that exists is meant; a new unit needs an id of its own"),
    ),
    "children-remain": Entry(
        N_("units still stand under one that ends: {candidates}"), N_("name their new parent: --children-to UNIT")
    ),
    "children-to-none": Entry(
        N_("{parent} cannot be the new parent: it ends too, or stands under a unit that ends"),
        N_("move it elsewhere first: tracker roster reparent {parent} --parent UNIT --on DAY --basis TEXT"),
    ),
    "merge-of-one": Entry(
        N_("a merger takes a unit that ends, and another that goes on or begins"),
        N_("another name or code is no merger: tracker roster rename"),
        _USAGE,
    ),
    "split-into-one": Entry(
        N_("a split has two heirs or more, each named once"),
        N_("--into B=0.6 --into C=0.4; the unit itself may be one of them and lives on"),
        _USAGE,
    ),
    "parent-gone": Entry(
        N_("{unit} [{id}] cannot stand under {parent}, which does not exist on {day}"),
        N_("name a parent that lives on that day with --parent"),
    ),
    "new-unit-unclear": Entry(
        N_("the units differ in their {field}, so that of {id} must be named"), N_("name it with --{option}"), _USAGE
    ),
    "new-unit-unnamed": Entry(
        N_("there is no unit {id} on {day}{nearest}"),
        N_("a new unit is named too, with an id of its own: --into ID --name NAME"),
        _NOT_FOUND,
    ),
    "new-unit-nameless": Entry(
        N_("--code, --level, --parent and --cluster are of a new unit, which needs a name"),
        N_("name it with --name; of a unit that exists, change them with tracker roster rename or reparent"),
        _USAGE,
    ),
    "name-of-nobody": Entry(N_("--{option} names {id}, which is none of the heirs"), N_("--into {id}=SHARE"), _USAGE),
    "bad-pair": Entry(N_("“{text}” is not ID={what}"), "", _USAGE),
    "pair-repeated": Entry(N_("--{option} names {id} twice"), N_("keep one of them"), _USAGE),
    "new-unit-parentless": Entry(
        N_("{unit} is new, and the list has no column “parent”"),
        N_("add it; the cell stays empty where a unit stands under none"),
    ),
    "listed-nobody": Entry(
        N_("the list has no unit of {day}, so every unit would end"),
        N_("see that it is the list that was meant; tracker roster dissolve ends units"),
    ),
    "roster-day-far": Entry(
        N_("{day} is more than a year from every campaign of these units: {campaigns}"),
        N_("see that the year is right"),
        _W,
    ),
    "lineage-unnamed": Entry(
        N_("campaigns.yaml names no lineage file for {campaign}, and what became of units is written there"),
        N_(
            "{file} was made for it: add the line “lineage: {file}” under “units: {units}” in campaigns.yaml, then try again"
        ),
    ),
    "lineage-to-name": Entry(
        N_("campaigns.yaml names no lineage file for {campaign}, and what became of units is written there"),
        N_("without -n the command makes {file} and asks for the line “lineage: {file}” under “units: {units}”"),
        _W,
    ),
    "not-csv": Entry(
        N_("{file} is no CSV, so it cannot be edited here"),
        N_("save it as CSV (UTF-8) and name that in campaigns.yaml"),
    ),
    "file-changed": Entry(N_("{file} was changed meanwhile; nothing was written"), N_("look at it, then try again")),
    "file-half-written": Entry(
        N_("{file} has its new content and could not be given the old one again"), N_("put {kept} in its place")
    ),
    "edit-breaks": Entry(N_("the files would not be in order after this; nothing was written")),
    "roster-shared-in-part": Entry(
        N_("{campaigns} use the same units with another lineage, where this is not written"),
        N_("add it there too: tracker roster ... -C CAMPAIGN, of units that have ended already"),
        _W,
    ),
    "unit-ended": Entry(
        N_("the unit {id} does not exist on {day}"), N_("an id is never used again: a new unit needs one of its own")
    ),
    "listed-unclear": Entry(
        N_("“{unit}” may be a unit that is there already, under another name or code: {candidates}"),
        N_("write the unit's id into a column id; for a new unit, an id that no unit has had"),
    ),
    "listed-twice": Entry(N_("this row and row {earlier} are both about {id}")),
    "listed-parent-unknown": Entry(N_("the parent {parent} is not in the list{nearest}")),
    "list-rejected": Entry(
        N_("rows with problems: {count}; nothing was written"), N_("correct the list and import it again")
    ),
    "roster-edited-since": Entry(
        N_("{file} was changed after invocation {number}, so it is not put back"),
        N_("what it held before is in {kept}; undo later edits first, or edit the units again"),
    ),
    "kept-missing": Entry(
        N_("{kept}, which keeps what {file} held, is gone or was changed"), N_("edit the units again, or use a backup")
    ),
    "undo-strands": Entry(
        N_("campaign {campaign} has entries or returns of units that would be gone: {candidates}"),
        N_("give them to other units first: tracker amend ID -u UNIT, tracker void ID"),
    ),
    "under-itself": Entry(N_("{unit} [{id}] would stand under itself, by way of {parent}")),
    # the program and its store
    "option-needs": Entry(N_("{option} goes with {others}"), "", _USAGE),
    "lists-exclude": Entry(N_("one of these at a time: {options}"), "", _USAGE),
    "command-unknown": Entry(N_("there is no command {command}{nearest}"), N_("{group} --help lists them"), _USAGE),
    "topic-unknown": Entry(
        N_("there is no topic or command {topic}{nearest}"), N_("tracker help lists the topics"), _USAGE
    ),
    "formats-differ": Entry(
        N_("several formats are asked for: {formats}"),
        N_("name one: leave out -f or --json, or give the file its suffix"),
        _USAGE,
    ),
    "bad-variable": Entry(N_("{name} in the environment holds what cannot be used"), "", _USAGE),
    "bad-language": Entry(N_("“{text}” is no language spoken here; there are: {known}"), "", _USAGE),
    "workbook-exists": Entry(
        N_("{file} is already there, and may have been filled in"), N_("name another file with -o, or move it away")
    ),
    "binary-to-terminal": Entry(
        N_("a file of the kind {format} cannot be shown on a screen"), N_("name a file: -o report.{format}"), _USAGE
    ),
    "template-exists": Entry(
        N_("{file} is already there, and may have been changed"), N_("name another file with -o, or move it away")
    ),
    "template-not-docx": Entry(
        N_("{file} is not a Word document (.docx)"),
        N_(
            "in Word: save it as a Word document (*.docx), without a password; tracker report template -o FILE writes one"
        ),
    ),
    "template-macros": Entry(
        N_("{file} holds macros"), N_("in Word: save it as a Word document (*.docx), which has none")
    ),
    "template-too-large": Entry(N_("{file} unpacks to more than {most} MB")),
    "template-empty": Entry(
        N_("{file} has no place for the texts of a paper: no name in double braces that is filled in"),
        N_(
            "write one where each is to come, as {tag}; tracker report template -o FILE writes a template that has them all"
        ),
    ),
    "template-names": Entry(N_("{file} asks for names that no paper has: {names}"), N_("there are: {known}")),
    "template-broken": Entry(
        N_("{file} cannot be filled in: {reason}, at “{text}”"),
        N_("look at the tag there; tracker report template -o FILE writes a template that works"),
    ),
    "template-for-word": Entry(
        N_("--template is for a Word document"), N_("name one to write: -o report.docx"), _USAGE
    ),
    "output-is-template": Entry(
        N_("{file} is the template itself, which would be lost"), N_("name another file with -o"), _USAGE
    ),
    "template-inline": Entry(
        N_("{file} puts {name} into a line of text; it has paragraphs of its own"),
        N_("write {tag}, alone in its paragraph"),
    ),
    "extra-missing": Entry(
        N_("this needs {library}, which is not installed"), N_("python -m pip install 'tracker[{extra}]'")
    ),
    "pictures-left-out": Entry(
        N_("there are no pictures, only what they show in words: this needs {library}, which is not installed"),
        N_("python -m pip install 'tracker[{extra}]'"),
        _W,
    ),
    "export-limits": Entry(
        N_("--what {what} takes none of these: {options}"),
        N_("the units are exported as a whole roster, the journal as a whole chain"),
        _USAGE,
    ),
    "format-unknown": Entry(N_("{path} has no suffix that names a format"), N_("suffixes here: {known}"), _USAGE),
    "no-campaigns-file": Entry(
        N_("there is no campaigns.yaml in this folder or above it"),
        N_("tracker init begins a campaign of your own; tracker demo makes a sandbox to look around in"),
        _NOT_FOUND,
    ),
    "folder-in-use": Entry(N_("the folder {folder} holds other files"), N_("name another with --dir")),
    "store-busy": Entry(
        N_("another command is writing to {store}; it was still busy after {seconds} seconds"),
        N_("try again when it has ended"),
        _STORE,
    ),
    "store-damaged": Entry(
        N_("{store} cannot be read as a store: {reason}"), N_("keep the file; restore a backup beside it"), _STORE
    ),
    "store-foreign": Entry(
        N_("{store} is a database of another program"), N_("name the right store with --db"), _STORE
    ),
    "store-empty": Entry(
        N_("{store} has no content, as if it had been cut off"),
        N_("tracker restore FILE puts a backup in its place; to begin anew, delete the empty file"),
        _STORE,
    ),
    "store-newer": Entry(
        N_("{store} was written by a newer version of tracker"), N_("install the newer version"), _STORE
    ),
    "event-unknown": Entry(
        N_("the store holds events of the kind “{kind}”, which only a newer version of tracker knows"),
        N_("install the newer version"),
        _STORE,
    ),
    "store-full": Entry(
        N_("there is no room left to write {store}"), N_("free some space; nothing was written"), _STORE
    ),
    "store-unsure": Entry(
        N_("the disk did not confirm what was written to {store}"),
        N_("see that the disk works; before you enter it again, see with tracker undo --list whether it is there"),
        _STORE,
    ),
    "store-read-only": Entry(N_("{store} cannot be written: {reason}"), "", _STORE),
    "store-unreadable": Entry(N_("{store} cannot be read: {reason}"), "", _STORE),
    "store-in-use": Entry(
        N_("another program has {store} open; nothing was changed"), N_("end it, then try again"), _STORE
    ),
    "store-missing": Entry(
        N_("there is no store {store} yet"), N_("the first command that records something makes it"), _NOT_FOUND
    ),
    # what a check of the store finds
    "store-emptied": Entry(N_("the store is an empty file"), _RESTORE),
    "log-missing": Entry(
        N_("the write-ahead log {wal} is gone, and with it what stood only there"),
        N_(
            "put it back beside the store; or delete {shm} to go on without it, and compare the last entries with your papers"
        ),
        _STORE,
    ),
    "log-of-another-store": Entry(
        N_("the write-ahead log beside the store belongs to another store"),
        N_("move it to another folder before any other command opens the store"),
    ),
    "schema-missing": Entry(N_("the {kind} {name} is missing"), _RESTORE),
    "schema-differs": Entry(N_("the {kind} {name} is not as tracker makes it"), _RESTORE),
    "schema-foreign": Entry(N_("the {kind} {name} is not tracker's"), N_("keep tables of your own in another file")),
    "page-damaged": Entry(N_("SQLite's own check says: {reason}"), _RESTORE),
    "table-unreadable": Entry(N_("this cannot be read to its end: {reason}"), _RESTORE),
    "row-orphaned": Entry(N_("the row refers to a row of {parent} that is not there"), _RESTORE),
    "row-missing": Entry(N_("rows are missing before this one: {count}"), _RESTORE),
    "row-twice": Entry(N_("what may stand once stands twice, here and in row {other}"), _RESTORE),
    "row-changed": Entry(
        N_(
            "the row does not follow from those before it: it, the invocation that wrote it or the row before it was changed or taken out"
        ),
        N_("compare it with a backup: tracker fsck --db BACKUP; tracker restore BACKUP puts that back"),
    ),
    "batch-empty": Entry(N_("all that this invocation wrote is gone"), _RESTORE),
    "reversal-wrong": Entry(N_("the row does not agree with row {other}, which it takes back or replaces"), _RESTORE),
    "event-about-nothing": Entry(N_("the event follows row {other}, which is no event and no return"), _RESTORE),
    "evidence-lost": Entry(N_("the evidence {file} is not there any more: {path}"), _PUT_BACK),
    "evidence-altered": Entry(N_("the evidence {file} is not what was kept: {path}"), _PUT_BACK),
    "value-impossible": Entry(N_("the column {column} holds what tracker never writes"), _RESTORE),
    "definition-changed": Entry(N_("the definition is not the one that entries were judged by"), _RESTORE),
    "total-wrong": Entry(
        N_("the total kept is {kept} of {kept_entries} entries; the journal adds up to {counted} of {counted_entries}"),
        _REPAIR,
    ),
    "cache-changed": Entry(N_("the compiled campaigns are not what was kept"), _REPAIR),
    "findings-more": Entry(N_("there are {more} more findings of the kind {kind}")),
    # backups
    "copy-damaged": Entry(
        N_("{file} is damaged (findings: {count}); nothing was changed"),
        N_("tracker fsck --full --db {file} shows them"),
    ),
    "output-is-store": Entry(N_("{file} holds a store; an answer is never written over one"), N_("name another file")),
    "output-is-definition": Entry(
        N_("{file} defines the campaigns, and would be lost; an answer is never written over it"),
        N_("name another file"),
    ),
    "backup-exists": Entry(N_("{file} is already there"), N_("name another file, or let --force replace it")),
    "backup-onto-store": Entry(N_("{file} is the store itself, or belongs to it"), N_("name another file")),
    "restore-from-itself": Entry(N_("{file} is the store that is used"), N_("name a backup of it")),
    "not-confirmed": Entry(N_("nothing was changed")),
    "bad-yes-no": Entry(N_("“{text}” is neither yes nor no"), N_("type yes or no"), _USAGE),
    "restore-unasked": Entry(
        N_("{store} would be replaced, and nobody is there to be asked; nothing was changed"),
        N_("tracker restore FILE --yes does it; what the store holds is kept beside it"),
    ),
    # the past
    "known-at-writes": Entry(
        N_("{command} does not take --known-at, which shows figures as they were known at a moment"),
        N_("leave --known-at out"),
        _USAGE,
    ),
    "bad-known-at": Entry(
        N_("“{text}” is neither a moment nor the hash of a report"),
        N_(
            'write a day, a day and a time ("28/2/2025 16:00"), 2025-02-28T16:00:00+07:00 or the hash at the foot of a report'
        ),
        _USAGE,
    ),
    "head-not-found": Entry(
        N_("the journal never had the hash {hash}"),
        N_("look at the foot of the report again; another store may have written it"),
        _NOT_FOUND,
    ),
    "interrupted": Entry(N_("interrupted; nothing was written"), "", 130),
    "interrupted-late": Entry(
        N_("interrupted too late: everything was recorded already"), N_("tracker undo takes it back"), 130
    ),
    "unexpected": Entry(
        N_("something went wrong inside tracker: {reason}"),
        N_(
            "tracker fsck --full tells whether the store is damaged; if not, --debug shows where it was: please report it"
        ),
    ),
}

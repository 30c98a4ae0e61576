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
    "text-too-long": Entry(N_("the {name} has {length} characters, at most {most} are kept")),
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
        N_("a later achievement belongs to the unit that followed it"),
    ),
    "criterion-not-found": Entry(N_("no criterion “{criterion}”{nearest}; there are: {known}"), "", _NOT_FOUND),
    "criterion-ambiguous": Entry(
        N_("“{criterion}” may be {count} criteria: {candidates}"), N_("name one by its id"), _USAGE
    ),
    "campaign-ambiguous": Entry(N_("several campaigns fit: {candidates}"), N_("choose one with -C"), _USAGE),
    "campaign-not-found": Entry(N_("no campaign “{campaign}”{nearest}; there are: {known}"), "", _NOT_FOUND),
    "entry-not-found": Entry(N_("no entry {id} in the journal"), N_("tracker achievements lists them"), _NOT_FOUND),
    "bad-entry-id": Entry(N_("“{text}” is not the id of an entry"), N_("an id looks like 1-42"), _USAGE),
    "ref-differs": Entry(
        N_("ref {ref} is already in the journal with other content{state}: {before}; this says {now}"),
        N_("use another ref; tracker show {id} shows that entry"),
    ),
    "ref-differs-in-file": Entry(N_("ref {ref} stands in this file with other content: {before}; this says {now}")),
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
    "undo-blocked": Entry(
        N_("invocation {number} ({command}) cannot be undone; what came later stands in the way: {count}"),
        N_("undo that first, or correct single entries with tracker amend and tracker void"),
    ),
    "entry-in-the-way": Entry(N_("{id} was corrected by invocation {number}: {command} ({who})")),
    "ref-in-the-way": Entry(N_("the ref {ref} stands for {id} now, by invocation {number}: {command} ({who})")),
    "return-in-the-way": Entry(N_("{id} is the return for that week now, by invocation {number}: {command} ({who})")),
    "total-too-large": Entry(N_("a total would grow beyond what the journal can hold"), N_("check the quantities")),
    "phase-not-found": Entry(N_("no phase “{phase}”{nearest}; there are: {known}"), "", _NOT_FOUND),
    # returns
    "return-not-owed": Entry(
        N_("{unit} owes no return for the week {start} to {end}"), N_("tracker deadlines shows which weeks are due")
    ),
    "return-differs": Entry(
        N_("{unit} has filed another return for the week {start} to {end}: received {received}, {is_nil}"),
        N_("where that one is wrong: tracker void {id} --reason ..., then submit again"),
    ),
    "nil-with-entries": Entry(
        N_("{unit} logged something in the week {start} to {end} (entries: {count}), so the return is not nil"),
        N_("leave out --nil"),
    ),
    "received-in-future": Entry(N_("a return cannot be received on {received}, after now")),
    "no-weekly-return": Entry(N_("{campaign} asks for no weekly return"), "", _NOT_FOUND),
    "week-outside": Entry(
        N_("the week {start} to {end} is outside the campaign {campaign}"),
        N_("it runs from {first} to {last}; name a week of it with --week"),
    ),
    "week-in-future": Entry(N_("the week {start} to {end} has not begun")),
    "no-returns": Entry(N_("{campaign} asks for no weekly return in the week {start} to {end}"), "", _NOT_FOUND),
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
    "not-yet": Entry(N_("“{what}” is known but not yet supported by this version")),
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
    "level-unknown": Entry(N_("no unit has the level {name}{nearest}"), N_("levels in the roster: {known}")),
    "decimals-too-many": Entry(N_("at most {most} decimal places are kept")),
    "target-twice": Entry(N_("{first} and {second} both give a target"), N_("keep one of them")),
    "per-misplaced": Entry(N_("per: phase goes with the target or the unit_targets of a count")),
    "rate-target-form": Entry(N_("a rate has one target that holds in every span, not {key}"), N_("write target: 75%")),
    "percent-unclear": Entry(
        N_("“{text}” may be a share or a percentage"), N_("write {percent}, or 75% for three quarters")
    ),
    "deadline-twice": Entry(N_("a deadline has either every: or due:, not both")),
    "deadline-without-day": Entry(N_("the deadline has no day"), N_("write due: 10/2/2025 or every: friday 16:00")),
    "bad-every": Entry(N_("“{text}” is not a time that comes again"), N_("write every: friday 16:00")),
    "bad-lock-after": Entry(N_("“{text}” is not a number of days"), N_("write lock_after: 7 days")),
    # tables
    "csv-syntax": Entry(N_("this is not a table: {problem}"), N_("look for a quotation mark without its partner")),
    "header-unknown": Entry(
        N_("unknown column “{title}”{nearest}"),
        N_("tracker import takes what a column is from --mapping, also ignore"),
    ),
    "header-repeated": Entry(N_("the column “{title}” stands here for the second time")),
    "header-missing": Entry(
        N_("columns are missing: {columns}"), N_("one of the first 30 rows has to name the columns")
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
        N_("was the file imported before? tracker undo takes back what was just written"),
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
    "bad-share": Entry(N_("“{text}” is not a share between 0 and 1")),
    # the program and its store
    "week-without-missing": Entry(N_("--week goes with --missing"), "", _USAGE),
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
    "extra-missing": Entry(
        N_("this needs {library}, which is not installed"), N_("python -m pip install 'tracker[{extra}]'")
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
    "no-campaign": Entry(N_("the file defines no campaign"), "", _NOT_FOUND),
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
    "store-full": Entry(
        N_("there is no room left to write {store}"), N_("free some space; nothing was written"), _STORE
    ),
    "store-read-only": Entry(N_("{store} cannot be written: {reason}"), "", _STORE),
    "store-in-use": Entry(
        N_("another program has {store} open; nothing was changed"), N_("end it, then try again"), _STORE
    ),
    "store-missing": Entry(
        N_("there is no store {store} yet"), N_("the first command that records something makes it"), _NOT_FOUND
    ),
    # what a check of the store finds
    "store-emptied": Entry(N_("the store is an empty file"), _RESTORE),
    "log-missing": Entry(
        N_("the store's write-ahead log is gone, and with it what stood only there"),
        N_("compare the last entries with your papers; tracker restore FILE puts a backup back"),
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
    "backup-exists": Entry(N_("{file} is already there"), N_("name another file, or let --force replace it")),
    "backup-onto-store": Entry(N_("{file} is the store itself, or belongs to it"), N_("name another file")),
    "restore-from-itself": Entry(N_("{file} is the store that is used"), N_("name a backup of it")),
    "not-confirmed": Entry(N_("nothing was changed")),
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
    "unexpected": Entry(
        N_("something went wrong inside tracker: {reason}"),
        N_("the same command with --debug shows where; please report it"),
    ),
}

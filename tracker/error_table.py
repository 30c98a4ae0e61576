"""Every error and warning the program knows: its sentence, its hint and its exit code, by code.

Sentences and hints are gettext ids; words in braces are filled in, in the reader's language, when they are drawn.
"""

from typing import NamedTuple


def N_(text: str) -> str:  # noqa: N802 the name that gettext tools look for
    """Mark a text for translation; it is translated where it is shown."""
    return text


class Entry(NamedTuple):
    """What a code means; the exit code is 0 for a warning."""

    sentence: str
    hint: str = ""
    exit_code: int = 1


_W, _USAGE, _NOT_FOUND, _STORE = 0, 2, 3, 4
_DAYS_HINT = N_(
    "write 2025-02-28, 28/2/2025, 28-2-2025, 28.2.2025, 28/2, today, yesterday, hôm nay, hôm qua, -3d or -2w"
)

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
        N_("ref {ref} is already in the journal with other content: {before}; this says {now}"),
        N_("use another ref; the entry that stands is {id}"),
    ),
    "ref-differs-in-file": Entry(N_("ref {ref} stands in this file with other content: {before}; this says {now}")),
    "total-too-large": Entry(N_("a total would grow beyond what the journal can hold"), N_("check the quantities")),
    "phase-not-found": Entry(N_("no phase “{phase}”{nearest}; there are: {known}"), "", _NOT_FOUND),
    # returns
    "return-not-owed": Entry(
        N_("{unit} owes no return for the week {start} to {end}"), N_("tracker deadlines shows which weeks are due")
    ),
    "return-differs": Entry(
        N_("{unit} has filed another return for the week {start} to {end}: received {received}, {is_nil}"),
        N_("a return is filed once; log what is new as achievements"),
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
    "file-unwritable": Entry(N_("{file} cannot be written: {reason}")),
    "file-exists": Entry(N_("{file} is already there")),
    "file-too-large": Entry(N_("{file} is larger than {most} MB")),
    "file-empty": Entry(N_("the file is empty"), N_("tracker demo makes a sandbox to look around in")),
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
    "header-unknown": Entry(N_("unknown column “{title}”{nearest}")),
    "header-repeated": Entry(N_("the column “{title}” stands here for the second time")),
    "header-missing": Entry(N_("columns are missing: {columns}"), N_("the first row names the columns")),
    "column-ignored": Entry(N_("the column “{title}” is not read"), "", _W),
    "cells-extra": Entry(N_("the row has more cells than the {width} columns of the header")),
    "rows-rejected": Entry(N_("rows with problems: {count}; nothing was written")),
    # rosters
    "versions-overlap": Entry(N_("this row and row {earlier} both hold for {unit} on some days")),
    "parent-unknown": Entry(N_("the parent {parent} is not in the roster{nearest}")),
    "parent-loop": Entry(N_("{unit} stands under itself by way of {parent}")),
    "parent-not-alive": Entry(N_("the parent {parent} does not exist on all days of this row"), "", _W),
    "unit-unknown": Entry(N_("the unit {unit} is not in the roster{nearest}")),
    "bad-share": Entry(N_("“{text}” is not a share between 0 and 1")),
    # the program and its store
    "week-without-missing": Entry(N_("--week goes with --missing"), "", _USAGE),
    "command-unknown": Entry(N_("there is no command {command}{nearest}"), N_("tracker --help lists them"), _USAGE),
    "format-unknown": Entry(N_("{path} has no suffix that names a format"), N_("suffixes here: {known}"), _USAGE),
    "no-campaigns-file": Entry(
        N_("there is no campaigns.yaml in this folder or above it"),
        N_("tracker demo makes a sandbox to look around in"),
        _NOT_FOUND,
    ),
    "no-campaign": Entry(N_("the file defines no campaign"), "", _NOT_FOUND),
    "bad-option-value": Entry(N_("“{value}” is not one of {known}"), "", _USAGE),
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
    "store-newer": Entry(
        N_("{store} was written by a newer version of tracker"), N_("install the newer version"), _STORE
    ),
    "store-full": Entry(
        N_("there is no room left to write {store}"), N_("free some space; nothing was written"), _STORE
    ),
    "store-read-only": Entry(N_("{store} cannot be written: {reason}"), "", _STORE),
    "interrupted": Entry(N_("interrupted; nothing was written"), "", 130),
    "unexpected": Entry(
        N_("something went wrong inside tracker: {reason}"),
        N_("the same command with --debug shows where; please report it"),
    ),
}

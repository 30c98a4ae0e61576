"""What a command that writes answers: what it did, and what that changed."""

from typing import TYPE_CHECKING

from tracker.domain.calendar import Span
from tracker.domain.criteria import Aim, Criterion
from tracker.domain.entries import Posting, Total
from tracker.domain.progress import Progress, Standing
from tracker.i18n import _, day, moment, ngettext, number, weekday
from tracker.render.document import Document, Paragraph, Role, Run, paragraph
from tracker.render.progress_words import say_attainment, say_pace, say_result_in_full, say_shortfall, say_target
from tracker.render.words import HIGHLIGHTS, TEXTS, say_span, say_total
from tracker.services.log import Effect, Receipt, amounts_of
from tracker.services.submit import Submission

if TYPE_CHECKING:
    from tracker.services.highlights import Marking


def compose_receipt(receipt: Receipt, *, dry_run: bool, undo: str = "") -> Document:
    """Compose the receipt of a logged achievement with its effect on the unit and the whole; `undo` takes it back."""
    posting, criterion = receipt.posting, receipt.criterion
    is_whole = (criterion.is_state and not posting.work) or (receipt.already_there and receipt.stated is not None)
    first = [
        Run("✔ ", Role.GOOD),
        Run(f"{receipt.unit.name} · {receipt.view.campaign.title_of(criterion.id, posting.work)} "),
        Run(("" if is_whole else "+") + say_logged(posting, criterion), Role.STRONG),
        Run("" if dry_run or not receipt.id else f"  {receipt.id}", Role.CODE),
    ]
    phase = receipt.phase.title if receipt.phase and receipt.view.campaign.has_phases else ""
    if receipt.is_late and phase:
        phase = _("{phase} (closed), recorded late").format(phase=phase)
    unit = _("the unit {figure}").format(figure=_figure(criterion, receipt.of_unit.after))
    second = (f"{weekday(posting.day)} {day(posting.day)}", phase, unit, _running_total(receipt))
    whole = _("The whole campaign") + (f", {phase}" if receipt.within and phase else "")
    return (
        *say_first(dry_run, already_there=receipt.already_there),
        Paragraph(tuple(first)),
        paragraph(" · ".join(part for part in second if part), indent=2),
        paragraph(say_effect(whole, criterion, receipt.of_campaign), indent=2),
        *(paragraph(_("Marked: {kind}").format(kind=_(HIGHLIGHTS[kind])), indent=2) for kind in receipt.marks),
        *say_undo("" if dry_run or receipt.already_there else undo),
    )


def compose_marking(done: "Marking", *, dry_run: bool, undo: str = "") -> Document:
    """Compose what marking an entry did; `undo` takes it back."""
    posting, view = done.entry.posting, done.view
    criterion = view.campaign.criteria_by_id.get(posting.criterion)
    title = criterion.title if criterion else posting.criterion
    return (
        *say_first(dry_run, already_there=done.already_there),
        paragraph(
            Run("✔ ", Role.GOOD),
            f"{view.roster.name_on(posting.unit, posting.day)} · {title} ",
            Run(say_logged(posting, criterion), Role.STRONG),
            Run(f"  {done.entry.id}", Role.CODE),
        ),
        *([paragraph(posting.note, indent=2)] if posting.note else []),
        paragraph(
            _("Marked: {kind}").format(kind=_(HIGHLIGHTS[done.kind])),
            Run(f"  {done.id}" if done.id else "", Role.CODE),
            indent=2,
        ),
        *say_undo("" if dry_run or done.already_there else undo),
    )


def say_first(dry_run: bool, *, already_there: bool = False) -> tuple[Paragraph, ...]:
    """Return the line that says that nothing was written, where that is so."""
    if already_there:
        return (paragraph(Run(_("Already there; nothing was added."), Role.STRONG)),)
    return (paragraph(Run(_("A rehearsal: nothing was written."), Role.STRONG)),) if dry_run else ()


def say_undo(command: str, label: str = "") -> tuple[Paragraph, ...]:
    """Return the line with the command that takes back what was written, where there is one."""
    return (paragraph((label or _("Undo:")) + " ", Run(command, Role.CODE), indent=2),) if command else ()


def say_logged(posting: Posting, criterion: Criterion | None) -> str:
    """Write what an entry logs: a rate's two numbers, or an amount with its measure."""
    amounts = "/".join(number(amount) for amount in amounts_of(posting))
    measure = criterion.measure if criterion and posting.denominator is None else ""
    return f"{amounts} {measure}".rstrip()


def _running_total(receipt: Receipt) -> str:
    if receipt.stated is None or receipt.already_there:
        return ""
    stated, criterion = receipt.stated, receipt.criterion
    after = say_total(criterion, Total(stated.posting.quantity, stated.posting.denominator or 0))
    return _("running total {before} → {after}").format(before=say_total(criterion, stated.before), after=after)


def _figure(criterion: Criterion, progress: Progress) -> str:
    """Write a figure against its target: 124/547 (22.7%), or 77, 6.1% less (target: 5% less)."""
    figure = say_result_in_full(criterion, progress)
    match criterion.aim:
        case Aim.REACH if progress.target:
            return f"{figure}/{say_target(criterion, progress)} ({say_attainment(progress)}%)"
        case Aim.REDUCE | Aim.STAY_UNDER if progress.attainment is not None:
            target = _("target: {target}").format(target=say_target(criterion, progress))
            return f"{figure} ({target})"
        case Aim.REACH | Aim.REDUCE | Aim.STAY_UNDER | Aim.NEVER:
            return figure


def say_effect(whole: str, criterion: Criterion, effect: Effect) -> str:
    """Say how a figure of the whole was, how it is now, and how it stands to the plan."""
    text = f"{whole}: {say_total(criterion, effect.before.actual)} → {_figure(criterion, effect.after)}"
    pace = _change(criterion, effect)
    return f"{text}, {pace}" if pace else text


def _change(criterion: Criterion, effect: Effect) -> str:
    """Say what happened to the pace of the whole."""
    before, after = effect.before, effect.after
    if after.standing is Standing.NO_TARGET:
        return ""
    if before.standing is after.standing is Standing.BEHIND and criterion.adds_up:
        amounts = (say_shortfall(criterion, one) for one in (before, after))
        return _("{before} → {after} short of the plan").format(**dict(zip(("before", "after"), amounts, strict=True)))
    return say_pace(criterion, after)


def compose_submission(title: str, one: Submission, *, dry_run: bool, undo: str = "") -> Document:
    """Compose what filing a return did; `undo` takes it back."""
    span = Span(one.filed.span_start, one.filed.span_end)
    content = (
        _("nil return")
        if one.filed.is_nil
        else ngettext("{count} entry in the period", "{count} entries in the period", one.entries)
    )
    received = _("received {moment}").format(moment=moment(one.filed.received_at))
    punctual = Run(_("on time"), Role.GOOD) if one.on_time else Run(_("late"), Role.BAD)
    said = [": ".join((_(title), text)) for kind, title in TEXTS.items() if (text := getattr(one.texts, kind, ""))]
    if one.exception:
        said.insert(0, _("left open by an exception: {reason}").format(reason=one.exception))
    return (
        *say_first(dry_run, already_there=one.already_there),
        paragraph(
            Run("✔ ", Role.GOOD),
            f"{one.unit.name} · ",
            Run(f"{title} {say_span(span)}", Role.STRONG),
            Run("" if dry_run else f"  {one.id}".rstrip(), Role.CODE),
        ),
        paragraph(f"{content} · {received} · ", punctual, indent=2),
        *(paragraph(text, indent=2) for text in said),
        paragraph(
            _("{actual} of {expected} units have filed").format(
                actual=number(one.actual), expected=number(one.expected)
            ),
            indent=2,
        ),
        *say_undo("" if dry_run or one.already_there else undo),
    )

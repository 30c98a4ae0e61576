"""What a command that writes answers: what it did, and what that changed."""

from tracker.domain.calendar import Span
from tracker.domain.campaign import Kind
from tracker.domain.progress import Progress, Standing
from tracker.domain.quantity import as_decimal
from tracker.i18n import _, day, moment, ngettext, number, weekday
from tracker.render.document import Document, Paragraph, Role, Run, paragraph
from tracker.render.words import say_attainment, say_pace, say_shortfall, say_span, say_target, say_total
from tracker.services.intake import Intake
from tracker.services.log import Effect, Receipt
from tracker.services.submit import Submission


def compose_receipt(receipt: Receipt, *, dry_run: bool) -> Document:
    """Compose the receipt of a logged achievement with its effect on the unit and the whole."""
    posting, criterion = receipt.posting, receipt.criterion
    amount = f"+{number(as_decimal(posting.quantity))}"
    if posting.denominator is not None:
        amount += f"/{number(as_decimal(posting.denominator))}"
    elif criterion.measure:
        amount += f" {criterion.measure}"
    first = [
        Run("✔ ", Role.GOOD),
        Run(f"{receipt.unit.name} · {criterion.title} "),
        Run(amount, Role.STRONG),
        Run("" if dry_run else f"  {receipt.id}", Role.CODE),
    ]
    phase = receipt.phase.title if receipt.phase and receipt.view.campaign.has_phases else ""
    unit = _("the unit {figure}").format(figure=_figure(receipt, receipt.of_unit.after))
    second = " · ".join(part for part in (f"{weekday(posting.day)} {day(posting.day)}", phase, unit) if part)
    return (
        *_first_line(dry_run, already_there=receipt.already_there),
        Paragraph(tuple(first)),
        paragraph(second, indent=2),
        paragraph(_whole(receipt, phase if receipt.within else ""), indent=2),
    )


def _first_line(dry_run: bool, *, already_there: bool) -> tuple[Paragraph, ...]:
    if already_there:
        return (paragraph(Run(_("Already there; nothing was added."), Role.STRONG)),)
    return (paragraph(Run(_("A rehearsal: nothing was written."), Role.STRONG)),) if dry_run else ()


def _figure(receipt: Receipt, progress: Progress) -> str:
    figure = say_total(receipt.criterion, progress.actual)
    if not progress.target:
        return figure
    return f"{figure}/{say_target(receipt.criterion, progress)} ({say_attainment(progress)}%)"


def _whole(receipt: Receipt, phase: str) -> str:
    effect, criterion = receipt.of_campaign, receipt.criterion
    before = say_total(criterion, effect.before.actual)
    text = _("The whole campaign") + (f", {phase}" if phase else "")
    text += f": {before} → {_figure(receipt, effect.after)}" if before else ""
    pace = _change(receipt, effect)
    return f"{text}, {pace}" if pace else text


def _change(receipt: Receipt, effect: Effect) -> str:
    """Say what the entry did to the pace of the whole."""
    criterion, (before, after) = receipt.criterion, effect
    if after.standing is Standing.NO_TARGET:
        return ""
    if before.standing is after.standing is Standing.BEHIND and criterion.kind is Kind.COUNT:
        amounts = (say_shortfall(criterion, one) for one in effect)
        return _("{before} → {after} short of the plan").format(**dict(zip(("before", "after"), amounts, strict=True)))
    return say_pace(criterion, after)


def compose_intake(file: str, intake: Intake, *, dry_run: bool) -> Document:
    """Compose what an import did."""
    counts = [
        ngettext("{count} row", "{count} rows", intake.rows),
        _("{count} written").format(count=number(intake.written)),
        _("{count} already there").format(count=number(intake.already_there)) if intake.already_there else "",
    ]
    line = paragraph(Run("✔ ", Role.GOOD), Run(file, Role.STRONG), ": " + " · ".join(part for part in counts if part))
    return (*_first_line(dry_run, already_there=False), line)


def compose_submission(title: str, one: Submission, *, dry_run: bool) -> Document:
    """Compose what filing a return did."""
    span = Span(one.filed.span_start, one.filed.span_end)
    content = (
        _("nil return")
        if one.filed.is_nil
        else ngettext("{count} entry in the week", "{count} entries in the week", one.entries)
    )
    received = _("received {moment}").format(moment=moment(one.filed.received_at))
    punctual = Run(_("on time"), Role.GOOD) if one.on_time else Run(_("late"), Role.BAD)
    return (
        *_first_line(dry_run, already_there=one.already_there),
        paragraph(
            Run("✔ ", Role.GOOD),
            f"{one.unit.name} · ",
            Run(f"{title} {say_span(span)}", Role.STRONG),
            Run("" if dry_run else f"  {one.id}".rstrip(), Role.CODE),
        ),
        paragraph(f"{content} · {received} · ", punctual, indent=2),
        paragraph(
            _("{actual} of {expected} units have filed").format(
                actual=number(one.actual), expected=number(one.expected)
            ),
            indent=2,
        ),
    )

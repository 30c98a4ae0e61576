"""The layout of administrative documents, as figures that Word and PDF are both laid out by.

Source: Decree 30/2020/ND-CP, Appendix I (profile nd30-2020). Where the law gives a range, the value in use is named here.
"""

from typing import NamedTuple


class Layout(NamedTuple):
    """Sizes in points, lengths in millimetres; shares of a text's or a page's width from 0 to 1."""

    name: str = "nd30-2020"
    font: str = "Times New Roman"
    page_width: float = 210
    page_height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20
    page_number: float = 14
    nation: float = 12
    motto: float = 13
    agency: float = 12
    number: float = 13
    place_and_date: float = 13
    kind: float = 14
    abstract: float = 14
    addressee: float = 14
    grounds: float = 14
    body: float = 14
    heading: float = 14
    signature: float = 14
    recipients_title: float = 12
    recipients: float = 11
    annex_title: float = 14
    annex_table: float = 11
    first_line: float = 12.7
    gap: float = 6
    line_spacing: float = 1.15
    rule_share: float = 0.4
    header_left: float = 0.4


ND30 = Layout()

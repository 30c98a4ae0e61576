"""What stands around the text of a signed paper: whose it is, its symbol and place, who signs, who receives it."""

import msgspec


class Letterhead(msgspec.Struct, frozen=True, omit_defaults=True):
    """The letterhead of a campaign's papers, as it is written; nothing is capitalised or punctuated yet.

    `agencies` go from the highest to the one that issues. `symbol` is what follows the kind of paper in its number, as PX03 of
    05/BC-PX03. `authority` and `post` are the lines above the signer, as "KT. Giám đốc" and "Phó Giám đốc".
    `addressees` follow "Kính gửi", `grounds` are what the paper rests on, `recipients` follow "Nơi nhận".
    """

    agencies: tuple[str, ...] = ()
    symbol: str = ""
    place: str = ""
    authority: str = ""
    post: str = ""
    signer: str = ""
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    @property
    def signing(self) -> tuple[str, ...]:
        """The lines above the signer's name, those that are given."""
        return tuple(line for line in (self.authority, self.post) if line)

    def number_of(self, kind: str, number: str = "") -> str:
        """Return a paper's number and symbol, as 05/BC-PX03: `kind` is what its kind is shortened to; a number below 10 gets a
        zero before it, one that is not given yet leaves room for the clerk's hand.

        Source: Decree 30/2020/ND-CP, Appendix I, part II, 3.
        """
        given = number.zfill(2) if number.isdecimal() else number or " " * 6
        return f"{given}/{'-'.join(part for part in (kind, self.symbol) if part)}"

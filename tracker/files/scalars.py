"""The kinds of single values in campaigns.yaml; the example of each tells the JSON Schema what may be written."""

from typing import Annotated

import msgspec

ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]*$"

Id = Annotated[str, msgspec.Meta(pattern=ID_PATTERN)]
Amount = Annotated[str, msgspec.Meta(examples=["100"])]
SignedAmount = Annotated[str, msgspec.Meta(examples=["-10"])]
Percentage = Annotated[str, msgspec.Meta(examples=["80%"])]

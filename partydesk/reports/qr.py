"""QR codes as the bits of their rows (ISO/IEC 18004:2015)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt
from typing import Any, Final

import zxingcpp

#: Light modules around a symbol, on each side (ISO/IEC 18004, 6.3.8).
QUIET_ZONE: Final = 4
#: Survives a stain over a seventh of the symbol; the next lower level does not.
_LEVEL: Final = "Q"
#: The standard has all eight masks tried and the evenest one taken, against large patches in texts
#: that repeat themselves. A signature is even as it is, and a reader takes any mask; trying them
#: all takes as long as the rest of the page.
_MASK: Final = 3
_BITS: Final = bytes.maketrans(b"\x00\xff", b"01")


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol.

    Attributes:
        side: Modules on a side, without the quiet zone.
        rows: From above, each filled up to whole bytes, in hexadecimal; 0 is a black module.
    """

    side: int
    rows: str

    @property
    def modules(self) -> int:
        """Modules on a side, the quiet zone included."""
        return self.side + 2 * QUIET_ZONE


# A document is composed once to be looked at and once to be printed.
@lru_cache(maxsize=2048)
def symbol_of(text: str) -> Symbol:
    """Make the symbol of a text, as small as it can be at its level of correction."""
    code = zxingcpp.create_barcode(
        text, zxingcpp.BarcodeFormat.QRCode, ec_level=_LEVEL, data_mask=_MASK
    )
    image: Any = code.to_image(scale=1, add_quiet_zones=False)  # a buffer of bytes, 0 for black
    bits = memoryview(image).tobytes().translate(_BITS)
    side = isqrt(len(bits))
    filling = b"1" * (-side % 8)
    rows = [bits[start : start + side] + filling for start in range(0, len(bits), side)]
    digits = side * (side + len(filling)) // 4
    return Symbol(side, f"{int(b''.join(rows), 2):0{digits}X}")

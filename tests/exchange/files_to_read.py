"""Makes the files that the tests of reading need (all data invented)."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook

from partydesk.domain.values import Cell

GOOD = "150430197007071421"

#: A small BIFF8 workbook: sheet 表一, merged title in row 1, header 姓名 性别 出生日期 公民身份号码
#: in row 2, 王　芳 in row 3 (birth as a date, number as text), 李明 in row 4 (number as a number).
_XLS = (
    "c-rk)T}V_x6#nMkU3XV>-SsEXKt)K)AJ|R9deF6^qz4zZsEjDJ-85V^){0Ch(<DKP$fu$g!5$(oL+Dq+UZNl{@<9j!"
    "Eqv-JD2h<GGiUFm)i!XU1mk{}IWu$4oHIXX&fK~8&7^Z?=zhj5mZ2Of7DG0~MeqbAn_h8%<e`u(>baFt$iSL{%}S1p"
    "GvjIEYm4-u^!F?jjGCSk1wK$ZjFa%TxB0VI5j%Jc4ML8gjHtjZ;@FYSqe^CajA;tfd)#uIX$5nxFfF6DGvW{?J>LAS"
    "+Acn*<gm;RY4;)Pykm|VX?Q7j@r7$5+}4ck!4nOEH7O7z7+01EGEE5>26?*D-{ud>dJ=9U9_S<#wYC=dd^1R;T`-KV"
    "p={ub9_|y_27h(=0>uBmlyCV1-%3u5#<xXjKd6|1ZiMPNs``+C%O)vNL~}p9^JwQYKAgmU|DM3K|B1J%aqvjjnbCpf"
    "eo~sMOWa3UUVTBW3F1dh*6BHaR#O~ApvD=vdv(G4ZLc`1LJV}kHP#~_I_i=swzjxRie2t)r7l;gtJGbx*-bXQP4?sQ"
    "vMWA@97~R&L=MjcqCO;X*~vlbpy|%v`TVx3vD$N#Io<r~3BRB=$mt=3i&BG>?a=K3Qj*Ua1x$O`>Uu6`FioXEp**)b"
    "O)Ko~<u;dCnoIo@Gp0Ow5#^0k?)y~pD6{XQXA_l2Dre87j!b)okVA{;BYpYwqEHlyn>QpLd-PmrhuM3k>AxLpR>h%>"
    "J*2&bldvEomf&RijMfOeI`UCjLqyRKtRZQ*rmttXrm(JFQ>kXsdRL;@QrMPRYajNFT;ubKtSL07;B}$Nq%DhPOO0Yn"
    "Wn0pNDtSxg_Ag#djCYN7@02=bp4~4Up~NvS1#{Z0Bvh0u$#}rWT}8yDB_0M07%*VKfB^#rmi^OF`1%yS9-FnxvPJu^"
    "vp{Ll_)YTPqL#k*+Hs1$5qF`D@*p~6+CS@H7P>95LLL2op~L~|J%|=G@;F*z-oNzmBqHatVnxT_3!zy1UyNm(|G593"
    "T|fWn"
)


def xls_bytes() -> bytes:
    """Give the small .xls workbook."""
    return zlib.decompress(base64.b85decode(_XLS))


def locked_xls_bytes() -> bytes:
    """Give an .xls whose second record is FilePass, as in an encrypted one."""
    data = bytearray(xls_bytes())
    place = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    place += 4 + int.from_bytes(data[place + 2 : place + 4], "little")
    data[place : place + 2] = b"\x2f\x00"
    return bytes(data)


def compound_bytes(*streams: str) -> bytes:
    """Give the beginning of an OLE compound file whose directory names these streams."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return header + "Root Entry".encode("utf-16-le").ljust(128, b"\0") + names


def xlsx(path: Path, rows: Sequence[Sequence[Cell]], *, sheet: str = "表一") -> Path:
    """Write rows into the first sheet of a new workbook."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def zipped(path: Path, **parts: str) -> Path:
    """Write a zip archive; ``__`` in a name stands for a slash."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return path


def ods_bytes(rows: Sequence[Sequence[str]], *, locked: bool = False) -> bytes:
    """Give an OpenDocument spreadsheet with one sheet 表一 of texts."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(text)}</text:p></table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="表一">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    secret = "<manifest:encryption-data/>" if locked else ""
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{office}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{secret}</manifest:file-entry></manifest:manifest>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()

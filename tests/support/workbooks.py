"""Spreadsheets as Excel and LibreOffice lay them out, by hand: no such program is at hand."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Cell = str | int | float | datetime.time | datetime.date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
    '<xf numFmtId="20" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)
_EPOCH = datetime.date(1899, 12, 30)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def _zip(files: Mapping[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def xlsx(sheets: Sheets) -> bytes:
    """A workbook of Excel's: shared strings, hours and days as numbers with a format."""
    texts: dict[str, int] = {}
    names = list(sheets)
    parts = {
        f"xl/worksheets/sheet{place}.xml": _xlsx_sheet(sheets[name], texts)
        for place, name in enumerate(names, 1)
    }
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}"/>'
        for place, name in enumerate(names, 1)
    )
    kinds = [(f"rId{place}", "worksheet", part[3:]) for place, part in enumerate(parts, 1)]
    kinds += [("rId98", "styles", "styles.xml"), ("rId99", "sharedStrings", "sharedStrings.xml")]
    relations = "".join(
        f'<Relationship Id="{each}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for each, kind, target in kinds
    )
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPES}.worksheet+xml"/>' for part in parts
    )
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f"{overrides}</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f"{relations}</Relationships>",
            **parts,
            "xl/styles.xml": _STYLES,
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">'
            + "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
            + "</sst>",
        }
    )


def _xlsx_sheet(rows: Sequence[Sequence[Cell]], texts: dict[str, int]) -> str:
    told = "".join(
        f'<row r="{line}">'
        + "".join(
            _xlsx_cell(f"{chr(65 + place)}{line}", cell, texts)
            for place, cell in enumerate(row)
            if cell is not None
        )
        + "</row>"
        for line, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{told}</sheetData></worksheet>'


def _xlsx_cell(at: str, cell: Cell, texts: dict[str, int]) -> str:
    if isinstance(cell, str):
        return f'<c r="{at}" t="s"><v>{texts.setdefault(cell, len(texts))}</v></c>'
    if isinstance(cell, datetime.time):
        return f'<c r="{at}" s="1"><v>{(cell.hour * 60 + cell.minute) / 1440!r}</v></c>'
    if isinstance(cell, datetime.date):
        return f'<c r="{at}" s="2"><v>{(cell - _EPOCH).days}</v></c>'
    return f'<c r="{at}"><v>{cell}</v></c>'


def ods(sheets: Sheets) -> bytes:
    """A workbook of LibreOffice's: typed cells, and the empty ones to the edge told as one."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            "<table:table-row>" + "".join(map(_ods_cell, row)) + _EMPTY + "</table:table-row>"
            for row in rows
        )
        + f'<table:table-row table:number-rows-repeated="1048000">{_EMPTY}</table:table-row>'
        "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" '
        f'xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return _zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0"/>',
        }
    )


_EMPTY = '<table:table-cell table:number-columns-repeated="16000"/>'


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, datetime.time):
        kind, value, text = "time", f"PT{cell:%H}H{cell:%M}M{cell:%S}S", f"{cell:%H:%M}"
    elif isinstance(cell, datetime.date):
        kind, value, text = "date", f"{cell:%Y-%m-%d}", f"{cell:%d/%m/%Y}"
    elif isinstance(cell, str):
        told = "".join(f"<text:p>{escape(part)}</text:p>" for part in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{told}</table:table-cell>'
    else:
        kind, value, text = "float", str(cell), str(cell)
    attribute = "value" if kind == "float" else f"{kind}-value"
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )

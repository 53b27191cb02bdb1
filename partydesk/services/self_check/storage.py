"""The file: its pages, the ties between rows, its shape, the search index, the stored files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Engine, select

from partydesk.db import search, soundness, upgrade
from partydesk.db.encryption import faults_of
from partydesk.db.models import AttachmentRow, IssuedRow, NumberRow, TalentRow
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, named
from partydesk.services.journal_words import title_of
from partydesk.services.pool_kinds import POOLS, index_row_of
from partydesk.services.self_check.looking import Check, Given

_RESTORE: Final = "先停止录入，用最近一份已验证的备份恢复，并检查磁盘"
#: So many records of a pool are compared word for word; of a larger one a spread of as many.
_WORD_FOR_WORD: Final = 5000


def _pages(given: Given) -> Iterator[Finding]:
    engine = given.session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - sessions are opened on the workspace's engine
    faults = faults_of(engine)
    if faults:
        yield Finding(
            "pages", Severity.ERROR, "数据文件有损坏", f"数据文件，{len(faults)} 处", _RESTORE
        )


def _ties(given: Given) -> Iterator[Finding]:
    loose = Counter(soundness.loose_references(given.session.connection()))
    for (table, parent), count in loose.items():
        what = f"{title_of(table)}所指的{title_of(parent)}不存在"
        yield Finding("ties", Severity.ERROR, what, f"{title_of(table)} {count} 条", _RESTORE)


def _readable(given: Given) -> Iterator[Finding]:
    tables = [title_of(table) for table in soundness.unreadable_tables(given.session.connection())]
    if tables:
        what = "有的记录读不出来：日期、状态或金额不合规定"
        yield Finding("unreadable", Severity.ERROR, what, named(tables, "类"), _RESTORE)


def _shape(given: Given) -> Iterator[Finding]:
    drift = upgrade.drift_of(given.session.connection())
    if drift:
        yield Finding(
            "shape",
            Severity.ERROR,
            "数据文件的结构与程序不符",
            f"数据文件，{len(drift)} 处",
            "不要用别的工具修改数据文件；用最近一份已验证的备份恢复",
        )


def _index(given: Given) -> Iterator[Finding]:
    for pool in POOLS.values():
        found = search.differences(given.session, pool.model, index_row_of, _WORD_FOR_WORD)
        if found.count:
            yield Finding(
                "search_index",
                Severity.WARNING,
                f"{pool.title}的检索与档案不一致，有的档案会查不到",
                f"{pool.title} {found.count} 条",
                "在“系统 › 自检”点“重建检索”",
            )


def _files(given: Given) -> Iterator[Finding]:
    """Hold every stored file against the hash it is called by."""
    damaged = soundness.changed_files(given.session.connection())
    if not damaged:
        return
    owners = _owners(given)
    names = [name for sha256 in damaged for name in owners.get(sha256, ("未使用的文件",))]
    yield Finding(
        "files",
        Severity.ERROR,
        "保存的文件与存入时不同：内容损坏或被换过",
        named(names, "个"),
        "用备份恢复；附件可以重新添加原件，已签发的文书请找纸质原件核对",
    )


def _owners(given: Given) -> Mapping[str, tuple[str, ...]]:
    """Hash of a stored file → what it is, in words."""
    session = given.session
    found: dict[str, tuple[str, ...]] = {}

    def add(sha256: str, words: str) -> None:
        found[sha256] = (*found.get(sha256, ()), words)

    for sha256, title in session.execute(select(AttachmentRow.sha256, AttachmentRow.title)):
        add(sha256, f"附件“{title}”")
    issued = select(IssuedRow.pdf_sha256, IssuedRow.layout_sha256, NumberRow.text)
    for pdf, layout, number in session.execute(
        issued.join(NumberRow, NumberRow.id == IssuedRow.number_id)
    ):
        add(pdf, f"文书{number}")
        add(layout, f"文书{number}的版式")
    photos = select(TalentRow.photo, TalentRow.name).where(TalentRow.photo.is_not(None))
    for photo, name in session.execute(photos):
        add(str(photo), f"{name}的照片")
    return found


CHECKS: Final = (
    Check("pages", "数据文件完整", _pages),
    Check("ties", "记录之间的联系", _ties),
    Check("readable", "记录都读得出来", _readable),
    Check("shape", "数据文件的结构", _shape),
    Check("search_index", "检索与档案一致", _index),
    Check("files", "附件和存档文件的校验值", _files),
)

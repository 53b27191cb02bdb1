"""Tables of the workspace itself: whose it is, its dictionaries, policies and stored files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.db.base import KEEP_NUMBERS, Base, Json
from partydesk.domain.accounts import Role


class ProfileRow(Base):
    """Whose desk this is; exactly one row.

    Attributes:
        name: 旗名.
        division_code: Six digits, or None where the office keeps its own list of townships.
        year: The year the desk works on.
        invented: Whether the data is fictional (the demonstration says so on every screen).
        workspace_id: 32 hexadecimal digits that tell this workspace from every other one.
        key_generation: How often the file of the wrapped keys was written anew; an older one is
            refused.
    """

    __tablename__ = "profile"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    division_code: Mapped[str | None]
    year: Mapped[int]
    invented: Mapped[bool]
    created_at: Mapped[dt.datetime]
    # The defaults of the schema are for the files of earlier programs.
    workspace_id: Mapped[str] = mapped_column(server_default="")
    key_generation: Mapped[int] = mapped_column(default=0, server_default="0")


class AccountRow(Base):
    """Who may sign in. How, stands in the file of the wrapped keys: nobody reads this before.

    Attributes:
        name: Never given to another; the journal names people by it.
        retired_at: When the account was taken away.
    """

    __tablename__ = "accounts"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    created_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None]


class WordRow(Base):
    """One word of an editable dictionary.

    Attributes:
        dictionary: Name of the dictionary, such as ``township``.
        word: As it stands on screen and in records.
        code: Code of a standard, where there is one.
        parent: The word it belongs to (a village's township); empty for none.
        position: Place in lists.
        retired: Not offered any more; records keep it.
    """

    __tablename__ = "dictionary_words"
    __table_args__ = (UniqueConstraint("dictionary", "parent", "word"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    dictionary: Mapped[str] = mapped_column(index=True)
    word: Mapped[str]
    code: Mapped[str | None]
    parent: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class PolicyRow(Base):
    """One year's policy as plain values; see :class:`partydesk.domain.policy.Policy`."""

    __tablename__ = "policies"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    rules: Mapped[dict[str, Any]] = mapped_column(Json())


class MappingRow(Base):
    """Columns chosen for one shape of sheet, remembered for the next import.

    Attributes:
        kind: What was imported.
        shape: SHA-256 of the headers.
        columns: Header → field name, empty for a column left out.
    """

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("kind", "shape"), KEEP_NUMBERS)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    shape: Mapped[str]
    columns: Mapped[dict[str, str]] = mapped_column(Json())


class FileRow(Base):
    """One stored file, addressed by its content, so that nothing is kept twice or orphaned."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes]


class SettingRow(Base):
    """A choice of the office for this workspace that belongs to no year, such as its fonts."""

    __tablename__ = "settings"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(Json())


class SigningKeyRow(Base):
    """The workspace's key pair (Ed25519), with which it signs what it issues.

    Not journalled: the private key stands nowhere else and is never exported.

    Attributes:
        private_key: 32 bytes.
        public_key: 32 bytes.
        retired_at: When another took its place; what it signed stays genuine.
    """

    __tablename__ = "signing_keys"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    private_key: Mapped[bytes]
    public_key: Mapped[bytes] = mapped_column(unique=True)
    made_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None]


class TrustedKeyRow(Base):
    """The public key of another office, so that its letters can be checked here.

    Attributes:
        office: Whose it is, as its certificate says.
        public_key: 32 bytes, in hexadecimal.
        trusted_at: When somebody compared the fingerprints and took it in.
    """

    __tablename__ = "trusted_keys"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    public_key: Mapped[str] = mapped_column(unique=True)
    trusted_at: Mapped[dt.datetime]

"""Documents frozen as issued, certificates, notices, layouts, printers, keys and settings."""

from alembic import op

from partydesk.db.migrations.remaking import make_anew

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBERS = (
    "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
    "series VARCHAR(10) NOT NULL",
    "year INTEGER NOT NULL",
    "serial INTEGER NOT NULL",
    "text VARCHAR NOT NULL",
    "void BOOLEAN NOT NULL",
    "void_on DATE",
    "why_void VARCHAR",
    "replaces_id INTEGER",
    "CONSTRAINT uq_numbers_series UNIQUE (series, year, serial)",
    (
        "CONSTRAINT ck_numbers_numberseries CHECK (series IN ('agreement', 'letter', "
        "'notice', 'engagement', 'honour', 'training'))"
    ),
    "CONSTRAINT uq_numbers_text UNIQUE (text)",
    ("CONSTRAINT fk_numbers_replaces_id_numbers FOREIGN KEY(replaces_id) REFERENCES numbers (id)"),
)
_NEW = {
    "issued_documents": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "number_id INTEGER NOT NULL",
        "kind VARCHAR NOT NULL",
        "layout VARCHAR NOT NULL",
        "layout_version INTEGER NOT NULL",
        "layout_sha256 VARCHAR NOT NULL",
        "fonts TEXT NOT NULL",
        "pdf_sha256 VARCHAR NOT NULL",
        "first_page INTEGER NOT NULL",
        "pages INTEGER NOT NULL",
        "code VARCHAR",
        "issued_at TEXT NOT NULL",
        "CONSTRAINT uq_issued_documents_number_id UNIQUE (number_id)",
        (
            "CONSTRAINT fk_issued_documents_number_id_numbers FOREIGN KEY(number_id) "
            "REFERENCES numbers (id)"
        ),
        (
            "CONSTRAINT fk_issued_documents_layout_sha256_stored_files FOREIGN "
            "KEY(layout_sha256) REFERENCES stored_files (sha256)"
        ),
        (
            "CONSTRAINT fk_issued_documents_pdf_sha256_stored_files FOREIGN "
            "KEY(pdf_sha256) REFERENCES stored_files (sha256)"
        ),
        "CONSTRAINT uq_issued_documents_code UNIQUE (code)",
    ),
    "certificates": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "kind VARCHAR(4) NOT NULL",
        "talent_id INTEGER",
        "holder VARCHAR NOT NULL",
        "number_id INTEGER NOT NULL",
        "issued_on DATE NOT NULL",
        "content TEXT NOT NULL",
        (
            "CONSTRAINT ck_certificates_certificatekind CHECK (kind IN ('聘书', '荣誉证书', "
            "'培训证书'))"
        ),
        (
            "CONSTRAINT fk_certificates_talent_id_talents FOREIGN KEY(talent_id) "
            "REFERENCES talents (id)"
        ),
        "CONSTRAINT uq_certificates_number_id UNIQUE (number_id)",
        (
            "CONSTRAINT fk_certificates_number_id_numbers FOREIGN KEY(number_id) "
            "REFERENCES numbers (id)"
        ),
    ),
    "notices": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "number_id INTEGER NOT NULL",
        "title VARCHAR NOT NULL",
        "issued_on DATE NOT NULL",
        "content TEXT NOT NULL",
        "CONSTRAINT uq_notices_number_id UNIQUE (number_id)",
        "CONSTRAINT fk_notices_number_id_numbers FOREIGN KEY(number_id) REFERENCES numbers (id)",
    ),
    "notice_placements": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "notice_id INTEGER NOT NULL",
        "placement_id INTEGER NOT NULL",
        "CONSTRAINT uq_notice_placements_notice_id UNIQUE (notice_id, placement_id)",
        (
            "CONSTRAINT fk_notice_placements_notice_id_notices FOREIGN KEY(notice_id) "
            "REFERENCES notices (id)"
        ),
        (
            "CONSTRAINT fk_notice_placements_placement_id_placements FOREIGN "
            "KEY(placement_id) REFERENCES placements (id)"
        ),
    ),
    "printed_numbers": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "print_id INTEGER NOT NULL",
        "number_id INTEGER NOT NULL",
        "again BOOLEAN NOT NULL",
        "CONSTRAINT uq_printed_numbers_print_id UNIQUE (print_id, number_id)",
        (
            "CONSTRAINT fk_printed_numbers_print_id_prints FOREIGN KEY(print_id) "
            "REFERENCES prints (id)"
        ),
        (
            "CONSTRAINT fk_printed_numbers_number_id_numbers FOREIGN KEY(number_id) "
            "REFERENCES numbers (id)"
        ),
    ),
    "print_jobs": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "title VARCHAR NOT NULL",
        "pdf_sha256 VARCHAR NOT NULL",
        '"plan" TEXT NOT NULL',
        "sheets INTEGER NOT NULL",
        "done_sheets INTEGER NOT NULL",
        "begun_at TEXT NOT NULL",
        "ended_at TEXT",
        (
            "CONSTRAINT fk_print_jobs_pdf_sha256_stored_files FOREIGN KEY(pdf_sha256) "
            "REFERENCES stored_files (sha256)"
        ),
    ),
    "layouts": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "name VARCHAR NOT NULL",
        "kind VARCHAR NOT NULL",
        "label VARCHAR NOT NULL",
        "version INTEGER NOT NULL",
        "body VARCHAR NOT NULL",
        "saved_at TEXT NOT NULL",
        "in_use BOOLEAN NOT NULL",
        "retired BOOLEAN NOT NULL",
        "CONSTRAINT uq_layouts_name UNIQUE (name, version)",
    ),
    "printer_profiles": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "printer VARCHAR NOT NULL",
        "tray VARCHAR NOT NULL",
        "side VARCHAR(2) NOT NULL",
        "dx_mm DOUBLE NOT NULL",
        "dy_mm DOUBLE NOT NULL",
        "scale_x DOUBLE NOT NULL",
        "scale_y DOUBLE NOT NULL",
        "angle_deg DOUBLE NOT NULL",
        "readings TEXT NOT NULL",
        "measured_on DATE NOT NULL",
        "CONSTRAINT uq_printer_profiles_printer UNIQUE (printer, tray, side)",
        "CONSTRAINT ck_printer_profiles_side CHECK (side IN ('正面', '背面'))",
    ),
    "settings": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        '"key" VARCHAR NOT NULL',
        "value TEXT NOT NULL",
        'CONSTRAINT uq_settings_key UNIQUE ("key")',
    ),
    "signing_keys": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "private_key BLOB NOT NULL",
        "public_key BLOB NOT NULL",
        "made_at TEXT NOT NULL",
        "retired_at TEXT",
        "CONSTRAINT uq_signing_keys_public_key UNIQUE (public_key)",
    ),
    "trusted_keys": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "office VARCHAR NOT NULL",
        "public_key VARCHAR NOT NULL",
        "trusted_at TEXT NOT NULL",
        "CONSTRAINT uq_trusted_keys_public_key UNIQUE (public_key)",
    ),
}
_INDEXES = (
    "CREATE INDEX ix_issued_documents_pdf_sha256 ON issued_documents (pdf_sha256)",
    "CREATE INDEX ix_certificates_talent_id ON certificates (talent_id)",
    "CREATE INDEX ix_notice_placements_placement_id ON notice_placements (placement_id)",
    "CREATE INDEX ix_printed_numbers_number_id ON printed_numbers (number_id)",
    "CREATE INDEX ix_layouts_kind ON layouts (kind)",
)


def upgrade() -> None:
    """Bring the schema to 0005; documents that are there already have no frozen file."""
    make_anew("numbers", _NUMBERS)
    for table, lines in _NEW.items():
        op.execute(f"CREATE TABLE {table} ({', '.join(lines)})")
    for statement in _INDEXES:
        op.execute(statement)

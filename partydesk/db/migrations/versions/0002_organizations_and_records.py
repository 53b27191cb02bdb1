"""Organizations with what they cover, attachments, drafts, decisions about twins; more fields."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: SQLite takes these where alembic's own operation would make the whole table anew.
_COLUMNS = {
    "talents": (
        (
            "later_education VARCHAR(6) CONSTRAINT ck_talents_education CHECK (later_education IN "
            "('研究生', '大学本科', '大学专科', '中专（中职）', '高中', '初中', '小学', '其他'))"
        ),
        "later_school VARCHAR",
        "resume VARCHAR",
        "tags TEXT NOT NULL DEFAULT '[]'",
    ),
    "enterprises": (
        "revenue INTEGER",
        "activists INTEGER",
        "applicants INTEGER",
        "influence TEXT NOT NULL DEFAULT '[]'",
        "proposer VARCHAR",
        "admitted_on DATE",
        "tags TEXT NOT NULL DEFAULT '[]'",
    ),
}
#: What lists are narrowed and counted by most.
_INDEXED = {
    "talents": ("source", "state"),
    "enterprises": ("kind", "township", "operation", "party_organization", "standing"),
}
#: First words of the new dictionaries, for workspaces that are there already.
_WORDS = {
    "branch_class": (
        "生产类支部", "辅助类支部", "综合管理类支部", "市场经营类支部", "非公改制类支部",
    ),
    "standard": (
        "班子健全", "按期换届", "有活动场所", "有工作制度", "有党旗党徽", "有学习资料",
        "有工作台账", "有活动经费", "三会一课正常", "主题党日正常", "党费按时收缴",
    ),
    "influence": (
        "规模以上企业", "龙头企业", "高新技术企业", "专精特新企业", "示范合作社", "纳税大户",
        "就业大户", "知名商标", "3A级以上社会组织",
    ),
}  # fmt: skip


def upgrade() -> None:
    """Bring the schema to 0002."""
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    _make_tables()
    _make_search_index()
    for table, names in _INDEXED.items():
        for name in names:
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
    _add_words()


def _add_words() -> None:
    """Give a workspace that is in use the words that a new one begins with."""
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT count(*) FROM profile")).scalar() == 0:
        return
    statement = sa.text(
        "INSERT INTO dictionary_words (dictionary, word, parent, position, retired)"
        " VALUES (:dictionary, :word, '', :position, 0)"
    )
    for dictionary, words in _WORDS.items():
        for position, word in enumerate(words):
            values = {"dictionary": dictionary, "word": word, "position": position}
            connection.execute(statement, values)


def _make_search_index() -> None:
    """Lay the search index down in the order of names; opening the file fills it."""
    op.drop_table("search_index")
    op.create_table(
        "search_index",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("spelled", sa.String(), nullable=False),
        sa.Column("numbers", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "sort_key", "record_id", name=op.f("pk_search_index")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_index_record_id", "search_index", ["record_id", "kind"], unique=True)


def _make_tables() -> None:
    op.create_table(
        "distinctions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinctions_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinctions")),
        sa.UniqueConstraint("kind", "first_id", "second_id", name=op.f("uq_distinctions_kind")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_drafts_kind")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "党支部",
                "联合党支部",
                "临时党支部",
                "党总支",
                "党委",
                "苏木乡镇党委",
                "行业部门党委（党组）",
                "园区党委",
                "工会",
                "共青团组织",
                "妇联组织",
                name="organizationkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column(
            "formation",
            sa.Enum(
                "单独组建",
                "企业合建",
                "行业统建",
                "区域联建",
                name="formation",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("branch_class", sa.String(), nullable=True),
        sa.Column("superior", sa.String(), nullable=True),
        sa.Column("township", sa.String(), nullable=True),
        sa.Column("established_on", sa.Date(), nullable=True),
        sa.Column("approval_number", sa.String(), nullable=True),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("term_years", sa.Integer(), nullable=True),
        sa.Column("secretary", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("committee", sa.String(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("probationary", sa.Integer(), nullable=True),
        sa.Column("activists", sa.Integer(), nullable=True),
        sa.Column("applicants", sa.Integer(), nullable=True),
        sa.Column("standards", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "正常",
                "已撤销",
                name="organizationstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("code", name=op.f("uq_organizations_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_saved_filters_kind")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "coverages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_coverages_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_coverages_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverages")),
        sa.UniqueConstraint(
            "organization_id", "enterprise_id", name=op.f("uq_coverages_organization_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_coverages_enterprise_id"), "coverages", ["enterprise_id"], unique=False
    )
    op.create_table(
        "organization_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "成立",
                "升格",
                "换届",
                "更名",
                "撤销",
                "其他",
                name="eventkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_organization_events_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_organization_events_organization_id"),
        "organization_events",
        ["organization_id"],
        unique=False,
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talent_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(talent_id IS NOT NULL) + (enterprise_id IS NOT NULL)"
            " + (organization_id IS NOT NULL) = 1",
            name=op.f("ck_attachments_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.id"],
            name=op.f("fk_attachments_enterprise_id_enterprises"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_attachments_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_files.sha256"], name=op.f("fk_attachments_sha256_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talents.id"], name=op.f("fk_attachments_talent_id_talents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attachments_enterprise_id"), "attachments", ["enterprise_id"], unique=False
    )
    op.create_index(
        op.f("ix_attachments_organization_id"), "attachments", ["organization_id"], unique=False
    )
    op.create_index(op.f("ix_attachments_talent_id"), "attachments", ["talent_id"], unique=False)

"""The first schema: pools, selection, procedure, dictionaries and the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to 0001."""
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("happened_at", sa.Text(), nullable=False),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("passive", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["actions.id"], name=op.f("fk_actions_undoes_actions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dictionary_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dictionary", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dictionary_words")),
        sa.UniqueConstraint(
            "dictionary", "parent", "word", name=op.f("uq_dictionary_words_dictionary")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_dictionary_words_dictionary"), "dictionary_words", ["dictionary"], unique=False
    )
    op.create_table(
        "enterprises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "企业",
                "农牧民专业合作社",
                "社会组织",
                "个体工商户",
                name="unitkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("registered_type", sa.String(), nullable=True),
        sa.Column(
            "ownership",
            sa.Enum(
                "非公有制",
                "公有制",
                "未定",
                name="ownership",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column(
            "industry",
            sa.Enum(
                "A 农、林、牧、渔业",
                "B 采矿业",
                "C 制造业",
                "D 电力、热力、燃气及水生产和供应业",
                "E 建筑业",
                "F 批发和零售业",
                "G 交通运输、仓储和邮政业",
                "H 住宿和餐饮业",
                "I 信息传输、软件和信息技术服务业",
                "J 金融业",
                "K 房地产业",
                "L 租赁和商务服务业",
                "M 科学研究和技术服务业",
                "N 水利、环境和公共设施管理业",
                "O 居民服务、修理和其他服务业",
                "P 教育",
                "Q 卫生和社会工作",
                "R 文化、体育和娱乐业",
                "S 公共管理、社会保障和社会组织",
                "T 国际组织",
                name="industry",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("capital", sa.Integer(), nullable=True),
        sa.Column("township", sa.String(), nullable=True),
        sa.Column("village", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column(
            "operation",
            sa.Enum(
                "正常",
                "停产停业",
                "空壳",
                "注销",
                "吊销",
                name="operation",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("legal_person", sa.String(), nullable=True),
        sa.Column(
            "owner_political",
            sa.Enum(
                "中共党员",
                "中共预备党员",
                "共青团员",
                "民革党员",
                "民盟盟员",
                "民建会员",
                "民进会员",
                "农工党党员",
                "致公党党员",
                "九三学社社员",
                "台盟盟员",
                "无党派人士",
                "群众",
                name="politicalstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column(
            "party_organization",
            sa.Enum(
                "单独组建",
                "联合组建",
                "未组建",
                name="partyorganization",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("none_reason", sa.String(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("probationary", sa.Integer(), nullable=True),
        sa.Column("superior", sa.String(), nullable=True),
        sa.Column("mass_organizations", sa.Text(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "未入库",
                "拟入库",
                "在库",
                "出库",
                name="standing",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("standing_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_enterprises_credit_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mappings")),
        sa.UniqueConstraint("kind", "shape", name=op.f("uq_import_mappings_kind")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "series",
            sa.Enum(
                "agreement",
                "letter",
                name="numberseries",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numbers")),
        sa.UniqueConstraint("series", "year", "serial", name=op.f("uq_numbers_series")),
        sa.UniqueConstraint("text", name=op.f("uq_numbers_text")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("year", name=op.f("uq_policies_year")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("printed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("division_code", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_profile_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("year", name=op.f("uq_rounds_year")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_index",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("spelled", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("numbers", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id", name=op.f("pk_search_index")),
    )
    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_changes_action_id_actions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_action_id"), "changes", ["action_id"], unique=False)
    op.create_index("ix_changes_row", "changes", ["table_name", "row_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "党组织书记",
                "党组织副书记",
                "党建指导员",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("specialties", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_posts_enterprise_id_enterprises")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_posts_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("round_id", "enterprise_id", "role", name=op.f("uq_posts_round_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posts_enterprise_id"), "posts", ["enterprise_id"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("favour", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("program_version", sa.String(), nullable=False),
        sa.Column("inputs_sha256", sa.String(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_runs_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_runs_round_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "talents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("男", "女", name="sex", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("citizen_number", sa.String(), nullable=True),
        sa.Column("birth", sa.Text(), nullable=True),
        sa.Column("ethnicity", sa.String(), nullable=True),
        sa.Column(
            "political",
            sa.Enum(
                "中共党员",
                "中共预备党员",
                "共青团员",
                "民革党员",
                "民盟盟员",
                "民建会员",
                "民进会员",
                "农工党党员",
                "致公党党员",
                "九三学社社员",
                "台盟盟员",
                "无党派人士",
                "群众",
                name="politicalstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("joined", sa.Text(), nullable=True),
        sa.Column(
            "education",
            sa.Enum(
                "研究生",
                "大学本科",
                "大学专科",
                "中专（中职）",
                "高中",
                "初中",
                "小学",
                "其他",
                name="education",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("unit_post", sa.String(), nullable=True),
        sa.Column("rank", sa.String(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "退休",
                "提前离岗",
                "改非",
                "中青年后备",
                "在职科级",
                "其他",
                name="source",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("specialties", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column(
            "engagement",
            sa.Enum("专职", "兼职", name="engagement", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("townships", sa.Text(), nullable=False),
        sa.Column("ability", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "可选派",
                "暂缓",
                "已退出",
                name="poolstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("photo", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["photo"], ["stored_files.sha256"], name=op.f("fk_talents_photo_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talents")),
        sa.UniqueConstraint("citizen_number", name=op.f("uq_talents_citizen_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("talent_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "consented",
                "signed",
                "appointed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("why_withdrawn", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_placements_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_placements_round_id_rounds")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_placements_run_id_runs")),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talents.id"], name=op.f("fk_placements_talent_id_talents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_placements_live_post",
        "placements",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index(op.f("ix_placements_round_id"), "placements", ["round_id"], unique=False)
    op.create_index(op.f("ix_placements_talent_id"), "placements", ["talent_id"], unique=False)
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("talent_id", sa.Integer(), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum("锁定", "不配", name="ruling", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_rulings_post_id_posts")),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talents.id"], name=op.f("fk_rulings_talent_id_talents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
        sa.UniqueConstraint("post_id", "talent_id", name=op.f("uq_rulings_post_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("企业", "个人", name="side", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("talent_id", sa.Integer(), nullable=True),
        sa.Column(
            "attitude",
            sa.Enum(
                "愿意",
                "无所谓",
                "不愿意",
                name="attitude",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "post_id IS NOT NULL OR side = '个人'", name=op.f("ck_wishes_enterprise_has_post")
        ),
        sa.CheckConstraint(
            "talent_id IS NOT NULL OR side = '企业'", name=op.f("ck_wishes_person_is_named")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_wishes_post_id_posts")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_wishes_round_id_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["talent_id"], ["talents.id"], name=op.f("fk_wishes_talent_id_talents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sa.UniqueConstraint(
            "round_id", "side", "post_id", "talent_id", name=op.f("uq_wishes_round_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_wishes_any_post",
        "wishes",
        ["round_id", "talent_id"],
        unique=True,
        sqlite_where=sa.text("post_id IS NULL"),
    )
    op.create_index(
        "ix_wishes_any_talent",
        "wishes",
        ["round_id", "post_id"],
        unique=True,
        sqlite_where=sa.text("talent_id IS NULL"),
    )
    op.create_index(op.f("ix_wishes_post_id"), "wishes", ["post_id"], unique=False)
    op.create_index(op.f("ix_wishes_round_id"), "wishes", ["round_id"], unique=False)
    op.create_index(op.f("ix_wishes_talent_id"), "wishes", ["talent_id"], unique=False)
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_to", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number_id"], ["numbers.id"], name=op.f("fk_agreements_number_id_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_agreements_placement_id_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("number_id", name=op.f("uq_agreements_number_id")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_agreements_placement_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "enterprise",
                "person",
                "unit",
                "committee",
                name="party",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("approval", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_consents_placement_id_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("placement_id", "party", name=op.f("uq_consents_placement_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number_id"], ["numbers.id"], name=op.f("fk_letters_number_id_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_letters_placement_id_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("number_id", name=op.f("uq_letters_number_id")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_letters_placement_id")),
        sqlite_autoincrement=True,
    )

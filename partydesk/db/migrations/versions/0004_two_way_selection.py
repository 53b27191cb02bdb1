"""Several posts of a role, the whole life of a placement, and what is recorded around a match."""

import sqlalchemy as sa
from alembic import op

from partydesk.db.migrations.remaking import make_anew

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Columns that SQLite takes without making the table anew.
_ADDED = {
    "rounds": ("published_on DATE", "wishes_due DATE"),
    "talents": (
        "retired_on TEXT",
        "industries TEXT NOT NULL DEFAULT '[]'",
        "trained_on TEXT",
        "grade VARCHAR",
        "grade_year INTEGER",
    ),
    "enterprises": ("supervisor VARCHAR",),
    "runs": ("policy TEXT NOT NULL DEFAULT '{}'", "options TEXT NOT NULL DEFAULT '{}'"),
}
#: Tables whose constraints change: made anew and filled from the old ones.
_CHANGED = {
    "posts": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "round_id INTEGER NOT NULL",
        "enterprise_id INTEGER NOT NULL",
        "role VARCHAR(6) NOT NULL",
        "seat INTEGER NOT NULL DEFAULT 1",
        "specialties TEXT NOT NULL",
        "languages TEXT NOT NULL DEFAULT '[]'",
        "musts TEXT NOT NULL DEFAULT '[]'",
        "attendance_days INTEGER",
        "term_months INTEGER",
        "room VARCHAR",
        "funds VARCHAR",
        "pay VARCHAR",
        "note VARCHAR",
        "closed_on DATE",
        "why_closed VARCHAR",
        "CONSTRAINT uq_posts_round_id UNIQUE (round_id, enterprise_id, role, seat)",
        "CONSTRAINT fk_posts_round_id_rounds FOREIGN KEY(round_id) REFERENCES rounds (id)",
        (
            "CONSTRAINT fk_posts_enterprise_id_enterprises FOREIGN KEY(enterprise_id) "
            "REFERENCES enterprises (id)"
        ),
        "CONSTRAINT ck_posts_role CHECK (role IN ('党组织书记', '党组织副书记', '党建指导员'))",
    ),
    "placements": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "round_id INTEGER NOT NULL",
        "run_id INTEGER NOT NULL",
        "post_id INTEGER NOT NULL",
        "talent_id INTEGER NOT NULL",
        "state VARCHAR(10) NOT NULL",
        "needed TEXT NOT NULL",
        "reason VARCHAR NOT NULL",
        "why_withdrawn VARCHAR",
        "started_on DATE",
        "ended_on DATE",
        "cause VARCHAR(5)",
        "why_ended VARCHAR",
        "replaces_id INTEGER",
        "CONSTRAINT fk_placements_round_id_rounds FOREIGN KEY(round_id) REFERENCES rounds (id)",
        "CONSTRAINT fk_placements_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)",
        "CONSTRAINT fk_placements_post_id_posts FOREIGN KEY(post_id) REFERENCES posts (id)",
        (
            "CONSTRAINT fk_placements_talent_id_talents FOREIGN KEY(talent_id) REFERENCES "
            "talents (id)"
        ),
        (
            "CONSTRAINT ck_placements_state CHECK (state IN ('proposed', 'consented', "
            "'drafted', 'signed', 'appointed', 'on_post', 'expired', 'adjusted', "
            "'terminated', 'withdrawn'))"
        ),
        (
            "CONSTRAINT ck_placements_cause CHECK (cause IN ('任期届满', '健康原因', "
            "'能力不适应', '岗位变动', '单位关停', '考核较差', '人员离开', '其他'))"
        ),
        (
            "CONSTRAINT fk_placements_replaces_id_placements FOREIGN KEY(replaces_id) "
            "REFERENCES placements (id)"
        ),
    ),
    "agreements": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "placement_id INTEGER NOT NULL",
        "number_id INTEGER NOT NULL",
        "kind VARCHAR(2) NOT NULL DEFAULT '首签'",
        "term INTEGER NOT NULL DEFAULT 1",
        "drafted_on DATE NOT NULL DEFAULT ''",
        "signed_on DATE",
        "term_from DATE NOT NULL",
        "term_to DATE NOT NULL",
        "note VARCHAR",
        "content TEXT NOT NULL",
        (
            "CONSTRAINT fk_agreements_placement_id_placements FOREIGN KEY(placement_id) "
            "REFERENCES placements (id)"
        ),
        "CONSTRAINT uq_agreements_number_id UNIQUE (number_id)",
        (
            "CONSTRAINT fk_agreements_number_id_numbers FOREIGN KEY(number_id) REFERENCES "
            "numbers (id)"
        ),
        "CONSTRAINT ck_agreements_agreementkind CHECK (kind IN ('首签', '续签', '补充'))",
    ),
    "letters": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "placement_id INTEGER NOT NULL",
        "number_id INTEGER NOT NULL",
        "issued_on DATE NOT NULL",
        "content TEXT NOT NULL",
        (
            "CONSTRAINT fk_letters_placement_id_placements FOREIGN KEY(placement_id) "
            "REFERENCES placements (id)"
        ),
        "CONSTRAINT uq_letters_number_id UNIQUE (number_id)",
        "CONSTRAINT fk_letters_number_id_numbers FOREIGN KEY(number_id) REFERENCES numbers (id)",
    ),
    "attachments": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "talent_id INTEGER",
        "enterprise_id INTEGER",
        "organization_id INTEGER",
        "placement_id INTEGER",
        "consent_id INTEGER",
        "consultation_id INTEGER",
        "title VARCHAR NOT NULL",
        "file_name VARCHAR NOT NULL",
        "sha256 VARCHAR NOT NULL",
        "size INTEGER NOT NULL",
        "media_type VARCHAR NOT NULL",
        "added_at TEXT NOT NULL",
        (
            "CONSTRAINT ck_attachments_one_owner CHECK ((talent_id IS NOT NULL) + "
            "(enterprise_id IS NOT NULL) + (organization_id IS NOT NULL) + (placement_id IS "
            "NOT NULL) + (consent_id IS NOT NULL) + (consultation_id IS NOT NULL) = 1)"
        ),
        (
            "CONSTRAINT fk_attachments_talent_id_talents FOREIGN KEY(talent_id) REFERENCES "
            "talents (id)"
        ),
        (
            "CONSTRAINT fk_attachments_enterprise_id_enterprises FOREIGN KEY(enterprise_id) "
            "REFERENCES enterprises (id)"
        ),
        (
            "CONSTRAINT fk_attachments_organization_id_organizations FOREIGN "
            "KEY(organization_id) REFERENCES organizations (id)"
        ),
        (
            "CONSTRAINT fk_attachments_placement_id_placements FOREIGN KEY(placement_id) "
            "REFERENCES placements (id)"
        ),
        (
            "CONSTRAINT fk_attachments_consent_id_consents FOREIGN KEY(consent_id) REFERENCES "
            "consents (id)"
        ),
        (
            "CONSTRAINT fk_attachments_consultation_id_consultations FOREIGN "
            "KEY(consultation_id) REFERENCES consultations (id)"
        ),
        (
            "CONSTRAINT fk_attachments_sha256_stored_files FOREIGN KEY(sha256) REFERENCES "
            "stored_files (sha256)"
        ),
    ),
}
_NEW = {
    "consultations": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "post_id INTEGER NOT NULL",
        "talent_id INTEGER",
        "held_on DATE NOT NULL",
        "whom VARCHAR(10) NOT NULL",
        "spoke VARCHAR NOT NULL",
        "opinion VARCHAR(5) NOT NULL",
        "said VARCHAR NOT NULL",
        "CONSTRAINT fk_consultations_post_id_posts FOREIGN KEY(post_id) REFERENCES posts (id)",
        (
            "CONSTRAINT fk_consultations_talent_id_talents FOREIGN KEY(talent_id) REFERENCES "
            "talents (id)"
        ),
        (
            "CONSTRAINT ck_consultations_consulted CHECK (whom IN ('企业', "
            "'所属党组织和关联单位', '分管领导', '业务主管部门', '其他'))"
        ),
        (
            "CONSTRAINT ck_consultations_opinion CHECK (opinion IN ('同意', '有条件同意', "
            "'不同意', '无意见'))"
        ),
    ),
    "decisions": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "placement_id INTEGER NOT NULL",
        "warning VARCHAR NOT NULL",
        "decided_by VARCHAR NOT NULL",
        "reason VARCHAR NOT NULL",
        "decided_on DATE NOT NULL",
        "approval VARCHAR",
        "CONSTRAINT uq_decisions_placement_id UNIQUE (placement_id, warning)",
        (
            "CONSTRAINT fk_decisions_placement_id_placements FOREIGN KEY(placement_id) "
            "REFERENCES placements (id)"
        ),
    ),
    "snoozes": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        '"key" VARCHAR NOT NULL',
        "until DATE NOT NULL",
        'CONSTRAINT uq_snoozes_key UNIQUE ("key")',
    ),
    "ceremonies": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "round_id INTEGER NOT NULL",
        "title VARCHAR NOT NULL",
        "held_on DATE",
        "held_at VARCHAR",
        "place VARCHAR",
        "chair VARCHAR",
        "agenda TEXT NOT NULL",
        "CONSTRAINT uq_ceremonies_round_id UNIQUE (round_id)",
        "CONSTRAINT fk_ceremonies_round_id_rounds FOREIGN KEY(round_id) REFERENCES rounds (id)",
    ),
    "recusals": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "talent_id INTEGER NOT NULL",
        "enterprise_id INTEGER NOT NULL",
        "tie VARCHAR(8) NOT NULL",
        "note VARCHAR",
        "CONSTRAINT uq_recusals_talent_id UNIQUE (talent_id, enterprise_id, tie)",
        "CONSTRAINT fk_recusals_talent_id_talents FOREIGN KEY(talent_id) REFERENCES talents (id)",
        (
            "CONSTRAINT fk_recusals_enterprise_id_enterprises FOREIGN KEY(enterprise_id) "
            "REFERENCES enterprises (id)"
        ),
        (
            "CONSTRAINT ck_recusals_tie CHECK (tie IN ('亲属', '主管或监管该企业', "
            "'经济往来', '其他'))"
        ),
    ),
}
_INDEXES = (
    "CREATE INDEX ix_posts_enterprise_id ON posts (enterprise_id)",
    (
        "CREATE UNIQUE INDEX ix_placements_live_post ON placements (post_id) WHERE state NOT "
        "IN ('expired', 'adjusted', 'terminated', 'withdrawn')"
    ),
    "CREATE INDEX ix_placements_round_id ON placements (round_id)",
    "CREATE INDEX ix_placements_talent_id ON placements (talent_id)",
    "CREATE INDEX ix_agreements_placement_id ON agreements (placement_id)",
    "CREATE INDEX ix_letters_placement_id ON letters (placement_id)",
    "CREATE INDEX ix_attachments_consent_id ON attachments (consent_id)",
    "CREATE INDEX ix_attachments_enterprise_id ON attachments (enterprise_id)",
    "CREATE INDEX ix_attachments_organization_id ON attachments (organization_id)",
    "CREATE INDEX ix_attachments_talent_id ON attachments (talent_id)",
    "CREATE INDEX ix_attachments_consultation_id ON attachments (consultation_id)",
    "CREATE INDEX ix_attachments_placement_id ON attachments (placement_id)",
    "CREATE INDEX ix_consultations_talent_id ON consultations (talent_id)",
    "CREATE INDEX ix_consultations_post_id ON consultations (post_id)",
    "CREATE INDEX ix_recusals_enterprise_id ON recusals (enterprise_id)",
)
#: First words of the new dictionaries, for workspaces that are in use.
_WORDS = {
    "industry": (
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
    ),
    "requirement": (
        "专长",
        "语言",
        "专职",
        "正式党员",
        "愿去所在苏木乡镇",
    ),
    "consulted": (
        "企业",
        "所属党组织和关联单位",
        "分管领导",
        "业务主管部门",
    ),
    "grade": (
        "优秀",
        "称职",
        "基本称职",
        "不称职",
    ),
    "notice_days": (
        "90",
        "30",
        "7",
        "0",
    ),
    "warning": (
        "缺批准文号",
        "离岗未满年限",
        "兼职超过个数",
        "连任超过届数",
        "超过年龄",
        "向企业取酬",
        "非正式党员",
        "须回避",
        "未经岗前培训",
        "超出可驻单位数",
        "单位停业",
    ),
}


def upgrade() -> None:
    """Bring the schema to 0004; an agreement that is there already was signed when drafted."""
    for table, columns in _ADDED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for table, lines in _NEW.items():
        op.execute(f"CREATE TABLE {table} ({', '.join(lines)})")
    for table, lines in _CHANGED.items():
        make_anew(table, lines)
    for statement in _INDEXES:
        op.execute(statement)
    op.execute("UPDATE agreements SET drafted_on = signed_on")
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

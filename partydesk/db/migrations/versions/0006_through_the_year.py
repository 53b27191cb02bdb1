"""Work on post and the year-end evaluation: training, plans, reports, ledger, ballots, results."""

from alembic import op

from partydesk.db.migrations.remaking import make_anew

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ATTACHMENTS = (
    "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
    "talent_id INTEGER",
    "enterprise_id INTEGER",
    "organization_id INTEGER",
    "placement_id INTEGER",
    "consent_id INTEGER",
    "consultation_id INTEGER",
    "ledger_entry_id INTEGER",
    "inspection_id INTEGER",
    "training_session_id INTEGER",
    "evaluated_id INTEGER",
    "title VARCHAR NOT NULL",
    "file_name VARCHAR NOT NULL",
    "sha256 VARCHAR NOT NULL",
    "size INTEGER NOT NULL",
    "media_type VARCHAR NOT NULL",
    "added_at TEXT NOT NULL",
    (
        "CONSTRAINT ck_attachments_one_owner CHECK ((talent_id IS NOT "
        "NULL) + (enterprise_id IS NOT NULL) + (organization_id IS NOT "
        "NULL) + (placement_id IS NOT NULL) + (consent_id IS NOT NULL) + "
        "(consultation_id IS NOT NULL) + (ledger_entry_id IS NOT NULL) + "
        "(inspection_id IS NOT NULL) + (training_session_id IS NOT NULL) "
        "+ (evaluated_id IS NOT NULL) = 1)"
    ),
    ("CONSTRAINT fk_attachments_talent_id_talents FOREIGN KEY(talent_id) REFERENCES talents (id)"),
    (
        "CONSTRAINT fk_attachments_enterprise_id_enterprises FOREIGN "
        "KEY(enterprise_id) REFERENCES enterprises (id)"
    ),
    (
        "CONSTRAINT fk_attachments_organization_id_organizations FOREIGN "
        "KEY(organization_id) REFERENCES organizations (id)"
    ),
    (
        "CONSTRAINT fk_attachments_placement_id_placements FOREIGN "
        "KEY(placement_id) REFERENCES placements (id)"
    ),
    (
        "CONSTRAINT fk_attachments_consent_id_consents FOREIGN "
        "KEY(consent_id) REFERENCES consents (id)"
    ),
    (
        "CONSTRAINT fk_attachments_consultation_id_consultations FOREIGN "
        "KEY(consultation_id) REFERENCES consultations (id)"
    ),
    (
        "CONSTRAINT fk_attachments_ledger_entry_id_ledger_entries FOREIGN"
        " KEY(ledger_entry_id) REFERENCES ledger_entries (id)"
    ),
    (
        "CONSTRAINT fk_attachments_inspection_id_inspections FOREIGN "
        "KEY(inspection_id) REFERENCES inspections (id)"
    ),
    (
        "CONSTRAINT fk_attachments_training_session_id_training_sessions "
        "FOREIGN KEY(training_session_id) REFERENCES training_sessions "
        "(id)"
    ),
    (
        "CONSTRAINT fk_attachments_evaluated_id_evaluated FOREIGN "
        "KEY(evaluated_id) REFERENCES evaluated (id)"
    ),
    (
        "CONSTRAINT fk_attachments_sha256_stored_files FOREIGN "
        "KEY(sha256) REFERENCES stored_files (sha256)"
    ),
)
_NEW = {
    "courses": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "name VARCHAR NOT NULL",
        "kind VARCHAR(4) NOT NULL",
        "hours INTEGER NOT NULL",
        "content VARCHAR",
        "CONSTRAINT uq_courses_name UNIQUE (name)",
        (
            "CONSTRAINT ck_courses_coursekind CHECK (kind IN ('岗前培训', '年度培训',"
            " '专题培训', '其他'))"
        ),
    ),
    "training_sessions": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "course_id INTEGER NOT NULL",
        "held_from DATE NOT NULL",
        "held_to DATE NOT NULL",
        "place VARCHAR",
        "teacher VARCHAR",
        "note VARCHAR",
        "CONSTRAINT ck_training_sessions_in_order CHECK (held_to >= held_from)",
        (
            "CONSTRAINT fk_training_sessions_course_id_courses FOREIGN "
            "KEY(course_id) REFERENCES courses (id)"
        ),
    ),
    "participations": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "session_id INTEGER NOT NULL",
        "talent_id INTEGER NOT NULL",
        "presence VARCHAR(2)",
        "score INTEGER",
        "result VARCHAR(3)",
        "note VARCHAR",
        "certificate_id INTEGER",
        "CONSTRAINT uq_participations_session_id UNIQUE (session_id, talent_id)",
        (
            "CONSTRAINT fk_participations_session_id_training_sessions "
            "FOREIGN KEY(session_id) REFERENCES training_sessions (id)"
        ),
        (
            "CONSTRAINT fk_participations_talent_id_talents FOREIGN "
            "KEY(talent_id) REFERENCES talents (id)"
        ),
        "CONSTRAINT ck_participations_presence CHECK (presence IN ('出席', '请假', '缺席'))",
        "CONSTRAINT ck_participations_trainingresult CHECK (result IN ('合格', '不合格'))",
        "CONSTRAINT uq_participations_certificate_id UNIQUE (certificate_id)",
        (
            "CONSTRAINT fk_participations_certificate_id_certificates FOREIGN"
            " KEY(certificate_id) REFERENCES certificates (id)"
        ),
    ),
    "plan_items": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "year INTEGER NOT NULL",
        "placement_id INTEGER",
        "duty VARCHAR NOT NULL",
        "task VARCHAR NOT NULL",
        "outcome VARCHAR(8)",
        "target INTEGER",
        "due_on DATE",
        "done_on DATE",
        "done_note VARCHAR",
        "position INTEGER NOT NULL",
        (
            "CONSTRAINT fk_plan_items_placement_id_placements FOREIGN "
            "KEY(placement_id) REFERENCES placements (id)"
        ),
        (
            "CONSTRAINT ck_plan_items_outcome CHECK (outcome IN ('新建党组织', "
            "'新建群团组织', '培养入党积极分子', '为企业办理事项', '化解矛盾纠纷', "
            "'帮助项目', '争取资金', "
            "'走访'))"
        ),
    ),
    "monthly_reports": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "placement_id INTEGER NOT NULL",
        "year INTEGER NOT NULL",
        "month INTEGER NOT NULL",
        "received_on DATE NOT NULL",
        "days INTEGER NOT NULL",
        "summary VARCHAR",
        "problems VARCHAR",
        "next_month VARCHAR",
        "CONSTRAINT uq_monthly_reports_placement_id UNIQUE (placement_id, year, month)",
        "CONSTRAINT ck_monthly_reports_month CHECK (month BETWEEN 1 AND 12)",
        "CONSTRAINT ck_monthly_reports_days CHECK (days BETWEEN 0 AND 31)",
        (
            "CONSTRAINT fk_monthly_reports_placement_id_placements FOREIGN "
            "KEY(placement_id) REFERENCES placements (id)"
        ),
    ),
    "ledger_entries": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "placement_id INTEGER NOT NULL",
        "report_id INTEGER",
        "happened_on DATE NOT NULL",
        "duty VARCHAR NOT NULL",
        "content VARCHAR NOT NULL",
        "outcome VARCHAR(8)",
        "count INTEGER",
        "funds INTEGER",
        "result VARCHAR",
        "enterprise_id INTEGER",
        "organization_id INTEGER",
        (
            "CONSTRAINT fk_ledger_entries_placement_id_placements FOREIGN "
            "KEY(placement_id) REFERENCES placements (id)"
        ),
        (
            "CONSTRAINT fk_ledger_entries_report_id_monthly_reports FOREIGN "
            "KEY(report_id) REFERENCES monthly_reports (id)"
        ),
        (
            "CONSTRAINT ck_ledger_entries_outcome CHECK (outcome IN ('新建党组织',"
            " '新建群团组织', '培养入党积极分子', '为企业办理事项', '化解矛盾纠纷', "
            "'帮助项目', '争取资金', "
            "'走访'))"
        ),
        (
            "CONSTRAINT fk_ledger_entries_enterprise_id_enterprises FOREIGN "
            "KEY(enterprise_id) REFERENCES enterprises (id)"
        ),
        (
            "CONSTRAINT fk_ledger_entries_organization_id_organizations "
            "FOREIGN KEY(organization_id) REFERENCES organizations (id)"
        ),
    ),
    "leaves": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "placement_id INTEGER NOT NULL",
        "kind VARCHAR(2) NOT NULL",
        "from_on DATE NOT NULL",
        "to_on DATE NOT NULL",
        "why VARCHAR",
        "approved_by VARCHAR",
        "CONSTRAINT ck_leaves_in_order CHECK (to_on >= from_on)",
        (
            "CONSTRAINT fk_leaves_placement_id_placements FOREIGN "
            "KEY(placement_id) REFERENCES placements (id)"
        ),
        "CONSTRAINT ck_leaves_leavekind CHECK (kind IN ('病假', '事假', '公务', '其他'))",
    ),
    "inspections": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "placement_id INTEGER NOT NULL",
        "held_on DATE NOT NULL",
        "way VARCHAR(4) NOT NULL",
        '"by" VARCHAR NOT NULL',
        "on_post BOOLEAN",
        "satisfaction VARCHAR(4)",
        "said VARCHAR",
        (
            "CONSTRAINT fk_inspections_placement_id_placements FOREIGN "
            "KEY(placement_id) REFERENCES placements (id)"
        ),
        (
            "CONSTRAINT ck_inspections_inspectionway CHECK (way IN ('实地走访', "
            "'电话抽查', '座谈了解', '企业反映'))"
        ),
        (
            "CONSTRAINT ck_inspections_satisfaction CHECK (satisfaction IN "
            "('满意', '基本满意', '不满意', '未表态'))"
        ),
    ),
    "shortcomings": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "inspection_id INTEGER NOT NULL",
        "problem VARCHAR NOT NULL",
        "demand VARCHAR",
        "due_on DATE NOT NULL",
        "follow_up VARCHAR",
        "closed_on DATE",
        (
            "CONSTRAINT fk_shortcomings_inspection_id_inspections FOREIGN "
            "KEY(inspection_id) REFERENCES inspections (id)"
        ),
    ),
    "bulletins": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "year INTEGER NOT NULL",
        "through INTEGER NOT NULL",
        "title VARCHAR NOT NULL",
        "body VARCHAR NOT NULL",
        "written_on DATE NOT NULL",
        "CONSTRAINT uq_bulletins_year UNIQUE (year, through)",
    ),
    "evaluations": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "year INTEGER NOT NULL",
        "judged VARCHAR(4) NOT NULL",
        "scheme TEXT NOT NULL",
        "public_from DATE",
        "public_to DATE",
        "closed_on DATE",
        "results TEXT",
        "CONSTRAINT uq_evaluations_year UNIQUE (year, judged)",
        "CONSTRAINT ck_evaluations_judged CHECK (judged IN ('驻企人员', '基层党委'))",
    ),
    "evaluated": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "evaluation_id INTEGER NOT NULL",
        "talent_id INTEGER",
        "organization_id INTEGER",
        '"group" VARCHAR NOT NULL',
        "left_out VARCHAR",
        "report VARCHAR",
        "reported_on DATE",
        "grade VARCHAR",
        "decided_on DATE",
        "why VARCHAR",
        "CONSTRAINT uq_evaluated_evaluation_id UNIQUE (evaluation_id, talent_id)",
        "CONSTRAINT uq_evaluated_organization UNIQUE (evaluation_id, organization_id)",
        (
            "CONSTRAINT ck_evaluated_one CHECK ((talent_id IS NOT NULL) + "
            "(organization_id IS NOT NULL) = 1)"
        ),
        (
            "CONSTRAINT fk_evaluated_evaluation_id_evaluations FOREIGN "
            "KEY(evaluation_id) REFERENCES evaluations (id)"
        ),
        (
            "CONSTRAINT fk_evaluated_talent_id_talents FOREIGN KEY(talent_id)"
            " REFERENCES talents (id)"
        ),
        (
            "CONSTRAINT fk_evaluated_organization_id_organizations FOREIGN "
            "KEY(organization_id) REFERENCES organizations (id)"
        ),
    ),
    "scores": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "evaluated_id INTEGER NOT NULL",
        "component VARCHAR NOT NULL",
        "scorer VARCHAR NOT NULL",
        "enterprise_id INTEGER",
        "points TEXT",
        "comment VARCHAR",
        "given_on DATE",
        (
            "CONSTRAINT uq_scores_evaluated_id UNIQUE (evaluated_id, "
            "component, scorer, enterprise_id)"
        ),
        (
            "CONSTRAINT fk_scores_evaluated_id_evaluated FOREIGN "
            "KEY(evaluated_id) REFERENCES evaluated (id)"
        ),
        (
            "CONSTRAINT fk_scores_enterprise_id_enterprises FOREIGN "
            "KEY(enterprise_id) REFERENCES enterprises (id)"
        ),
    ),
    "rule_marks": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "evaluated_id INTEGER NOT NULL",
        "rule VARCHAR NOT NULL",
        "points TEXT",
        "why VARCHAR NOT NULL",
        "noted_on DATE NOT NULL",
        "CONSTRAINT uq_rule_marks_evaluated_id UNIQUE (evaluated_id, rule)",
        (
            "CONSTRAINT fk_rule_marks_evaluated_id_evaluated FOREIGN "
            "KEY(evaluated_id) REFERENCES evaluated (id)"
        ),
    ),
    "ballot_batches": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "evaluated_id INTEGER NOT NULL",
        "component VARCHAR NOT NULL",
        "voters VARCHAR NOT NULL",
        "enterprise_id INTEGER",
        "issued INTEGER NOT NULL",
        "returned INTEGER NOT NULL",
        "invalid INTEGER NOT NULL",
        "keying VARCHAR(4) NOT NULL",
        (
            "CONSTRAINT uq_ballot_batches_evaluated_id UNIQUE (evaluated_id, "
            "component, voters, enterprise_id)"
        ),
        "CONSTRAINT ck_ballot_batches_returned CHECK (returned <= issued)",
        "CONSTRAINT ck_ballot_batches_invalid CHECK (invalid <= returned)",
        (
            "CONSTRAINT fk_ballot_batches_evaluated_id_evaluated FOREIGN "
            "KEY(evaluated_id) REFERENCES evaluated (id)"
        ),
        (
            "CONSTRAINT fk_ballot_batches_enterprise_id_enterprises FOREIGN "
            "KEY(enterprise_id) REFERENCES enterprises (id)"
        ),
        "CONSTRAINT ck_ballot_batches_keying CHECK (keying IN ('按票数', '逐票双录'))",
    ),
    "ballot_counts": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "batch_id INTEGER NOT NULL",
        "question VARCHAR NOT NULL",
        "option VARCHAR NOT NULL",
        "count INTEGER NOT NULL",
        "CONSTRAINT uq_ballot_counts_batch_id UNIQUE (batch_id, question, option)",
        "CONSTRAINT ck_ballot_counts_count CHECK (count >= 0)",
        (
            "CONSTRAINT fk_ballot_counts_batch_id_ballot_batches FOREIGN "
            "KEY(batch_id) REFERENCES ballot_batches (id)"
        ),
    ),
    "keyed_ballots": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "batch_id INTEGER NOT NULL",
        "pass INTEGER NOT NULL",
        "serial INTEGER NOT NULL",
        "answers TEXT NOT NULL",
        "CONSTRAINT uq_keyed_ballots_batch_id UNIQUE (batch_id, pass, serial)",
        'CONSTRAINT ck_keyed_ballots_pass CHECK ("pass" IN (1, 2, 3))',
        (
            "CONSTRAINT fk_keyed_ballots_batch_id_ballot_batches FOREIGN "
            "KEY(batch_id) REFERENCES ballot_batches (id)"
        ),
    ),
    "objections": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "evaluation_id INTEGER NOT NULL",
        "evaluated_id INTEGER",
        "received_on DATE NOT NULL",
        '"by" VARCHAR',
        "text VARCHAR NOT NULL",
        "answer VARCHAR",
        "settled_on DATE",
        (
            "CONSTRAINT fk_objections_evaluation_id_evaluations FOREIGN "
            "KEY(evaluation_id) REFERENCES evaluations (id)"
        ),
        (
            "CONSTRAINT fk_objections_evaluated_id_evaluated FOREIGN "
            "KEY(evaluated_id) REFERENCES evaluated (id)"
        ),
    ),
    "measures": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "evaluated_id INTEGER NOT NULL",
        "measure VARCHAR(2) NOT NULL",
        "given_on DATE NOT NULL",
        "text VARCHAR NOT NULL",
        (
            "CONSTRAINT fk_measures_evaluated_id_evaluated FOREIGN "
            "KEY(evaluated_id) REFERENCES evaluated (id)"
        ),
        (
            "CONSTRAINT ck_measures_measure CHECK (measure IN ('提醒', '函询', "
            "'诫勉', '调整', '解聘'))"
        ),
    ),
    "closed_years": (
        "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "year INTEGER NOT NULL",
        "closed_on DATE NOT NULL",
        "checks TEXT NOT NULL",
        "figures TEXT NOT NULL",
        "policy TEXT NOT NULL",
        "CONSTRAINT uq_closed_years_year UNIQUE (year)",
    ),
}
_INDEXES = (
    "CREATE INDEX ix_attachments_consent_id ON attachments (consent_id)",
    "CREATE INDEX ix_attachments_consultation_id ON attachments (consultation_id)",
    "CREATE INDEX ix_attachments_enterprise_id ON attachments (enterprise_id)",
    "CREATE INDEX ix_attachments_evaluated_id ON attachments (evaluated_id)",
    "CREATE INDEX ix_attachments_inspection_id ON attachments (inspection_id)",
    "CREATE INDEX ix_attachments_ledger_entry_id ON attachments (ledger_entry_id)",
    "CREATE INDEX ix_attachments_organization_id ON attachments (organization_id)",
    "CREATE INDEX ix_attachments_placement_id ON attachments (placement_id)",
    "CREATE INDEX ix_attachments_talent_id ON attachments (talent_id)",
    "CREATE INDEX ix_attachments_training_session_id ON attachments (training_session_id)",
    "CREATE INDEX ix_training_sessions_course_id ON training_sessions (course_id)",
    "CREATE INDEX ix_participations_talent_id ON participations (talent_id)",
    "CREATE INDEX ix_plan_items_placement_id ON plan_items (placement_id)",
    "CREATE INDEX ix_plan_items_year ON plan_items (year, placement_id)",
    "CREATE INDEX ix_monthly_reports_year ON monthly_reports (year, month)",
    "CREATE INDEX ix_ledger_entries_enterprise_id ON ledger_entries (enterprise_id)",
    "CREATE INDEX ix_ledger_entries_happened_on ON ledger_entries (happened_on)",
    "CREATE INDEX ix_ledger_entries_organization_id ON ledger_entries (organization_id)",
    "CREATE INDEX ix_ledger_entries_placement_id ON ledger_entries (placement_id)",
    "CREATE INDEX ix_ledger_entries_report_id ON ledger_entries (report_id)",
    "CREATE INDEX ix_leaves_placement_id ON leaves (placement_id)",
    "CREATE INDEX ix_inspections_held_on ON inspections (held_on)",
    "CREATE INDEX ix_inspections_placement_id ON inspections (placement_id)",
    "CREATE INDEX ix_shortcomings_inspection_id ON shortcomings (inspection_id)",
    "CREATE INDEX ix_evaluated_organization_id ON evaluated (organization_id)",
    "CREATE INDEX ix_evaluated_talent_id ON evaluated (talent_id)",
    "CREATE INDEX ix_scores_enterprise_id ON scores (enterprise_id)",
    "CREATE INDEX ix_ballot_batches_enterprise_id ON ballot_batches (enterprise_id)",
    "CREATE INDEX ix_objections_evaluated_id ON objections (evaluated_id)",
    "CREATE INDEX ix_objections_evaluation_id ON objections (evaluation_id)",
    "CREATE INDEX ix_measures_evaluated_id ON measures (evaluated_id)",
)


def upgrade() -> None:
    """Bring the schema to 0006; what is there keeps its place."""
    for table, lines in _NEW.items():
        op.execute(f"CREATE TABLE {table} ({', '.join(lines)})")
    make_anew("attachments", _ATTACHMENTS)
    for statement in _INDEXES:
        op.execute(statement)

-- 0034
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE workspace (
	id INTEGER NOT NULL, 
	team_id VARCHAR, 
	name VARCHAR NOT NULL, 
	bot_user_id VARCHAR NOT NULL, 
	secret VARCHAR NOT NULL, 
	sending BOOLEAN NOT NULL, 
	policy JSON NOT NULL, 
	held_until DATETIME, 
	held_why VARCHAR NOT NULL, 
	synced_at DATETIME, 
	ticked_at DATETIME, 
	created_at DATETIME NOT NULL, restored_at DATETIME, importing_since DATETIME, recompute_after INTEGER, contacts_seen INTEGER DEFAULT '0' NOT NULL, settle_after INTEGER, imported_at DATETIME, 
	CONSTRAINT pk_workspace PRIMARY KEY (id), 
	CONSTRAINT uq_workspace_team_id UNIQUE (team_id)
);

CREATE TABLE audit (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	did VARCHAR NOT NULL, 
	noun VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	change JSON NOT NULL, account_id INTEGER, 
	CONSTRAINT pk_audit PRIMARY KEY (id), 
	CONSTRAINT fk_audit_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_audit_row ON audit (noun, row_id);

CREATE TABLE erased (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	mark VARCHAR NOT NULL, 
	CONSTRAINT pk_erased PRIMARY KEY (id), 
	CONSTRAINT fk_erased_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_erased_workspace_id_mark UNIQUE (workspace_id, mark)
);

CREATE TABLE import_row (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	cells TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_import_row PRIMARY KEY (id), 
	CONSTRAINT fk_import_row_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_import_row_workspace_id_kind_key UNIQUE (workspace_id, kind, "key")
);

CREATE TABLE person (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	email VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	is_admin BOOLEAN NOT NULL, 
	manager_id INTEGER, 
	zone VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	locale VARCHAR NOT NULL, 
	slack_id VARCHAR, 
	dm_channel VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	plan_at DATETIME, 
	digest_at DATETIME, own_messages VARCHAR DEFAULT '' NOT NULL, left_on DATE, week VARCHAR DEFAULT '12345' NOT NULL, calendar VARCHAR DEFAULT '' NOT NULL, friday_at DATETIME, quiet_days VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT fk_person_manager_id_person FOREIGN KEY(manager_id) REFERENCES person (id), 
	CONSTRAINT fk_person_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_person_workspace_id_email UNIQUE (workspace_id, email), 
	CONSTRAINT uq_person_workspace_id_slack_id UNIQUE (workspace_id, slack_id)
);

CREATE INDEX ix_person_manager_id ON person (manager_id);

CREATE TABLE processed (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_processed PRIMARY KEY (id), 
	CONSTRAINT fk_processed_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_processed_workspace_id_key UNIQUE (workspace_id, "key")
);

CREATE INDEX ix_processed_created_at ON processed (created_at);

CREATE TABLE account (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	owner_id INTEGER NOT NULL, 
	tier VARCHAR NOT NULL, 
	tier_proposal VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	status_reason VARCHAR NOT NULL, 
	cadence_days INTEGER, 
	paused_until DATE, 
	segment VARCHAR NOT NULL, 
	industry VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	domain VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	services VARCHAR NOT NULL, 
	aliases VARCHAR NOT NULL, 
	annual_given INTEGER, 
	currency VARCHAR NOT NULL, 
	annual INTEGER, 
	margin VARCHAR NOT NULL, 
	started_on DATE, 
	renews_given DATE, 
	renews_on DATE, 
	parent_id INTEGER, 
	served_through_parent BOOLEAN NOT NULL, 
	added_on DATE NOT NULL, 
	exists_on DATE NOT NULL, 
	due_on DATE, 
	look_at DATETIME, 
	reassess_at DATETIME, 
	at_risk BOOLEAN NOT NULL, 
	snoozed_until DATE, 
	not_needed_until DATE, 
	last_meaningful_at DATETIME, trouble BOOLEAN DEFAULT 0 NOT NULL, failed_why VARCHAR DEFAULT '' NOT NULL, team_goal VARCHAR DEFAULT '' NOT NULL, fall_look_at DATETIME, escalate_at DATETIME, merged_into_id INTEGER REFERENCES account (id), asks_owner BOOLEAN DEFAULT 0 NOT NULL, earns_by VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT fk_account_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id), 
	CONSTRAINT fk_account_parent_id_account FOREIGN KEY(parent_id) REFERENCES account (id), 
	CONSTRAINT fk_account_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_account_workspace_id_key UNIQUE (workspace_id, "key")
);

CREATE INDEX ix_account_external ON account (workspace_id, external_id);

CREATE INDEX ix_account_look ON account (workspace_id, owner_id, look_at);

CREATE INDEX ix_account_owner_id ON account (owner_id);

CREATE INDEX ix_account_parent_id ON account (parent_id);

CREATE INDEX ix_account_reassess ON account (workspace_id, reassess_at);

CREATE TABLE insight (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	tier VARCHAR NOT NULL, 
	industry VARCHAR NOT NULL, 
	until_on DATE NOT NULL, 
	created_at DATETIME NOT NULL, country VARCHAR DEFAULT '' NOT NULL, service VARCHAR DEFAULT '' NOT NULL, tell_by DATE, 
	CONSTRAINT pk_insight PRIMARY KEY (id), 
	CONSTRAINT fk_insight_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_insight_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_insight_workspace_id ON insight (workspace_id);

CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	say VARCHAR NOT NULL, 
	person_id INTEGER, 
	channel VARCHAR NOT NULL, 
	ts VARCHAR NOT NULL, 
	payload JSON NOT NULL, 
	version INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	not_before DATETIME, 
	lease_until DATETIME, 
	claim VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	unknown_since DATETIME, 
	plain BOOLEAN NOT NULL, 
	last_error VARCHAR NOT NULL, 
	sent_at DATETIME, 
	created_at DATETIME NOT NULL, first_try_at DATETIME, unknown_tries INTEGER DEFAULT '0' NOT NULL, reopened BOOLEAN DEFAULT 0 NOT NULL, said VARCHAR DEFAULT '' NOT NULL, ended_at DATETIME, rides_id INTEGER, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_outbox_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_outbox_workspace_id_key UNIQUE (workspace_id, "key")
);

CREATE INDEX ix_outbox_due ON outbox (state, due_at);

CREATE INDEX ix_outbox_person ON outbox (person_id, say);

CREATE TABLE account_name (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	whole BOOLEAN NOT NULL, 
	CONSTRAINT pk_account_name PRIMARY KEY (id), 
	CONSTRAINT fk_account_name_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_account_name_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_account_name_account_id ON account_name (account_id);

CREATE TABLE account_team (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, role VARCHAR DEFAULT '' NOT NULL, left_at DATETIME, 
	CONSTRAINT pk_account_team PRIMARY KEY (id), 
	CONSTRAINT fk_account_team_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_account_team_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_account_team_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_account_team_account_id_person_id UNIQUE (account_id, person_id)
);

CREATE TABLE digest (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	week VARCHAR NOT NULL, 
	ends_on DATE NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	CONSTRAINT pk_digest PRIMARY KEY (id), 
	CONSTRAINT fk_digest_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_digest_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_digest_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_digest_workspace_id_person_id_week UNIQUE (workspace_id, person_id, week)
);

CREATE TABLE next_step (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	"on" DATE, 
	batch VARCHAR NOT NULL, 
	done_at DATETIME, 
	done_by_batch VARCHAR NOT NULL, external_id VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_next_step PRIMARY KEY (id), 
	CONSTRAINT fk_next_step_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_next_step_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_next_step_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_next_step_account_id ON next_step (account_id);

CREATE TABLE revenue (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	"on" DATE NOT NULL, 
	kind VARCHAR NOT NULL, 
	amount INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	service VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	CONSTRAINT pk_revenue PRIMARY KEY (id), 
	CONSTRAINT fk_revenue_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_revenue_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_revenue_account ON revenue (account_id, "on");

CREATE TABLE snooze (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	until_on DATE NOT NULL, 
	created_at DATETIME NOT NULL, ended_by_batch VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_snooze PRIMARY KEY (id), 
	CONSTRAINT fk_snooze_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_snooze_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_snooze_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_snooze_account_id ON snooze (account_id);

CREATE TABLE standing (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	from_on DATE NOT NULL, 
	owner_id INTEGER NOT NULL, 
	tier VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	cadence_days INTEGER, 
	until DATE, 
	reason VARCHAR NOT NULL, 
	by_id INTEGER, served_through_parent BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_standing PRIMARY KEY (id), 
	CONSTRAINT fk_standing_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_standing_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id), 
	CONSTRAINT fk_standing_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_standing_account_id ON standing (account_id);

CREATE INDEX ix_standing_owner_id ON standing (owner_id);

CREATE TABLE touch (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	day_only BOOLEAN NOT NULL, 
	channel VARCHAR NOT NULL, 
	direction VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	purpose VARCHAR NOT NULL, 
	minutes INTEGER NOT NULL, 
	estimated BOOLEAN NOT NULL, 
	sentiment VARCHAR NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	external_id VARCHAR NOT NULL, 
	batch VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, noted BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_touch PRIMARY KEY (id), 
	CONSTRAINT fk_touch_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_touch_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_touch_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_touch_account ON touch (account_id, at);

CREATE INDEX ix_touch_author ON touch (by_id, at);

CREATE TABLE touch_contact (
	touch_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	CONSTRAINT pk_touch_contact PRIMARY KEY (touch_id, contact_id), 
	CONSTRAINT fk_touch_contact_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_touch_contact_touch_id_touch FOREIGN KEY(touch_id) REFERENCES touch (id), 
	CONSTRAINT fk_touch_contact_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_touch_contact_contact_id ON touch_contact (contact_id);

CREATE TABLE pace (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	lane VARCHAR NOT NULL, 
	free_at DATETIME NOT NULL, 
	CONSTRAINT pk_pace PRIMARY KEY (id), 
	CONSTRAINT fk_pace_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_pace_workspace_id_lane UNIQUE (workspace_id, lane)
);

CREATE TABLE question (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	to_id INTEGER NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	answer TEXT DEFAULT '' NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	CONSTRAINT pk_question PRIMARY KEY (id), 
	CONSTRAINT fk_question_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_question_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_question_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_question_to_id_person FOREIGN KEY(to_id) REFERENCES person (id), 
	CONSTRAINT fk_question_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_question_account_id ON question (account_id);

CREATE INDEX ix_question_outbox_id ON question (outbox_id);

CREATE INDEX ix_person_plan ON person (workspace_id, plan_at);

CREATE INDEX ix_person_digest ON person (workspace_id, digest_at);

CREATE INDEX ix_account_failed ON account (workspace_id) WHERE failed_why != '';

CREATE TABLE promise (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	promised_on DATE, 
	first_due_on DATE, 
	due_on DATE NOT NULL, 
	state VARCHAR NOT NULL, 
	done_on DATE, 
	moved VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	batch VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_promise PRIMARY KEY (id), 
	CONSTRAINT fk_promise_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_promise_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_promise_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_promise_account ON promise (account_id, due_on);

CREATE TABLE "unlogged" (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	token VARCHAR NOT NULL, 
	text TEXT DEFAULT ('') NOT NULL, 
	opened_at DATETIME NOT NULL, 
	told_at DATETIME, 
	outbox_id INTEGER, 
	became VARCHAR NOT NULL, 
	closed_at DATETIME, 
	question_id INTEGER, 
	CONSTRAINT pk_unlogged PRIMARY KEY (id), 
	CONSTRAINT fk_unlogged_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_unlogged_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_unlogged_workspace_id_token UNIQUE (workspace_id, token), 
	CONSTRAINT fk_unlogged_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_unlogged_question_id_question FOREIGN KEY(question_id) REFERENCES question (id)
);

CREATE INDEX ix_unlogged_person ON unlogged (workspace_id, person_id, closed_at);

CREATE INDEX ix_next_step_batch ON next_step (batch);

CREATE INDEX ix_next_step_done ON next_step (done_by_batch);

CREATE TABLE milestone (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	owner_id INTEGER, 
	stage VARCHAR NOT NULL, 
	step TEXT DEFAULT '' NOT NULL, 
	started_on DATE, 
	due_on DATE, 
	done_on DATE, 
	first_value BOOLEAN NOT NULL, 
	moved VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	dropped_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_milestone PRIMARY KEY (id), 
	CONSTRAINT fk_milestone_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_milestone_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id), 
	CONSTRAINT fk_milestone_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_milestone_account ON milestone (account_id, due_on);

CREATE INDEX ix_milestone_owner ON milestone (owner_id, due_on);

CREATE TABLE change (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	"on" DATE NOT NULL, 
	noted_on DATE, 
	behind INTEGER NOT NULL, 
	answered_on DATE, 
	external_id VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_change PRIMARY KEY (id), 
	CONSTRAINT fk_change_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_change_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_change_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_change_account ON change (account_id, "on");

CREATE TABLE waiting (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	for_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	subject_id INTEGER NOT NULL, 
	since_at DATETIME NOT NULL, 
	remind_at DATETIME NOT NULL, 
	until_at DATETIME NOT NULL, 
	reminded_at DATETIME, 
	state VARCHAR NOT NULL, 
	closed_at DATETIME, 
	outbox_id INTEGER, 
	CONSTRAINT pk_waiting PRIMARY KEY (id), 
	CONSTRAINT fk_waiting_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_waiting_for_id_person FOREIGN KEY(for_id) REFERENCES person (id), 
	CONSTRAINT fk_waiting_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_waiting_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_waiting_person ON waiting (workspace_id, for_id, state);

CREATE INDEX ix_waiting_due ON waiting (workspace_id, state, until_at);

CREATE INDEX ix_waiting_subject ON waiting (workspace_id, kind, subject_id);

CREATE TABLE handoff (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	giver_id INTEGER NOT NULL, 
	receiver_id INTEGER NOT NULL, 
	since_on DATE NOT NULL, 
	landmines TEXT DEFAULT '' NOT NULL, 
	question TEXT DEFAULT '' NOT NULL, 
	answer TEXT DEFAULT '' NOT NULL, 
	became VARCHAR NOT NULL, 
	ended_on DATE, 
	greet_by DATE, 
	followed_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_handoff PRIMARY KEY (id), 
	CONSTRAINT fk_handoff_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_handoff_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_handoff_giver_id_person FOREIGN KEY(giver_id) REFERENCES person (id), 
	CONSTRAINT fk_handoff_receiver_id_person FOREIGN KEY(receiver_id) REFERENCES person (id), 
	CONSTRAINT fk_handoff_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_handoff_account ON handoff (account_id, id);

CREATE TABLE override (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	band VARCHAR NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	from_on DATE NOT NULL, 
	until_on DATE NOT NULL, 
	ended_on DATE, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_override PRIMARY KEY (id), 
	CONSTRAINT fk_override_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_override_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_override_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_override_account ON override (account_id, id);

CREATE TABLE "contact" (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	prefers VARCHAR NOT NULL, 
	birthday VARCHAR NOT NULL, 
	left_on DATE, 
	external_id VARCHAR NOT NULL, 
	added_on DATE, 
	moved_on DATE, 
	successor_id INTEGER, mourning_until DATE, same_as_id INTEGER REFERENCES contact (id), 
	CONSTRAINT pk_contact PRIMARY KEY (id), 
	CONSTRAINT fk_contact_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_contact_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_contact_successor_id_contact FOREIGN KEY(successor_id) REFERENCES contact (id)
);

CREATE INDEX ix_contact_account_id ON contact (account_id);

CREATE TABLE turned_up (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	before_id INTEGER NOT NULL, 
	certain BOOLEAN NOT NULL, 
	"on" DATE NOT NULL, 
	outbox_id INTEGER, 
	CONSTRAINT pk_turned_up PRIMARY KEY (id), 
	CONSTRAINT fk_turned_up_before_id_contact FOREIGN KEY(before_id) REFERENCES contact (id), 
	CONSTRAINT fk_turned_up_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_turned_up_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_turned_up_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_turned_up_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_turned_up_person ON turned_up (workspace_id, person_id, outbox_id);

CREATE TABLE concern (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	kind VARCHAR NOT NULL, 
	raised_on DATE NOT NULL, 
	closed_on DATE, 
	done TEXT DEFAULT '' NOT NULL, 
	closed_by_id INTEGER, 
	external_id VARCHAR NOT NULL, 
	batch VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_concern PRIMARY KEY (id), 
	CONSTRAINT fk_concern_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_concern_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_concern_closed_by_id_person FOREIGN KEY(closed_by_id) REFERENCES person (id), 
	CONSTRAINT fk_concern_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_concern_account ON concern (account_id, raised_on);

CREATE TABLE request (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	contact_id INTEGER, 
	by_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	asked_on DATE NOT NULL, 
	asked_at DATETIME, 
	answered_on DATE, 
	answered_at DATETIME, 
	answer_logged_at DATETIME, 
	external_id VARCHAR NOT NULL, 
	batch VARCHAR NOT NULL, 
	answer_batch VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_request PRIMARY KEY (id), 
	CONSTRAINT fk_request_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_request_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_request_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_request_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_request_account ON request (account_id, asked_on);

CREATE TABLE told (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	insight_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	batch VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_told PRIMARY KEY (id), 
	CONSTRAINT fk_told_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_told_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_told_insight_id_insight FOREIGN KEY(insight_id) REFERENCES insight (id), 
	CONSTRAINT fk_told_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_told_insight_id_account_id UNIQUE (insight_id, account_id)
);

CREATE INDEX ix_account_team_person_id ON account_team (person_id);

CREATE INDEX ix_account_fall_look ON account (workspace_id, fall_look_at);

CREATE TABLE alarm (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	fell_at DATETIME NOT NULL, 
	behind VARCHAR NOT NULL, 
	outbox_id INTEGER, 
	CONSTRAINT pk_alarm PRIMARY KEY (id), 
	CONSTRAINT fk_alarm_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_alarm_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_alarm_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_alarm_fell ON alarm (workspace_id, fell_at);

CREATE INDEX ix_outbox_rides ON outbox (rides_id);

CREATE TABLE loosening (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	by_id INTEGER, 
	"before" VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	asked_on DATE NOT NULL, 
	became VARCHAR NOT NULL, 
	ended_on DATE, 
	ended_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_loosening PRIMARY KEY (id), 
	CONSTRAINT fk_loosening_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_loosening_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_loosening_ended_by_id_person FOREIGN KEY(ended_by_id) REFERENCES person (id), 
	CONSTRAINT fk_loosening_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id), 
	CONSTRAINT fk_loosening_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_loosening_account ON loosening (account_id, id);

CREATE INDEX ix_audit_account ON audit (workspace_id, account_id, at);

CREATE TABLE absence (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	cover_id INTEGER, 
	by_id INTEGER NOT NULL, 
	first_on DATE NOT NULL, 
	last_on DATE NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_absence PRIMARY KEY (id), 
	CONSTRAINT fk_absence_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_absence_cover_id_person FOREIGN KEY(cover_id) REFERENCES person (id), 
	CONSTRAINT fk_absence_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_absence_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE TABLE "nudge" (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	rep_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	local_on DATE NOT NULL, 
	place INTEGER NOT NULL, 
	reason JSON NOT NULL, 
	stuck BOOLEAN NOT NULL, 
	state VARCHAR NOT NULL, 
	sent_at DATETIME, 
	acted_at DATETIME, 
	outcome VARCHAR NOT NULL, 
	batch VARCHAR NOT NULL, 
	for_id INTEGER, 
	CONSTRAINT pk_nudge PRIMARY KEY (id), 
	CONSTRAINT fk_nudge_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_nudge_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_nudge_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_nudge_rep_id_person FOREIGN KEY(rep_id) REFERENCES person (id), 
	CONSTRAINT fk_nudge_for_id_person FOREIGN KEY(for_id) REFERENCES person (id)
);

CREATE INDEX ix_nudge_account ON nudge (account_id, local_on);

CREATE INDEX ix_nudge_outbox ON nudge (outbox_id);

CREATE INDEX ix_nudge_rep ON nudge (rep_id, local_on);

CREATE INDEX ix_absence_person ON absence (workspace_id, person_id, last_on);

CREATE INDEX ix_absence_cover ON absence (workspace_id, cover_id, last_on);

CREATE TABLE escalation (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	late_on DATE NOT NULL, 
	"on" DATE NOT NULL, 
	due_at DATETIME NOT NULL, 
	to_id INTEGER, 
	went_on DATE, 
	became VARCHAR NOT NULL, 
	until_on DATE, 
	why TEXT DEFAULT '' NOT NULL, 
	ended_on DATE, 
	ended_at DATETIME, 
	ended_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_escalation PRIMARY KEY (id), 
	CONSTRAINT fk_escalation_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_escalation_ended_by_id_person FOREIGN KEY(ended_by_id) REFERENCES person (id), 
	CONSTRAINT fk_escalation_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id), 
	CONSTRAINT fk_escalation_to_id_person FOREIGN KEY(to_id) REFERENCES person (id), 
	CONSTRAINT fk_escalation_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_escalation_account ON escalation (account_id, id);

CREATE INDEX ix_account_escalate ON account (workspace_id, escalate_at);

CREATE INDEX ix_audit_by ON audit (by_id, at);

CREATE TABLE import_run (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	by_id INTEGER, 
	channel VARCHAR NOT NULL, 
	outbox_id INTEGER, 
	state VARCHAR NOT NULL, 
	keep_good BOOLEAN NOT NULL, 
	report JSON NOT NULL, 
	done INTEGER NOT NULL, 
	"of" INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	went_at DATETIME, 
	ended_at DATETIME, 
	ended_by_id INTEGER, 
	CONSTRAINT pk_import_run PRIMARY KEY (id), 
	CONSTRAINT fk_import_run_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_import_run_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_import_run_ended_by_id_person FOREIGN KEY(ended_by_id) REFERENCES person (id), 
	CONSTRAINT uq_import_run_workspace_id_key UNIQUE (workspace_id, "key")
);

CREATE INDEX ix_import_run_state ON import_run (workspace_id, state);

CREATE TABLE import_file (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	why VARCHAR NOT NULL, 
	content BLOB, 
	CONSTRAINT pk_import_file PRIMARY KEY (id), 
	CONSTRAINT fk_import_file_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_import_file_run_id_import_run FOREIGN KEY(run_id) REFERENCES import_run (id), 
	CONSTRAINT uq_import_file_run_id_place UNIQUE (run_id, place)
);

CREATE TABLE import_change (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	is_new BOOLEAN NOT NULL, 
	mark VARCHAR NOT NULL, 
	"before" TEXT DEFAULT '' NOT NULL, 
	"after" TEXT DEFAULT '' NOT NULL, 
	memory TEXT DEFAULT '' NOT NULL, 
	stood JSON NOT NULL, 
	became VARCHAR NOT NULL, 
	CONSTRAINT pk_import_change PRIMARY KEY (id), 
	CONSTRAINT fk_import_change_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_import_change_run_id_import_run FOREIGN KEY(run_id) REFERENCES import_run (id), 
	CONSTRAINT uq_import_change_run_id_kind_row_id UNIQUE (run_id, kind, row_id)
);

CREATE INDEX ix_import_change_row ON import_change (kind, row_id);

CREATE TABLE file_answer (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	mark VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	dates VARCHAR NOT NULL, 
	numbers VARCHAR NOT NULL, 
	CONSTRAINT pk_file_answer PRIMARY KEY (id), 
	CONSTRAINT fk_file_answer_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT uq_file_answer_workspace_id_mark UNIQUE (workspace_id, mark)
);

CREATE INDEX ix_account_merged ON account (workspace_id, merged_into_id);

CREATE TABLE merge (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	gone_id INTEGER NOT NULL, 
	stays_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	became VARCHAR NOT NULL, 
	asked_on DATE NOT NULL, 
	merged_on DATE, 
	done_at DATETIME, 
	ended_by_id INTEGER, 
	kept VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_merge PRIMARY KEY (id), 
	CONSTRAINT fk_merge_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_merge_ended_by_id_person FOREIGN KEY(ended_by_id) REFERENCES person (id), 
	CONSTRAINT fk_merge_gone_id_account FOREIGN KEY(gone_id) REFERENCES account (id), 
	CONSTRAINT fk_merge_stays_id_account FOREIGN KEY(stays_id) REFERENCES account (id), 
	CONSTRAINT fk_merge_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_merge_gone ON merge (gone_id);

CREATE INDEX ix_merge_stays ON merge (stays_id);

CREATE INDEX ix_merge_on ON merge (workspace_id, became, merged_on);

CREATE TABLE moved (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	merge_id INTEGER NOT NULL, 
	noun VARCHAR NOT NULL, 
	"column" VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	was_id INTEGER NOT NULL, 
	mark VARCHAR NOT NULL, 
	CONSTRAINT pk_moved PRIMARY KEY (id), 
	CONSTRAINT fk_moved_merge_id_merge FOREIGN KEY(merge_id) REFERENCES merge (id), 
	CONSTRAINT fk_moved_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_moved_merge ON moved (merge_id);

CREATE INDEX ix_moved_row ON moved (noun, row_id);

CREATE TABLE changeover (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	to_id INTEGER, 
	by_id INTEGER, 
	why VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	act_id INTEGER, 
	due_at DATETIME NOT NULL, 
	moved_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_changeover PRIMARY KEY (id), 
	CONSTRAINT fk_changeover_act_id_audit FOREIGN KEY(act_id) REFERENCES audit (id), 
	CONSTRAINT fk_changeover_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_changeover_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_changeover_to_id_person FOREIGN KEY(to_id) REFERENCES person (id), 
	CONSTRAINT fk_changeover_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_changeover_stage ON changeover (workspace_id, stage);

CREATE INDEX ix_changeover_person ON changeover (workspace_id, person_id);

CREATE INDEX ix_changeover_to ON changeover (workspace_id, to_id);

CREATE TABLE changeover_account (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	changeover_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	act_id INTEGER, 
	receiver_id INTEGER, 
	handoff_id INTEGER, 
	became VARCHAR NOT NULL, 
	CONSTRAINT pk_changeover_account PRIMARY KEY (id), 
	CONSTRAINT fk_changeover_account_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_changeover_account_act_id_audit FOREIGN KEY(act_id) REFERENCES audit (id), 
	CONSTRAINT fk_changeover_account_changeover_id_changeover FOREIGN KEY(changeover_id) REFERENCES changeover (id), 
	CONSTRAINT fk_changeover_account_handoff_id_handoff FOREIGN KEY(handoff_id) REFERENCES handoff (id), 
	CONSTRAINT fk_changeover_account_receiver_id_person FOREIGN KEY(receiver_id) REFERENCES person (id), 
	CONSTRAINT fk_changeover_account_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_changeover_account_of ON changeover_account (changeover_id, id);

CREATE INDEX ix_changeover_account_account_id ON changeover_account (account_id);

CREATE INDEX ix_person_friday ON person (workspace_id, friday_at);

CREATE INDEX ix_changeover_account_handoff ON changeover_account (handoff_id, workspace_id);

CREATE INDEX ix_concern_batch ON concern (batch, workspace_id);

CREATE INDEX ix_concern_open ON concern (closed_on, workspace_id);

CREATE INDEX ix_escalation_to ON escalation (to_id, workspace_id, became);

CREATE INDEX ix_handoff_greet ON handoff (followed_at, workspace_id, greet_by);

CREATE INDEX ix_promise_batch ON promise (batch, workspace_id);

CREATE INDEX ix_question_to ON question (to_id, workspace_id, answered_at);

CREATE INDEX ix_request_answer_batch ON request (answer_batch, workspace_id);

CREATE INDEX ix_request_batch ON request (batch, workspace_id);

CREATE INDEX ix_touch_batch ON touch (batch, workspace_id);

CREATE INDEX ix_touch_external ON touch (external_id, workspace_id);

CREATE TABLE need (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	heard_on DATE, 
	status VARCHAR NOT NULL, 
	budget INTEGER, 
	currency VARCHAR NOT NULL, 
	offer VARCHAR NOT NULL, 
	right_on DATE, 
	discount VARCHAR NOT NULL, 
	explored_on DATE, 
	offered_on DATE, 
	closed_on DATE, 
	why TEXT DEFAULT '' NOT NULL, 
	external_id VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_need PRIMARY KEY (id), 
	CONSTRAINT fk_need_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_need_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_need_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_need_account ON need (account_id, heard_on);

CREATE INDEX ix_need_status ON need (status, workspace_id);

CREATE TABLE goal (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	measure VARCHAR NOT NULL, 
	said_on DATE, 
	due_on DATE, 
	state VARCHAR NOT NULL, 
	closed_on DATE, 
	external_id VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_goal PRIMARY KEY (id), 
	CONSTRAINT fk_goal_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_goal_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_goal_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_goal_account ON goal (account_id, said_on);

CREATE TABLE offer (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	by_id INTEGER, 
	name VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	gain TEXT DEFAULT '' NOT NULL, 
	sends TEXT DEFAULT '' NOT NULL, 
	since_on DATE, 
	retired_on DATE, 
	kept_on DATE, 
	external_id VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_offer PRIMARY KEY (id), 
	CONSTRAINT fk_offer_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_offer_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT uq_offer_workspace_id_key UNIQUE (workspace_id, "key")
);

CREATE TABLE upsell (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	step VARCHAR NOT NULL, 
	step_by_id INTEGER, 
	text TEXT DEFAULT '' NOT NULL, 
	competitors VARCHAR NOT NULL, 
	need_id INTEGER, 
	offer_id INTEGER, 
	gain TEXT DEFAULT '' NOT NULL, 
	sends TEXT DEFAULT '' NOT NULL, 
	sender_id INTEGER, 
	targeted_on DATE, 
	explore_by DATE, 
	explored_on DATE, 
	offer_by DATE, 
	offered_on DATE, 
	send_by DATE, 
	accepted_on DATE, 
	sent_on DATE, 
	answer_by DATE, 
	closed_on DATE, 
	why TEXT DEFAULT '' NOT NULL, 
	external_id VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_upsell PRIMARY KEY (id), 
	CONSTRAINT fk_upsell_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_upsell_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_upsell_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_upsell_step_by_id_person FOREIGN KEY(step_by_id) REFERENCES person (id), 
	CONSTRAINT fk_upsell_need_id_need FOREIGN KEY(need_id) REFERENCES need (id), 
	CONSTRAINT fk_upsell_offer_id_offer FOREIGN KEY(offer_id) REFERENCES offer (id), 
	CONSTRAINT fk_upsell_sender_id_person FOREIGN KEY(sender_id) REFERENCES person (id)
);

CREATE INDEX ix_upsell_account ON upsell (account_id, targeted_on);

CREATE INDEX ix_upsell_step ON upsell (step, workspace_id);

CREATE INDEX ix_upsell_sender ON upsell (sender_id, workspace_id);

CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	asked_on DATE, 
	state VARCHAR NOT NULL, 
	answered_on DATE, 
	contact VARCHAR NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	theme VARCHAR NOT NULL, 
	may_use VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_feedback PRIMARY KEY (id), 
	CONSTRAINT fk_feedback_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_feedback_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_feedback_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_feedback_account ON feedback (account_id, asked_on);

CREATE INDEX ix_feedback_answered ON feedback (answered_on, workspace_id);

CREATE TABLE referral (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	"on" DATE, 
	who VARCHAR NOT NULL, 
	"to" VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	closed_on DATE, 
	became_id INTEGER, 
	thanked_on DATE, 
	external_id VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_referral PRIMARY KEY (id), 
	CONSTRAINT fk_referral_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_referral_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_referral_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_referral_became_id_account FOREIGN KEY(became_id) REFERENCES account (id)
);

CREATE INDEX ix_referral_account ON referral (account_id, "on");

CREATE INDEX ix_referral_became ON referral (became_id);

CREATE INDEX ix_referral_on ON referral ("on", workspace_id);

CREATE TABLE thanks (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	"on" DATE, 
	text VARCHAR NOT NULL, 
	cost INTEGER, 
	currency VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	voided_at DATETIME, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_thanks PRIMARY KEY (id), 
	CONSTRAINT fk_thanks_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_thanks_by_id_person FOREIGN KEY(by_id) REFERENCES person (id), 
	CONSTRAINT fk_thanks_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_thanks_account ON thanks (account_id, "on");

CREATE TABLE cut (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	rep_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	local_on DATE NOT NULL, 
	pair INTEGER NOT NULL, 
	shown BOOLEAN NOT NULL, 
	rank INTEGER NOT NULL, 
	CONSTRAINT pk_cut PRIMARY KEY (id), 
	CONSTRAINT fk_cut_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_cut_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_cut_rep_id_person FOREIGN KEY(rep_id) REFERENCES person (id), 
	CONSTRAINT fk_cut_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);

CREATE INDEX ix_cut_rep ON cut (rep_id, local_on);

CREATE INDEX ix_cut_account ON cut (account_id);

CREATE INDEX ix_need_external ON need (external_id, workspace_id);

CREATE INDEX ix_person_admin ON person (workspace_id) WHERE is_admin = 1 OR role = 'admin';

CREATE INDEX ix_person_gone ON person (workspace_id) WHERE active IS 0;

CREATE INDEX ix_waiting_remind ON waiting (workspace_id, remind_at) WHERE state = 'open' AND reminded_at IS NULL;

CREATE INDEX ix_waiting_open ON waiting (workspace_id, kind) WHERE state = 'open';

CREATE INDEX ix_escalation_due ON escalation (became, workspace_id, went_on, due_at);

CREATE INDEX ix_changeover_moved ON changeover (workspace_id, stage, moved_at);

CREATE INDEX ix_alarm_account ON alarm (account_id, workspace_id, fell_at);

CREATE TABLE name_piece (
	piece VARCHAR NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	word VARCHAR NOT NULL, 
	CONSTRAINT pk_name_piece PRIMARY KEY (piece, workspace_id, word), 
	CONSTRAINT fk_name_piece_workspace_id_workspace FOREIGN KEY(workspace_id) REFERENCES workspace (id)
)
 WITHOUT ROWID

;

CREATE INDEX ix_account_name_whole ON account_name ("key", workspace_id) WHERE whole = 1;

CREATE INDEX ix_account_name_later ON account_name ("key", workspace_id) WHERE whole = 0;

INSERT INTO alembic_version (version_num) VALUES ('0034');

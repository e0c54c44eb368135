CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE revision (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  record BLOB NOT NULL,
  change BLOB NOT NULL,
  type TEXT NOT NULL,
  op TEXT NOT NULL,
  clock INTEGER NOT NULL,
  header BLOB NOT NULL
) STRICT;
CREATE INDEX revision_by_record ON revision(record);
CREATE INDEX revision_by_change ON revision(change);
CREATE TABLE parent (
  revision INTEGER NOT NULL REFERENCES revision(seq),
  parent BLOB NOT NULL,
  PRIMARY KEY (parent, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE body (
  revision INTEGER PRIMARY KEY REFERENCES revision(seq),
  salt BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE number (
  type TEXT NOT NULL,
  number INTEGER NOT NULL,
  record BLOB NOT NULL UNIQUE,
  PRIMARY KEY (type, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  "at" INTEGER,
  "offset" INTEGER,
  zone TEXT,
  tags TEXT NOT NULL,
  people TEXT NOT NULL,
  way TEXT,
  way_folded TEXT,
  went TEXT NOT NULL,
  because TEXT,
  lesson TEXT,
  asked TEXT,
  answers TEXT NOT NULL,
  share INTEGER NOT NULL,
  plan BLOB,
  more TEXT NOT NULL,
  conflict INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL
, guess TEXT, star INTEGER NOT NULL DEFAULT 0, again TEXT) STRICT;
CREATE INDEX entry_by_day ON entry(day, number);
CREATE INDEX entry_by_plan ON entry(plan) WHERE plan IS NOT NULL;
CREATE INDEX entry_by_again ON entry(again) WHERE again IS NOT NULL;
CREATE TABLE entry_tag (
  tag TEXT NOT NULL,
  entry INTEGER NOT NULL REFERENCES entry(number),
  shown TEXT NOT NULL,
  PRIMARY KEY (tag, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_tag_by_entry ON entry_tag(entry);
CREATE VIRTUAL TABLE entry_words USING fts5(
  text, more,
  content='entry', content_rowid='number',
  tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE "feedback" (
  record BLOB PRIMARY KEY,
  entry BLOB NOT NULL,
  "from" TEXT NOT NULL,
  text TEXT NOT NULL,
  day TEXT NOT NULL,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_by_entry ON feedback(entry, changed);
CREATE TABLE plan (
  number INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  "from" TEXT,
  until TEXT,
  state TEXT NOT NULL,
  note TEXT,
  opened TEXT NOT NULL,
  closed TEXT,
  share INTEGER NOT NULL,
  conflict INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_by_state ON plan(state, number);
CREATE TABLE obstacle (
  number INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  lever TEXT,
  who TEXT,
  next TEXT,
  state TEXT NOT NULL,
  note TEXT,
  opened TEXT NOT NULL,
  closed TEXT,
  conflict INTEGER NOT NULL
) STRICT;
CREATE TABLE shelf (
  number INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  "by" TEXT,
  type TEXT,
  state TEXT NOT NULL,
  takeaway TEXT,
  conflict INTEGER NOT NULL
, day TEXT) STRICT;
CREATE TABLE reflection (
  record BLOB PRIMARY KEY,
  topic TEXT NOT NULL,
  text TEXT NOT NULL,
  day TEXT NOT NULL,
  for_sharing INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reflection_by_topic ON reflection(topic, day, changed);
CREATE INDEX reflection_by_day ON reflection(day, changed);
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE asked (
  record BLOB PRIMARY KEY,
  question TEXT NOT NULL,
  about BLOB,
  period TEXT NOT NULL,
  day TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX asked_by_question ON asked(question, about);
CREATE TABLE did (
  record BLOB PRIMARY KEY,
  plan BLOB NOT NULL,
  day TEXT NOT NULL,
  note TEXT,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX did_by_plan ON did(plan, day);
CREATE TABLE idea (
  number INTEGER PRIMARY KEY,
  what TEXT NOT NULL,
  text TEXT NOT NULL,
  conflict INTEGER NOT NULL
) STRICT;
CREATE TABLE rehearsal (
  record BLOB PRIMARY KEY,
  text TEXT NOT NULL,
  day TEXT NOT NULL,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE away (
  record BLOB PRIMARY KEY,
  "from" TEXT NOT NULL,
  until TEXT,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE VIEW entries AS
SELECT number, kind, text, day,
  strftime('%Y-%m-%dT%H:%M:%S', "at" / 1000 + coalesce("offset", 0), 'unixepoch') AS "at",
  way, went, because, lesson, asked, guess,
  (SELECT group_concat(shown, ' ') FROM
    (SELECT shown FROM entry_tag WHERE entry = entry.number ORDER BY tag)) AS tags,
  answers, share, star, again,
  (SELECT number.number FROM number WHERE number.record = entry.plan) AS plan,
  strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch') AS created,
  strftime('%Y-%m-%dT%H:%M:%SZ', changed / 1000, 'unixepoch') AS changed
FROM entry;
CREATE VIEW tags AS
SELECT shown AS tag, entry FROM entry_tag;
CREATE VIEW heard AS
SELECT number.number AS entry, "from", text, day
FROM feedback JOIN number ON number.record = feedback.entry;
CREATE VIEW plans AS
SELECT number, text, "from", until, state, opened, closed, note, share FROM plan;
CREATE VIEW deeds AS
SELECT number.number AS plan, day, note
FROM did JOIN number ON number.record = did.plan;
CREATE VIEW obstacles AS
SELECT number, text, lever, who, next, state, opened, closed, note FROM obstacle;
CREATE VIEW shelf_items AS
SELECT number, title, "by", type, state, day, takeaway FROM shelf;
CREATE VIEW reflections AS
SELECT topic, text, day FROM reflection;
INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ally', 'm001_revisions_and_projections', 'new');
INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ally', 'm002_questions_put', 'new');
INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ally', 'm003_practice', 'new');
INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ally', 'm004_views', 'new');
PRAGMA application_id = 1095519321;
PRAGMA user_version = 4;

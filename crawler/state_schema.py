"""The tables of state.db."""

from __future__ import annotations

SCHEMA_VERSION = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS urls (
  key TEXT PRIMARY KEY, url TEXT NOT NULL, portal TEXT NOT NULL, column_url TEXT NOT NULL, kind TEXT NOT NULL,
  etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '', payload_sha256 TEXT NOT NULL DEFAULT '',
  status INTEGER, outcome TEXT NOT NULL DEFAULT '', first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  checked_at TEXT NOT NULL DEFAULT '', changed_at TEXT NOT NULL DEFAULT '', changes INTEGER NOT NULL DEFAULT 0,
  removed_at TEXT NOT NULL DEFAULT '', memo TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sightings (
  portal TEXT NOT NULL, column_url TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  listed_date TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL, year INTEGER, publisher TEXT NOT NULL DEFAULT '',
  first_run TEXT NOT NULL, last_run TEXT NOT NULL, missed_runs INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (portal, column_url, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sightings_key ON sightings (key);
CREATE TABLE IF NOT EXISTS columns (
  portal TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL, system TEXT NOT NULL DEFAULT '',
  configured INTEGER NOT NULL DEFAULT 1, first_seen TEXT NOT NULL, last_run TEXT NOT NULL DEFAULT '',
  visited_at TEXT NOT NULL DEFAULT '', next_due TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '',
  reports INTEGER NOT NULL DEFAULT 0, detail TEXT NOT NULL DEFAULT '', failures INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (portal, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hosts (
  host TEXT PRIMARY KEY, strikes INTEGER NOT NULL DEFAULT 0, blocked TEXT NOT NULL DEFAULT '',
  blocked_at TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '', next_attempt TEXT NOT NULL DEFAULT '',
  robots TEXT NOT NULL DEFAULT '', robots_at TEXT NOT NULL DEFAULT '', crawl_delay REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frontier (
  id INTEGER PRIMARY KEY, portal TEXT NOT NULL, host TEXT NOT NULL, url TEXT NOT NULL, fingerprint TEXT NOT NULL,
  kind TEXT NOT NULL, priority INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  not_before REAL NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '', fetch TEXT NOT NULL,
  deaths INTEGER NOT NULL DEFAULT 0, UNIQUE (portal, fingerprint)
);
CREATE INDEX IF NOT EXISTS frontier_next ON frontier (host, priority DESC, id) WHERE state = 0;
CREATE TABLE IF NOT EXISTS captures (
  id TEXT NOT NULL, url TEXT NOT NULL, key TEXT NOT NULL, fetched_at TEXT NOT NULL, status INTEGER,
  record_type TEXT NOT NULL, payload_sha256 TEXT NOT NULL, payload_size INTEGER NOT NULL, stored_sha256 TEXT NOT NULL,
  warc_file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (warc_file, offset)
) WITHOUT ROWID;
-- Files of earlier versions have `id` for the key of captures, and keep it: their index captures_file does for the
-- questions by place what the key does here. captures_payload answers none any more and costs every capture a write.
DROP INDEX IF EXISTS captures_payload;
CREATE INDEX IF NOT EXISTS captures_stored ON captures (stored_sha256) WHERE record_type = 'response';
CREATE INDEX IF NOT EXISTS captures_decoded ON captures (payload_sha256)
  WHERE record_type = 'response' AND payload_sha256 <> stored_sha256;
CREATE TABLE IF NOT EXISTS warc_files (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT NOT NULL DEFAULT '',
  finish_reason TEXT NOT NULL DEFAULT '', portals TEXT NOT NULL DEFAULT '{}', report TEXT NOT NULL DEFAULT '',
  is_unfinished INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tallies (
  run TEXT NOT NULL, portal TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (run, portal, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL, portal TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
  url TEXT NOT NULL, detail TEXT NOT NULL DEFAULT ''
);
"""

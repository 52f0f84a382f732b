-- schema.sql -- all tables of a site; every process parses the result, so no
-- index or trigger stands here without a query that needs it

-- an account is a number: no name, no address, no password
CREATE TABLE user(
	uid INTEGER PRIMARY KEY,
	rights INTEGER NOT NULL,	-- bits, enum right in model/user.h
	made_at INTEGER NOT NULL	-- Unix seconds
) STRICT;

-- nicknames and addresses; the one touched last is shown
CREATE TABLE name(
	fold TEXT PRIMARY KEY,		-- normalised and case-folded: unique
	name TEXT NOT NULL,		-- as typed
	uid INTEGER NOT NULL REFERENCES user,
	touched_at INTEGER NOT NULL	-- Unix seconds of "show this name"
) STRICT, WITHOUT ROWID;
CREATE INDEX name_uid ON name(uid, touched_at DESC);

-- any number a name, each owned by its plugin
CREATE TABLE secret(
	id INTEGER PRIMARY KEY,
	fold TEXT NOT NULL REFERENCES name ON DELETE CASCADE,
	plugin TEXT NOT NULL,		-- password, ...
	content TEXT NOT NULL		-- what the plugin keeps: a hash string
) STRICT;
CREATE INDEX secret_fold ON secret(fold);

CREATE TABLE session(
	hash TEXT PRIMARY KEY,		-- BLAKE2b of the token in the cookie
	uid INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
	made_at INTEGER NOT NULL,	-- Unix seconds
	seen_at INTEGER NOT NULL,	-- Unix seconds, best effort
	agent TEXT NOT NULL		-- what the browser called itself
) STRICT, WITHOUT ROWID;

-- failed tries a key, for rate limits
CREATE TABLE tries(
	key TEXT PRIMARY KEY,		-- login:name:FOLD, login:net:PREFIX
	count INTEGER NOT NULL,
	last_at INTEGER NOT NULL	-- Unix seconds
) STRICT, WITHOUT ROWID;

CREATE TABLE media(
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL,		-- 128 random bits: folder of its files
	uid INTEGER NOT NULL REFERENCES user,
	slug TEXT NOT NULL,		-- its name in URLs
	title TEXT NOT NULL,
	alt TEXT NOT NULL,		-- what one sees, for who does not
	kind TEXT NOT NULL,		-- a recipe: image, video, audio
	state INTEGER NOT NULL,		-- enum media_state in model/media.h
	visibility INTEGER NOT NULL,	-- enum visibility in model/media.h
	show_place INTEGER NOT NULL,	-- 1: the owner shows where it was taken
	class INTEGER NOT NULL,		-- why it failed: an E_*, 0 if it did not
	note TEXT NOT NULL,		-- to its owner: what is wrong with it
	trouble INTEGER NOT NULL DEFAULT 0, -- enum trouble in model/media.h
	created_at INTEGER NOT NULL,	-- Unix seconds
	published_at INTEGER,		-- Unix seconds, NULL until then
	nonce TEXT,			-- of the form that brought it
	part INTEGER,			-- which file of that form
	description TEXT NOT NULL	-- Markdown as typed; last, since lists
					-- need not read it, and it may be long
) STRICT;
CREATE UNIQUE INDEX media_slug ON media(uid, slug);
CREATE UNIQUE INDEX media_key ON media(key);
CREATE UNIQUE INDEX media_nonce ON media(nonce, part) WHERE nonce NOT NULL;
CREATE INDEX media_home ON media(published_at, id)
	WHERE state = 2 AND visibility = 2;
-- state and visibility: so that who only counts reads no row
CREATE INDEX media_person ON media(uid, published_at, id, visibility, state)
	WHERE state = 2;
CREATE INDEX media_uploads ON media(uid, id, state) WHERE state <> 4;
CREATE INDEX media_trouble ON media(uid, id, trouble, state)
	WHERE trouble <> 0;
CREATE INDEX media_state ON media(state, uid) WHERE state <> 2;

-- the original (name raw) and what was made of it; without rowid, since pages
-- read all files of a media, which so stand in one place
CREATE TABLE file(
	media INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
	name TEXT NOT NULL,		-- raw, or the output's in its recipe
	path TEXT NOT NULL,		-- of raw its ID; else the file's name
	mime TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	blake2b TEXT NOT NULL,		-- of the content, hexadecimal
	width INTEGER NOT NULL,		-- pixels, 0 where it has none
	height INTEGER NOT NULL,
	recipe TEXT NOT NULL,		-- hash of the output that made it
	made_at INTEGER NOT NULL,	-- Unix seconds
	made_ms INTEGER NOT NULL DEFAULT 0, -- what making took, 0: not known
	PRIMARY KEY(media, name)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX file_raw ON file(path) WHERE name = 'raw';

-- files that are not what their row says: see model/damage.h
CREATE TABLE damage(
	media INTEGER NOT NULL,
	name TEXT NOT NULL,		-- of the file
	what INTEGER NOT NULL,		-- enum damage_what in model/damage.h
	found_at INTEGER NOT NULL,	-- Unix seconds
	PRIMARY KEY(media, name),
	FOREIGN KEY(media, name) REFERENCES file ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- sums over file, so that nobody has to count; see model/ledger.h
CREATE TABLE ledger(
	axis INTEGER NOT NULL,		-- enum ledger_axis in model/ledger.h
	key TEXT NOT NULL,		-- on that axis: 720.mp4, video, 17, ...
	files INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	PRIMARY KEY(axis, key)
) STRICT, WITHOUT ROWID;

-- what was found out about the original
CREATE TABLE fact(
	media INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY(media, name)
) STRICT, WITHOUT ROWID;

-- media whose files must be placed anew: see model/place.h
CREATE TABLE moving(media INTEGER PRIMARY KEY) STRICT;

-- what the worker has to know of its last rounds: see model/upkeep.h
CREATE TABLE upkeep(
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- what is to be done; a row goes when it is done
CREATE TABLE job(
	-- never given twice: attempts' folders are named after it
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	maker TEXT NOT NULL,		-- who understands it: media
	subject INTEGER NOT NULL,	-- its number there
	deed TEXT NOT NULL,		-- probe, or the name of an output
	state INTEGER NOT NULL,		-- enum job_state in job/job.h
	lane INTEGER NOT NULL,		-- 1: counts against the video slots
	rank INTEGER NOT NULL,		-- the smallest goes first: job/job.h
	party INTEGER NOT NULL,		-- whose turn it takes: a uid, or 0
	blocks INTEGER NOT NULL,	-- 1: publication waits for it
	way INTEGER NOT NULL,		-- which alternative is tried
	tries INTEGER NOT NULL,		-- failed attempts that count
	losses INTEGER NOT NULL,	-- attempts that were lost
	crashes INTEGER NOT NULL DEFAULT 0, -- of these, with the machine
	attempts INTEGER NOT NULL,	-- number of the last attempt
	due_at INTEGER NOT NULL,	-- Unix seconds: not before
	class INTEGER NOT NULL,		-- E_* of the last failure, 0
	reason TEXT NOT NULL,		-- its sentence
	log TEXT NOT NULL,		-- last lines of that attempt
	progress INTEGER NOT NULL,	-- permille
	made_at INTEGER NOT NULL,	-- Unix seconds
	kind TEXT NOT NULL DEFAULT '',	-- its maker's word for what it is of
	failed_at INTEGER NOT NULL DEFAULT 0	-- Unix seconds, the last time
) STRICT;
CREATE UNIQUE INDEX job_deed ON job(maker, subject, deed);
-- lane and due_at: who looks for the next job passes thousands by
CREATE INDEX job_queue ON job(state, rank, id, lane, due_at);
CREATE INDEX job_party ON job(party, rank);
-- what moderators filter by, with the number of each, by time of failure
CREATE INDEX job_group ON job(state, kind, class, failed_at);

-- attempts that live: one at most a job
CREATE TABLE attempt(
	job INTEGER PRIMARY KEY REFERENCES job,
	number INTEGER NOT NULL,	-- its folder is content/work/JOB.NUMBER
	state INTEGER NOT NULL,		-- enum attempt_state in job/job.h
	since_at INTEGER NOT NULL,	-- Unix seconds
	host TEXT NOT NULL,		-- from its start record, '' before
	boot TEXT NOT NULL,		-- the worker's before
	pid INTEGER NOT NULL,		-- of the runner
	pid_start INTEGER NOT NULL,	-- its start time in ticks since boot
	told_at INTEGER NOT NULL	-- Unix seconds: to end; 0: it may go on
) STRICT;

-- what became of attempts, summed up: see job/history.h
CREATE TABLE history(
	hour INTEGER NOT NULL,		-- Unix hours, UTC
	maker TEXT NOT NULL,
	kind TEXT NOT NULL,		-- as in job
	class INTEGER NOT NULL,		-- 0: it succeeded, else E_*
	n INTEGER NOT NULL,
	work_ms INTEGER NOT NULL,	-- of their commands together
	bytes INTEGER NOT NULL,		-- that they made
	PRIMARY KEY(hour, maker, kind, class)
) STRICT, WITHOUT ROWID;

-- how many jobs there were
CREATE TABLE queue(
	at INTEGER PRIMARY KEY,		-- Unix seconds
	waiting INTEGER NOT NULL,
	running INTEGER NOT NULL,
	failed INTEGER NOT NULL
) STRICT;

-- what changes of recipes left behind, in sums; see media/remake.h
CREATE TABLE stale(
	draft INTEGER NOT NULL,		-- 1: of a count that is not whole
	kind TEXT NOT NULL,
	output TEXT NOT NULL,
	why INTEGER NOT NULL,		-- enum remake_why in media/remake.h
	media INTEGER NOT NULL,		-- how many
	length_ms INTEGER NOT NULL,	-- of all of them
	bytes INTEGER NOT NULL,		-- of their files
	reads INTEGER NOT NULL,		-- bytes of their originals
	timed INTEGER NOT NULL,		-- of how many made_ms is known
	timed_length_ms INTEGER NOT NULL,
	made_ms INTEGER NOT NULL,	-- what making those took
	PRIMARY KEY(draft, kind, output, why)
) STRICT, WITHOUT ROWID;

-- the last run that makes it again: one row
CREATE TABLE remake(
	id INTEGER PRIMARY KEY,		-- 1
	phase INTEGER NOT NULL,		-- enum remake_phase in media/remake.h
	kind TEXT NOT NULL,		-- '': all
	output TEXT NOT NULL,		-- '': all
	at INTEGER NOT NULL,		-- media up to it have their jobs
	last INTEGER NOT NULL,		-- media it ends with
	uid INTEGER NOT NULL,		-- who asked, 0: gremlin
	begun_at INTEGER NOT NULL,	-- Unix seconds
	ended_at INTEGER NOT NULL,	-- Unix seconds, 0 until then
	expected INTEGER NOT NULL,	-- jobs, -1: not known
	made INTEGER NOT NULL,		-- jobs that ended well
	removed INTEGER NOT NULL,	-- files that no recipe wants
	old_bytes INTEGER NOT NULL,	-- of what was replaced or removed
	new_bytes INTEGER NOT NULL,	-- of what replaced it
	made_ms INTEGER NOT NULL	-- what that took
) STRICT;

-- who runs: the pidfile
CREATE TABLE process(
	role TEXT PRIMARY KEY,		-- worker
	pid INTEGER NOT NULL,
	pid_start INTEGER NOT NULL,	-- ticks since boot
	boot TEXT NOT NULL,
	version TEXT NOT NULL,
	since_at INTEGER NOT NULL,	-- Unix seconds
	sandbox TEXT NOT NULL DEFAULT ''	-- its level on this host
) STRICT, WITHOUT ROWID;

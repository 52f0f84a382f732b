-- .by_slug
SELECT m.id, m.key, m.uid, m.slug, m.title, m.description, m.alt, m.kind,
	m.state, m.visibility, m.show_place, m.class, m.note,
	m.created_at, m.published_at, ?
FROM media m WHERE m.uid = ? AND m.slug = ? AND m.state <> 4

-- .going
SELECT id FROM media WHERE uid = ? AND slug = ? AND state = 4

-- .by_id
SELECT m.id, m.key, m.uid, m.slug, m.title, m.description, m.alt, m.kind,
	m.state, m.visibility, m.show_place, m.class, m.note,
	m.created_at, m.published_at,
	(SELECT name FROM name n WHERE n.uid = m.uid
		ORDER BY touched_at DESC, fold LIMIT 1)
FROM media m WHERE m.id = ?

-- .by_key
SELECT m.id, m.key, m.uid, m.slug, m.title, m.description, m.alt, m.kind,
	m.state, m.visibility, m.show_place, m.class, m.note,
	m.created_at, m.published_at,
	(SELECT name FROM name n WHERE n.uid = m.uid
		ORDER BY touched_at DESC, fold LIMIT 1)
FROM media m WHERE m.key = ?

-- .newest
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, m.published_at, ''
FROM media m
WHERE m.state = 2 AND m.visibility = 2 AND (m.published_at, m.id) < (?, ?)
ORDER BY m.published_at DESC, m.id DESC LIMIT ?

-- .newest_back
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, m.published_at, ''
FROM media m
WHERE m.state = 2 AND m.visibility = 2 AND (m.published_at, m.id) > (?, ?)
ORDER BY m.published_at, m.id LIMIT ?

-- .of_person
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, m.published_at, ''
FROM media m
WHERE m.uid = ? AND m.state = 2 AND m.visibility >= ?
	AND (m.published_at, m.id) < (?, ?)
ORDER BY m.published_at DESC, m.id DESC LIMIT ?

-- .of_person_back
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, m.published_at, ''
FROM media m
WHERE m.uid = ? AND m.state = 2 AND m.visibility >= ?
	AND (m.published_at, m.id) > (?, ?)
ORDER BY m.published_at, m.id LIMIT ?

-- .count_of_person
SELECT count(*) FROM (SELECT 1 FROM media
	WHERE uid = ? AND state = 2 AND visibility >= ? LIMIT ?)

-- .uploads
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, coalesce(m.published_at, 0), ''
FROM media m
WHERE m.uid = ? AND m.state <> 4 AND m.state BETWEEN ? AND ? AND m.id < ?
ORDER BY m.id DESC LIMIT ?

-- .uploads_back
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, coalesce(m.published_at, 0), ''
FROM media m
WHERE m.uid = ? AND m.state <> 4 AND m.state BETWEEN ? AND ? AND m.id > ?
ORDER BY m.id LIMIT ?

-- .uploads_making
-- also what is shown, while something of it waits or runs
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, coalesce(m.published_at, 0), ''
FROM media m
WHERE m.uid = ?1 AND m.state <> 4 AND m.id < ?2
	AND (m.state = 1 OR m.state = 2 AND m.id IN (SELECT subject FROM job
		WHERE party = ?1 AND maker = 'media' AND state < 3))
ORDER BY m.id DESC LIMIT ?3

-- .uploads_making_back
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, coalesce(m.published_at, 0), ''
FROM media m
WHERE m.uid = ?1 AND m.state <> 4 AND m.id > ?2
	AND (m.state = 1 OR m.state = 2 AND m.id IN (SELECT subject FROM job
		WHERE party = ?1 AND maker = 'media' AND state < 3))
ORDER BY m.id LIMIT ?3

-- .uploads_trouble
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, coalesce(m.published_at, 0), ''
FROM media m
WHERE m.trouble <> 0 AND m.uid = ? AND m.id < ?
ORDER BY m.id DESC LIMIT ?

-- .uploads_trouble_back
SELECT m.id, m.key, m.uid, m.slug, m.title, m.alt, m.kind, m.state,
	m.visibility, m.created_at, coalesce(m.published_at, 0), ''
FROM media m
WHERE m.trouble <> 0 AND m.uid = ? AND m.id > ?
ORDER BY m.id LIMIT ?

-- .uploads_count
SELECT count(*), count(*) FILTER (WHERE state = 1 OR state = 2 AND id IN (
		SELECT subject FROM job
		WHERE party = ?1 AND maker = 'media' AND state < 3)),
	count(*) FILTER (WHERE state = 2)
FROM (SELECT id, state FROM media WHERE uid = ?1 AND state <> 4 LIMIT ?2)

-- .trouble_count
SELECT count(*) FROM (SELECT 1 FROM media
	WHERE trouble <> 0 AND uid = ? LIMIT ?)

-- .trouble_new
SELECT count(*), count(*) FILTER (WHERE state = 3)
FROM (SELECT state FROM media
	WHERE trouble <> 0 AND trouble = 1 AND uid = ? LIMIT ?)

-- .trouble_look
-- of what is shown: 1 as soon as something of it failed, 0 once nothing does;
-- from rank 1000000000 on (TIER_AGAIN) it is no matter of its owner
UPDATE media SET trouble = (trouble = 0)
WHERE id = ? AND state = 2 AND (trouble = 0) = EXISTS (SELECT 1 FROM job
	WHERE maker = 'media' AND subject = media.id AND state = 3
		AND rank < 1000000000)

-- .trouble_seen
UPDATE media SET trouble = 2 WHERE id = ? AND trouble = 1

-- .trouble_seen_all
UPDATE media SET trouble = 2 WHERE trouble <> 0 AND trouble = 1 AND uid = ?

-- .retry_jobs
-- +state: by the few media, not by all that failed on this site
UPDATE job SET state = 1, way = 0, tries = 0, losses = 0, crashes = 0,
	due_at = 0, progress = 0
WHERE maker = 'media' AND +state = 3 AND class <> ?2 AND subject IN (
	SELECT id FROM media
	WHERE trouble <> 0 AND uid = ?1 AND class <> ?2)

-- .retry_failed
UPDATE media SET state = 1, class = 0, note = '', trouble = 0
WHERE trouble <> 0 AND uid = ? AND state = 3 AND class <> ?

-- .retry_over
UPDATE media SET trouble = 0
WHERE trouble <> 0 AND uid = ? AND state = 2 AND NOT EXISTS (SELECT 1 FROM job
	WHERE maker = 'media' AND subject = media.id AND state = 3
		AND rank < 1000000000)

-- .insert
INSERT INTO media(key, uid, slug, title, description, alt, kind, state,
	visibility, show_place, class, note, created_at, nonce, part)
VALUES(?, ?, ?, ?, ?, ?, ?, 1, ?, 0, 0, '', ?, ?, ?)

-- .by_nonce
SELECT id FROM media WHERE nonce = ? AND part = ?

-- .slug_taken
SELECT count(*) FROM media WHERE uid = ? AND slug = ?

-- .edit
UPDATE media SET title = ?, description = ?, alt = ?, visibility = ?,
	show_place = ?
WHERE id = ?

-- .set_kind
UPDATE media SET kind = ? WHERE id = ?

-- .set_state
UPDATE media SET state = ?1, class = ?2, note = ?3, trouble = (?1 = 3)
WHERE id = ?4

-- .delete
UPDATE media SET state = 4, class = 0, note = '', nonce = NULL, part = NULL,
	trouble = 0
WHERE id = ?

-- .set_note
UPDATE media SET note = ? WHERE id = ?

-- .publish
UPDATE media SET state = 2, class = 0,
	published_at = coalesce(published_at, ?)
WHERE id = ? AND state IN (1, 3)

-- .ids
SELECT id FROM media WHERE id > ? AND state <> 4 ORDER BY id LIMIT ?

-- .drop
DELETE FROM media WHERE id = ?

-- .move
INSERT OR IGNORE INTO moving(media) VALUES(?)

-- .moved
DELETE FROM moving WHERE media = ?

-- .is_moving
SELECT count(*) FROM moving WHERE media = ?

-- .moving
SELECT media FROM moving ORDER BY media

-- .counts
-- state <> 2 is what lets the index media_state be used
SELECT (SELECT count(*) FROM media WHERE state <> 2 AND state = 1),
	(SELECT count(*) FROM media WHERE state = 2),
	(SELECT count(*) FROM media WHERE state <> 2 AND state = 3),
	(SELECT count(*) FROM media WHERE state <> 2 AND state = 4)

-- .facts
SELECT name, value FROM fact WHERE media = ? ORDER BY name

-- .fact_drop
DELETE FROM fact WHERE media = ?

-- .fact_insert
INSERT OR REPLACE INTO fact(media, name, value) VALUES(?, ?, ?)

-- .unplanned
-- state <> 2 is what lets the index media_state be used
SELECT id FROM media
WHERE state <> 2 AND state = 1
	AND id NOT IN (SELECT subject FROM job WHERE maker = 'media')
	AND id > ?
ORDER BY id

-- .working_before
SELECT count(*) FROM (SELECT 1 FROM media
	WHERE state <> 2 AND state = 1 AND uid = ? AND id < ? LIMIT ?)

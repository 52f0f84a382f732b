-- .by_fold
SELECT u.uid, u.rights, u.made_at,
	(SELECT name FROM name s WHERE s.uid = u.uid
		ORDER BY touched_at DESC, fold LIMIT 1)
FROM name n JOIN user u ON u.uid = n.uid
WHERE n.fold = ?

-- .by_uid
SELECT u.uid, u.rights, u.made_at,
	(SELECT name FROM name s WHERE s.uid = u.uid
		ORDER BY touched_at DESC, fold LIMIT 1)
FROM user u WHERE u.uid = ?

-- .insert
INSERT INTO user(rights, made_at) VALUES(?, ?)

-- .insert_name
INSERT INTO name(fold, name, uid, touched_at) VALUES(?, ?, ?, ?)

-- .secrets
SELECT id, content FROM secret WHERE fold = ? AND plugin = ? ORDER BY id

-- .secret_insert
INSERT INTO secret(fold, plugin, content) VALUES(?, ?, ?)

-- .secret_drop
DELETE FROM secret WHERE fold = ? AND plugin = ?

-- .list
SELECT u.uid, u.rights, u.made_at,
	(SELECT name FROM name s WHERE s.uid = u.uid
		ORDER BY touched_at DESC, fold LIMIT 1)
FROM user u ORDER BY u.uid

-- .shown
SELECT name FROM name WHERE uid = ? ORDER BY touched_at DESC, fold LIMIT 1

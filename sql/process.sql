-- .put
INSERT OR REPLACE INTO process(role, pid, pid_start, boot, version, since_at,
	sandbox)
VALUES(?, ?, ?, ?, ?, ?, ?)

-- .get
SELECT pid, pid_start, version, since_at, sandbox FROM process WHERE role = ?

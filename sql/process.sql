-- .put
INSERT OR REPLACE INTO process(role, pid, pid_start, boot, version, since_at)
VALUES(?, ?, ?, ?, ?, ?)

-- .get
SELECT pid, pid_start, boot, version, since_at FROM process WHERE role = ?

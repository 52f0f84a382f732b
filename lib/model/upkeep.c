/* upkeep.c -- what the worker has to know of its last rounds */
#include "model/upkeep.h"
#include "base/err.h"
#include "base/str.h"
#include "sql/upkeep.sql.h"

int upkeep_text(struct db *db, const char *name, const char **ret)
{
	const char *value = "";
	int rc = db_get(db, SQL_UPKEEP_GET, IN(name), &value);

	if (rc < 0 && rc != E_ABSENT)
		return rc;
	*ret = value;
	return 0;
}

int upkeep_number(struct db *db, const char *name, int64_t *ret)
{
	const char *text;
	int64_t number = 0;
	int rc = upkeep_text(db, name, &text);

	if (rc < 0)
		return rc;
	/* what is no number was not written by us: begin anew */
	if (str_int64(text, INT64_MIN, INT64_MAX, &number) < 0)
		number = 0;
	*ret = number;
	return 0;
}

int upkeep_set_text(struct db *db, const char *name, const char *value)
{
	return err_only(db_run(db, SQL_UPKEEP_SET, name, value));
}

int upkeep_set_number(struct db *db, const char *name, int64_t value)
{
	char room[STR_NUMBER];

	return upkeep_set_text(db, name, str_number(room, value));
}

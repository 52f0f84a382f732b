/* seed.c -- many media in a new site that nobody else has open */
#include "bench.h"
#include "t/bench/seed.sql.h"

int bench_seed(int argc, char **argv)
{
	static struct bench_site b;
	_cleanup_(tx_done) struct tx tx = { 0 };
	int64_t count = number(argv[1], 1, 10000000);

	(void)argc;
	bench_site_open(&b, argv[0]);
	must(tx_begin(&b.db, &tx));
	must(db_run(&b.db, SQL_SEED_MEDIA, count, b.uid));
	must(db_run(&b.db, SQL_SEED_FILES));
	must(db_run(&b.db, SQL_SEED_FACTS));
	must(tx_commit(&tx));
	must(db_run(&b.db, SQL_SEED_FLUSH));
	db_done(&b.db);
	return 0;
}

/* What the history costs at least: the same rows in the same tables by SQLite's C API, with nothing around it.
 *
 *   history_floor insert DB SAMPLES BATCH    into a history that `HistoryBenchmark make` has made: per run of 500 samples a row of runs,
 *                                            200 of instants, 4 histograms, 2 trends, and the roll-ups; BATCH samples a transaction
 *   history_floor read DB SINCE UNTIL        what a report needs (milliseconds since the Unix epoch): every row and every column
 *                                            fetched, sums added up, histograms merged; no trend test, no text
 *
 * Prints one line of JSON. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static sqlite3 *db;

static void check(int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    fprintf(stderr, "history_floor: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void run(const char *sql) { check(sqlite3_exec(db, sql, NULL, NULL, NULL)); }

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

static void step(sqlite3_stmt *statement) {
    check(sqlite3_step(statement));
    check(sqlite3_reset(statement));
}

static uint64_t random_state = 1;

static int below(int limit) {
    random_state += 0x9e3779b97f4a7c15u;
    uint64_t mixed = random_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return (int)((mixed ^ (mixed >> 31)) % (uint64_t)limit);
}

static void insert(int samples, int batch) {
    enum { INSTANTS = 100, PER_RUN = 500, BLOB = 500, IDENTITIES = 12 };
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    for (int i = 0; i < IDENTITIES * 5; i++) {
        char *sql = sqlite3_mprintf("INSERT INTO series (quantity, mix, strategy, runtime) VALUES ('q%d', 'mix%d', 'hybrid', 'swift')",
                                    i % 5, i / 5);
        run(sql);
        sqlite3_free(sql);
    }
    run("INSERT INTO agents (version, pid, started_ms) VALUES ('floor', 1, 0)");
    sqlite3_stmt *runs = prepare(
        "INSERT INTO runs (agent_id, mix, kind, strategy, runtime, outcome, started_ms, work_started_ms, ended_ms, duration_seconds,"
        " ideal_seconds, items_ok, items_failed, items_timeout, items_dropped, retries, queue_peak, cpu_user_seconds,"
        " cpu_system_seconds, cpu_step_seconds, cores, io, io_wait_seconds, memory_peak_bytes, memory_kind, cpu_samples,"
        " io_wait_samples, event_loop_latency_p99_seconds, event_loop_latency_max_seconds)"
        " VALUES (1, ?, 'mixed', 'hybrid', 'swift', 'completed', ?, ?, ?, 10.1, 9.6, 2000, 0, 0, 0, 0, 180, 15.15, 0.1, 15.2, 2,"
        " 'timer', 1.01, 22e6, 'pss', 100, 100, 0.0012, 0.0014)");
    sqlite3_stmt *instants = prepare("INSERT INTO instants VALUES (?, ?, ?, ?, ?, ?, ?)");
    sqlite3_stmt *histograms = prepare("INSERT INTO histograms VALUES (?, ?, 2000, 800, 1200, 1400, ?)");
    sqlite3_stmt *trends = prepare("INSERT INTO trends VALUES (?, ?, 75, 7.5, 100.5, 0.25, 12.5, 2775, 47000.5, 52000.5, 1.5, 3.75, 2.5, 5.5)");
    const char *rollup[] = {
        "INSERT INTO samples_1m VALUES (?, ?, 100, ?, 10.5, 500.5, 7.5) ON CONFLICT (series_id, start_ms) DO UPDATE SET"
        " count = count + excluded.count, min = min(min, excluded.min), max = max(max, excluded.max), sum = sum + excluded.sum,"
        " last = excluded.last",
        "INSERT INTO samples_1h VALUES (?, ?, 100, ?, 10.5, 500.5, 7.5) ON CONFLICT (series_id, start_ms) DO UPDATE SET"
        " count = count + excluded.count, min = min(min, excluded.min), max = max(max, excluded.max), sum = sum + excluded.sum,"
        " last = excluded.last"};
    const char *latency[] = {"INSERT OR REPLACE INTO latency_1m VALUES (?, ?, 1000, 800, 1200, 1400, ?)",
                             "INSERT OR REPLACE INTO latency_1h VALUES (?, ?, 1000, 800, 1200, 1400, ?)"};
    sqlite3_stmt *rollups[] = {prepare(rollup[0]), prepare(rollup[1])}, *latencies[] = {prepare(latency[0]), prepare(latency[1])};
    const char *names[] = {"event_loop_latency", "io_step_duration", "item_duration", "queue_wait"};
    char blob[BLOB];
    for (int i = 0; i < BLOB; i++) blob[i] = (char)below(128);
    int count = samples / PER_RUN, runs_per_batch = batch < PER_RUN ? 1 : batch / PER_RUN;
    double begin = now();
    for (int i = 0; i < count; i++) {
        if (i % runs_per_batch == 0) run("BEGIN IMMEDIATE");
        sqlite3_int64 start = 1767225600000 + (sqlite3_int64)i * 25000;
        char mix[8];
        snprintf(mix, sizeof mix, "mix%d", i % IDENTITIES);
        sqlite3_bind_text(runs, 1, mix, -1, SQLITE_STATIC);
        sqlite3_bind_int64(runs, 2, start);
        sqlite3_bind_int64(runs, 3, start + 200);
        sqlite3_bind_int64(runs, 4, start + 10400);
        step(runs);
        sqlite3_int64 id = sqlite3_last_insert_rowid(db);
        for (int k = 1; k <= INSTANTS; k++) {
            sqlite3_bind_int64(instants, 1, id);
            sqlite3_bind_int(instants, 2, k * 100);
            sqlite3_bind_int(instants, 3, 50 + below(4000));
            sqlite3_bind_int(instants, 4, below(200));
            sqlite3_bind_null(instants, 5);
            sqlite3_bind_null(instants, 6);
            sqlite3_bind_int(instants, 7, below(1000) * 1000);
            step(instants);
            sqlite3_bind_int(instants, 2, k * 100 + 53);
            sqlite3_bind_null(instants, 3);
            sqlite3_bind_null(instants, 4);
            sqlite3_bind_int(instants, 5, below(1000) * 1000);
            sqlite3_bind_int(instants, 6, 20000000 + below(500) * 4096);
            sqlite3_bind_null(instants, 7);
            step(instants);
        }
        for (int k = 0; k < 4; k++) {
            sqlite3_bind_int64(histograms, 1, id);
            sqlite3_bind_text(histograms, 2, names[k], -1, SQLITE_STATIC);
            sqlite3_bind_blob(histograms, 3, blob, k == 0 ? BLOB / 3 : BLOB, SQLITE_STATIC);
            step(histograms);
        }
        for (int k = 0; k < 2; k++) {
            sqlite3_bind_int64(trends, 1, id);
            sqlite3_bind_text(trends, 2, k ? "queue_depth" : "memory_bytes", -1, SQLITE_STATIC);
            step(trends);
        }
        for (int tier = 0; tier < 2; tier++) {
            sqlite3_int64 length = tier ? 3600000 : 60000, bucket = start / length * length;
            for (int k = 0; k < 5; k++) {
                sqlite3_bind_int(rollups[tier], 1, i % IDENTITIES * 5 + k + 1);
                sqlite3_bind_int64(rollups[tier], 2, bucket);
                sqlite3_bind_double(rollups[tier], 3, below(1000) / 1000.0);
                step(rollups[tier]);
            }
            sqlite3_bind_int(latencies[tier], 1, i % IDENTITIES * 5 + 1);
            sqlite3_bind_int64(latencies[tier], 2, bucket);
            sqlite3_bind_blob(latencies[tier], 3, blob, BLOB / 3, SQLITE_STATIC);
            step(latencies[tier]);
        }
        if (i % runs_per_batch == runs_per_batch - 1 || i == count - 1) run("UPDATE store SET sequence = sequence + 1; COMMIT");
    }
    double elapsed = now() - begin;
    printf("{\"samples\": %d, \"seconds\": %f, \"samples_per_s\": %f}\n", count * PER_RUN, elapsed, count * PER_RUN / elapsed);
}

/* Values up to here are counted one by one; histograms of a benchmark hold none above. */
enum { DENSE = 1 << 20 };
static uint64_t merged[DENSE];

static void merge(const unsigned char *bytes, int length) {
    uint64_t upper = 0;
    for (int i = 0; i < length;) {
        uint64_t pair[2] = {0, 0};
        for (int k = 0; k < 2; k++) {
            int shift = 0;
            while (i < length) {
                unsigned char byte = bytes[i++];
                pair[k] |= (uint64_t)(byte & 0x7f) << shift;
                shift += 7;
                if (!(byte & 0x80)) break;
            }
        }
        upper += pair[0];
        if (upper < DENSE) merged[upper] += pair[1];
    }
}

static double read_all(const char *sql, const char *since, const char *until, sqlite3_int64 *rows) {
    sqlite3_stmt *statement = prepare(sql);
    sqlite3_bind_text(statement, 1, since, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, until, -1, SQLITE_STATIC);
    double sum = 0;
    int code, columns = sqlite3_column_count(statement);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        ++*rows;
        for (int i = 0; i < columns; i++) {
            switch (sqlite3_column_type(statement, i)) {
            case SQLITE_BLOB: merge(sqlite3_column_blob(statement, i), sqlite3_column_bytes(statement, i)); break;
            case SQLITE_TEXT: sum += (double)strlen((const char *)sqlite3_column_text(statement, i)); break;
            default: sum += sqlite3_column_double(statement, i);
            }
        }
    }
    check(code);
    sqlite3_finalize(statement);
    return sum;
}

static void read_window(const char *since, const char *until) {
    double begin = now(), sum = 0;
    sqlite3_int64 rows = 0;
    sum += read_all(
        "SELECT * FROM runs LEFT JOIN trends AS q ON q.run_id = runs.id AND q.quantity = 'queue_depth'"
        " LEFT JOIN trends AS m ON m.run_id = runs.id AND m.quantity = 'memory_bytes'"
        " WHERE ended_ms BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY ended_ms, id",
        since, until, &rows);
    sum += read_all("SELECT counts, mix, strategy, runtime FROM series JOIN latency_1h ON series_id = series.id"
                    " WHERE quantity = 'event_loop_latency_seconds' AND start_ms BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)",
                    since, until, &rows);
    sum += read_all("SELECT stalls.* FROM runs JOIN stalls ON run_id = runs.id WHERE ended_ms BETWEEN CAST(? AS INTEGER) AND"
                    " CAST(? AS INTEGER)", since, until, &rows);
    printf("{\"rows\": %lld, \"seconds\": %f, \"check\": %g}\n", rows, now() - begin, sum);
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: history_floor insert DB SAMPLES BATCH | read DB SINCE UNTIL\n");
        return 2;
    }
    int is_insert = strcmp(argv[1], "insert") == 0;
    check(sqlite3_open_v2(argv[2], &db, is_insert ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, NULL));
    if (is_insert) insert(atoi(argv[3]), atoi(argv[4]));
    else read_window(argv[3], argv[4]);
    return sqlite3_close_v2(db) == SQLITE_OK ? 0 : 1;
}

#include "FaultyVFS.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECTOR = 512, SUFFIXES = 3 };

// The files that outlive a power failure. The -shm is made anew by whoever opens the database next.
static const char *const suffixes[SUFFIXES] = {"", "-wal", "-journal"};

struct plan {
  char *prefix;
  unsigned operations;
  int nth, repeats, code, count, struck;
  // For each matching operation the number of its run: one ends with an operation of another kind, or on another file.
  int *runs, room, run;
  unsigned last_operation;
  const char *last_suffix;
};

// A write that no sync has followed, or, where `bytes` is NULL, a change of size to `offset`.
struct change {
  struct change *next;
  sqlite3_int64 offset;
  size_t length;
  unsigned char *bytes;
};

struct content {
  unsigned char *bytes;
  size_t size;
};

struct image {
  bool exists, is_synced;
  struct content synced;
  struct change *first, **end;
  // Counts the changes of all times, so that a sync can tell those that came while it was under way.
  uint64_t changes, applied;
};

struct journal {
  char *prefix;
  struct image images[SUFFIXES];
};

// What SQLite takes for its open file; the file of the VFS below lies behind it.
struct file {
  sqlite3_file base;
  sqlite3_io_methods methods;
  // NULL: a temporary file. SQLite keeps the name until the file is closed.
  const char *path;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
// All of these are guarded by it; `below` does not change once it is set.
static sqlite3_vfs faulty, *below;
static struct plan plans[FAULTY_LIMIT];
static struct journal journals[FAULTY_LIMIT];

// The last lock that this thread asked for was refused by a plan.
static _Thread_local bool was_told_busy;

// MARK: Small things

static void *owned(void *memory) {
  if (memory == NULL) {
    fputs("FaultyVFS: out of memory\n", stderr);
    abort();
  }
  return memory;
}

/// The path as SQLite would name the file, to be freed; NULL without the VFS.
static char *resolved(const char *path) {
  pthread_mutex_lock(&mutex);
  sqlite3_vfs *vfs = below;
  pthread_mutex_unlock(&mutex);
  if (path == NULL || vfs == NULL) return NULL;
  char *full = owned(malloc((size_t)vfs->mxPathname + 1));
  // Not every failure matters: SQLITE_OK_SYMLINK says that it went through a link.
  int code = vfs->xFullPathname(vfs, path, vfs->mxPathname + 1, full);
  if ((code & 0xff) == SQLITE_OK) return full;
  free(full);
  return NULL;
}

/// What follows the prefix in the path of one of the database's files, else NULL.
static const char *suffix_of(const char *path, const char *prefix) {
  size_t length = strlen(prefix);
  if (strncmp(path, prefix, length) != 0) return NULL;
  const char *rest = path + length;
  bool is_ours = !*rest || !strcmp(rest, "-wal") || !strcmp(rest, "-shm") || !strcmp(rest, "-journal");
  return is_ours ? rest : NULL;
}

// MARK: Plans, under the mutex

static struct plan *plan_named(const char *prefix) {
  for (int i = 0; prefix && i < FAULTY_LIMIT; i++) {
    if (plans[i].prefix && !strcmp(plans[i].prefix, prefix)) return &plans[i];
  }
  return NULL;
}

static struct plan *plan_covering(const char *path) {
  for (int i = 0; path && i < FAULTY_LIMIT; i++) {
    if (plans[i].prefix && suffix_of(path, plans[i].prefix)) return &plans[i];
  }
  return NULL;
}

/// Notes which run the operation belongs to.
static void note_run(struct plan *plan, const char *path, unsigned operation) {
  const char *suffix = suffix_of(path, plan->prefix);
  if (operation != plan->last_operation || plan->last_suffix == NULL || strcmp(suffix, plan->last_suffix)) plan->run++;
  plan->last_operation = operation;
  // SQLite keeps the name until the file is closed, and a literal stays.
  plan->last_suffix = !*suffix ? "" : !strcmp(suffix, "-wal") ? "-wal" : !strcmp(suffix, "-shm") ? "-shm" : "-journal";
  if (!(plan->operations & operation)) return;
  if (plan->count == plan->room) {
    plan->room = plan->room ? 2 * plan->room : 256;
    plan->runs = owned(realloc(plan->runs, (size_t)plan->room * sizeof *plan->runs));
  }
  plan->runs[plan->count] = plan->run;
}

/// The code to return instead of doing the operation, or SQLITE_OK. Takes the mutex.
static int fault(const char *path, unsigned operation) {
  int code = SQLITE_OK;
  pthread_mutex_lock(&mutex);
  struct plan *plan = plan_covering(path);
  if (plan) note_run(plan, path, operation);
  if (plan && (plan->operations & operation)) {
    plan->count++;
    if (plan->count == plan->nth || (plan->repeats && plan->count > plan->nth)) {
      plan->struck++;
      code = plan->code;
    }
  }
  pthread_mutex_unlock(&mutex);
  if (operation == FAULTY_LOCK) was_told_busy = (code & 0xff) == SQLITE_BUSY;
  return code;
}

// MARK: Journals, under the mutex

static struct journal *journal_named(const char *prefix) {
  for (int i = 0; prefix && i < FAULTY_LIMIT; i++) {
    if (journals[i].prefix && !strcmp(journals[i].prefix, prefix)) return &journals[i];
  }
  return NULL;
}

static struct image *image_of(const char *path) {
  for (int i = 0; path && i < FAULTY_LIMIT; i++) {
    const char *suffix = journals[i].prefix ? suffix_of(path, journals[i].prefix) : NULL;
    for (int j = 0; suffix && j < SUFFIXES; j++) {
      if (!strcmp(suffix, suffixes[j])) return &journals[i].images[j];
    }
  }
  return NULL;
}

static void resize(struct content *content, size_t size) {
  if (size > content->size) {
    content->bytes = owned(realloc(content->bytes, size));
    memset(content->bytes + content->size, 0, size - content->size);
  }
  content->size = size;
}

static void put(struct content *content, size_t offset, const unsigned char *bytes, size_t length) {
  if (length == 0) return;
  if (offset + length > content->size) resize(content, offset + length);
  memcpy(content->bytes + offset, bytes, length);
}

static void note(struct image *image, sqlite3_int64 offset, const void *bytes, size_t length) {
  struct change *change = owned(calloc(1, sizeof *change));
  change->offset = offset;
  change->length = length;
  if (bytes) {
    // One byte more, since nothing is not NULL here.
    change->bytes = owned(malloc(length + 1));
    memcpy(change->bytes, bytes, length);
  }
  *image->end = change;
  image->end = &change->next;
  image->changes++;
}

/// Takes the changes up to the given one into what is synced.
static void apply(struct image *image, uint64_t upto) {
  while (image->first && image->applied < upto) {
    struct change *change = image->first;
    if (change->bytes) put(&image->synced, (size_t)change->offset, change->bytes, change->length);
    else resize(&image->synced, (size_t)change->offset);
    image->first = change->next;
    if (image->first == NULL) image->end = &image->first;
    image->applied++;
    free(change->bytes);
    free(change);
  }
}

static void forget(struct image *image) {
  apply(image, UINT64_MAX);
  free(image->synced.bytes);
  *image = (struct image){.end = &image->first};
}

static int load(struct image *image, const char *prefix, const char *suffix) {
  char *path = sqlite3_mprintf("%s%s", prefix, suffix);
  FILE *stream = fopen(owned(path), "rb");
  int reason = errno;
  sqlite3_free(path);
  if (stream == NULL) return reason == ENOENT ? SQLITE_OK : SQLITE_CANTOPEN;
  image->exists = image->is_synced = true;
  unsigned char buffer[65536];
  for (size_t count; (count = fread(buffer, 1, sizeof buffer, stream)) > 0;) {
    put(&image->synced, image->synced.size, buffer, count);
  }
  int code = ferror(stream) ? SQLITE_IOERR_READ : SQLITE_OK;
  fclose(stream);
  return code;
}

// MARK: Files

static sqlite3_file *inner(sqlite3_file *file) { return (sqlite3_file *)((struct file *)file + 1); }

static const char *path_of(sqlite3_file *file) { return ((struct file *)file)->path; }

#define PASS(method, ...) inner(file)->pMethods->method(inner(file), ##__VA_ARGS__)

#define FAIL_OR_PASS(operation, method, ...)              \
  do {                                                    \
    int failure = fault(path_of(file), operation);        \
    return failure ? failure : PASS(method, __VA_ARGS__); \
  } while (0)

static int faulty_close(sqlite3_file *file) { return PASS(xClose); }

static int faulty_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
  FAIL_OR_PASS(FAULTY_READ, xRead, bytes, length, offset);
}

static int faulty_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
  int failure = fault(path_of(file), FAULTY_WRITE);
  if (failure == FAULTY_SHORT_WRITE) {
    failure = SQLITE_IOERR_WRITE;
    length /= 2;
  } else if (failure) {
    return failure;
  }
  int code = PASS(xWrite, bytes, length, offset);
  if (code == SQLITE_OK) {
    pthread_mutex_lock(&mutex);
    struct image *image = image_of(path_of(file));
    if (image) note(image, offset, bytes, (size_t)length);
    pthread_mutex_unlock(&mutex);
  }
  return failure ? failure : code;
}

static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int failure = fault(path_of(file), FAULTY_TRUNCATE);
  int code = failure ? failure : PASS(xTruncate, size);
  if (code == SQLITE_OK) {
    pthread_mutex_lock(&mutex);
    struct image *image = image_of(path_of(file));
    if (image) note(image, size, NULL, 0);
    pthread_mutex_unlock(&mutex);
  }
  return code;
}

static int faulty_sync(sqlite3_file *file, int flags) {
  int failure = fault(path_of(file), FAULTY_SYNC);
  if (failure) return failure;
  pthread_mutex_lock(&mutex);
  struct image *image = image_of(path_of(file));
  bool is_watched = image || plan_covering(path_of(file));
  uint64_t upto = image ? image->changes : 0;
  pthread_mutex_unlock(&mutex);
  int code = is_watched ? SQLITE_OK : PASS(xSync, flags);
  if (image && code == SQLITE_OK) {
    pthread_mutex_lock(&mutex);
    // Looked for again: the journal may have ended meanwhile.
    image = image_of(path_of(file));
    if (image) {
      apply(image, upto);
      image->is_synced = true;
    }
    pthread_mutex_unlock(&mutex);
  }
  return code;
}

static int faulty_file_size(sqlite3_file *file, sqlite3_int64 *size) { FAIL_OR_PASS(FAULTY_FILE_SIZE, xFileSize, size); }

static int faulty_lock(sqlite3_file *file, int level) { FAIL_OR_PASS(FAULTY_LOCK, xLock, level); }

static int faulty_unlock(sqlite3_file *file, int level) { return PASS(xUnlock, level); }

static int faulty_check_reserved_lock(sqlite3_file *file, int *is_held) {
  FAIL_OR_PASS(FAULTY_LOCK, xCheckReservedLock, is_held);
}

static int faulty_file_control(sqlite3_file *file, int operation, void *argument) {
  return PASS(xFileControl, operation, argument);
}

static int faulty_sector_size(sqlite3_file *file) { return PASS(xSectorSize); }

static int faulty_device_characteristics(sqlite3_file *file) { return PASS(xDeviceCharacteristics); }

static int faulty_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
  FAIL_OR_PASS(FAULTY_SHM_MAP, xShmMap, region, size, extend, memory);
}

static int faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  if (flags & SQLITE_SHM_UNLOCK) return PASS(xShmLock, offset, count, flags);
  FAIL_OR_PASS(FAULTY_LOCK, xShmLock, offset, count, flags);
}

static void faulty_shm_barrier(sqlite3_file *file) { PASS(xShmBarrier); }

static int faulty_shm_unmap(sqlite3_file *file, int deletes) { return PASS(xShmUnmap, deletes); }

static int faulty_fetch(sqlite3_file *file, sqlite3_int64 offset, int length, void **memory) {
  return PASS(xFetch, offset, length, memory);
}

static int faulty_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *memory) { return PASS(xUnfetch, offset, memory); }

static const sqlite3_io_methods all_methods = {
    .iVersion = 3,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_file_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_check_reserved_lock,
    .xFileControl = faulty_file_control,
    .xSectorSize = faulty_sector_size,
    .xDeviceCharacteristics = faulty_device_characteristics,
    .xShmMap = faulty_shm_map,
    .xShmLock = faulty_shm_lock,
    .xShmBarrier = faulty_shm_barrier,
    .xShmUnmap = faulty_shm_unmap,
    .xFetch = faulty_fetch,
    .xUnfetch = faulty_unfetch,
};

// MARK: The VFS

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
  (void)vfs;
  file->pMethods = NULL;  // SQLite closes whatever has methods, even where opening failed.
  int code = fault(name, FAULTY_OPEN);
  if (code) return code;
  code = below->xOpen(below, name, inner(file), flags, out_flags);
  const sqlite3_io_methods *methods = inner(file)->pMethods;
  if (methods == NULL) return code;
  // A table for each file: SQLite looks whether xShmMap is there to learn whether the file can have a WAL.
  struct file *outer = (struct file *)file;
  outer->path = name;
  outer->methods = all_methods;
  if (methods->iVersion < 3) outer->methods.iVersion = methods->iVersion;
  if (methods->iVersion < 2 || methods->xShmMap == NULL) outer->methods.xShmMap = NULL;
  file->pMethods = &outer->methods;
  if (code == SQLITE_OK) {
    pthread_mutex_lock(&mutex);
    struct image *image = image_of(name);
    if (image) image->exists = true;
    pthread_mutex_unlock(&mutex);
  }
  return code;
}

static int faulty_delete(sqlite3_vfs *vfs, const char *name, int syncs_directory) {
  (void)vfs;
  int code = fault(name, FAULTY_DELETE);
  if (code == SQLITE_OK) code = below->xDelete(below, name, syncs_directory);
  if (code == SQLITE_OK) {
    pthread_mutex_lock(&mutex);
    struct image *image = image_of(name);
    if (image) forget(image);
    pthread_mutex_unlock(&mutex);
  }
  return code;
}

static int faulty_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  (void)vfs;
  int code = fault(name, FAULTY_ACCESS);
  return code ? code : below->xAccess(below, name, flags, result);
}

static int faulty_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return was_told_busy ? microseconds : below->xSleep(below, microseconds);
}

static int faulty_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *full) {
  (void)vfs;
  return below->xFullPathname(below, name, size, full);
}

static void *faulty_dl_open(sqlite3_vfs *vfs, const char *name) {
  (void)vfs;
  return below->xDlOpen(below, name);
}

static void faulty_dl_error(sqlite3_vfs *vfs, int size, char *message) {
  (void)vfs;
  below->xDlError(below, size, message);
}

static void (*faulty_dl_sym(sqlite3_vfs *vfs, void *library, const char *symbol))(void) {
  (void)vfs;
  return below->xDlSym(below, library, symbol);
}

static void faulty_dl_close(sqlite3_vfs *vfs, void *library) {
  (void)vfs;
  below->xDlClose(below, library);
}

static int faulty_randomness(sqlite3_vfs *vfs, int size, char *bytes) {
  (void)vfs;
  return below->xRandomness(below, size, bytes);
}

static int faulty_current_time(sqlite3_vfs *vfs, double *days) {
  (void)vfs;
  return below->xCurrentTime(below, days);
}

static int faulty_get_last_error(sqlite3_vfs *vfs, int size, char *message) {
  (void)vfs;
  return below->xGetLastError(below, size, message);
}

static int faulty_current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  return below->xCurrentTimeInt64(below, milliseconds);
}

static int faulty_set_system_call(sqlite3_vfs *vfs, const char *name, sqlite3_syscall_ptr call) {
  (void)vfs;
  return below->xSetSystemCall(below, name, call);
}

static sqlite3_syscall_ptr faulty_get_system_call(sqlite3_vfs *vfs, const char *name) {
  (void)vfs;
  return below->xGetSystemCall(below, name);
}

static const char *faulty_next_system_call(sqlite3_vfs *vfs, const char *name) {
  (void)vfs;
  return below->xNextSystemCall(below, name);
}

int faulty_vfs_install(void) {
  int code = SQLITE_OK;
  pthread_mutex_lock(&mutex);
  sqlite3_vfs *present = below ? NULL : sqlite3_vfs_find(NULL);
  if (present) {
    faulty = (sqlite3_vfs){
        .iVersion = present->iVersion < 3 ? present->iVersion : 3,
        .szOsFile = (int)sizeof(struct file) + present->szOsFile,
        .mxPathname = present->mxPathname,
        .zName = "faulty",
        .xOpen = faulty_open,
        .xDelete = faulty_delete,
        .xAccess = faulty_access,
        .xFullPathname = faulty_full_pathname,
        // SQLite looks whether this one is there.
        .xDlOpen = present->xDlOpen ? faulty_dl_open : NULL,
        .xDlError = faulty_dl_error,
        .xDlSym = faulty_dl_sym,
        .xDlClose = faulty_dl_close,
        .xRandomness = faulty_randomness,
        .xSleep = faulty_sleep,
        .xCurrentTime = faulty_current_time,
        .xGetLastError = faulty_get_last_error,
        .xCurrentTimeInt64 = faulty_current_time_int64,
        .xSetSystemCall = faulty_set_system_call,
        .xGetSystemCall = faulty_get_system_call,
        .xNextSystemCall = faulty_next_system_call,
    };
    below = present;
    code = sqlite3_vfs_register(&faulty, 1);
    if (code) below = NULL;
  } else if (below == NULL) {
    code = SQLITE_ERROR;
  }
  pthread_mutex_unlock(&mutex);
  return code;
}

// MARK: Plans, from outside

int faulty_vfs_plan(const char *prefix, unsigned operations, int nth, int repeats, int code) {
  bool has_sense = operations && nth > 0 && code && (code != FAULTY_SHORT_WRITE || operations == FAULTY_WRITE);
  char *path = has_sense ? resolved(prefix) : NULL;
  if (path == NULL) return SQLITE_MISUSE;
  pthread_mutex_lock(&mutex);
  struct plan *plan = plan_named(path);
  for (int i = 0; plan == NULL && i < FAULTY_LIMIT; i++) {
    if (plans[i].prefix == NULL) plan = &plans[i];
  }
  if (plan) {
    free(plan->prefix);
    free(plan->runs);
    *plan = (struct plan){.prefix = path, .operations = operations, .nth = nth, .repeats = repeats, .code = code};
  } else {
    free(path);
  }
  pthread_mutex_unlock(&mutex);
  return plan ? SQLITE_OK : SQLITE_FULL;
}

/// The plan of the prefix as it is now; one without a path where there is none.
static struct plan plan_now(const char *prefix, bool ends) {
  char *path = resolved(prefix);
  struct plan found = {.count = -1, .struck = -1};
  pthread_mutex_lock(&mutex);
  struct plan *plan = plan_named(path);
  if (plan) found = *plan;
  if (plan && ends) {
    free(plan->prefix);
    free(plan->runs);
    *plan = (struct plan){0};
  }
  pthread_mutex_unlock(&mutex);
  free(path);
  return found;
}

int faulty_vfs_count(const char *prefix) { return plan_now(prefix, false).count; }

int faulty_vfs_struck(const char *prefix) { return plan_now(prefix, false).struck; }

void faulty_vfs_clear(const char *prefix) { plan_now(prefix, true); }

int faulty_vfs_runs(const char *prefix, int *runs, int limit) {
  char *path = resolved(prefix);
  int count = -1;
  pthread_mutex_lock(&mutex);
  struct plan *plan = plan_named(path);
  if (plan) {
    count = plan->count;
    for (int i = 0; i < count && i < limit; i++) runs[i] = plan->runs[i];
  }
  pthread_mutex_unlock(&mutex);
  free(path);
  return count;
}

// MARK: Journals, from outside

static void end_journal(struct journal *journal) {
  for (int i = 0; i < SUFFIXES; i++) forget(&journal->images[i]);
  free(journal->prefix);
  journal->prefix = NULL;
}

static int begin_journal(const char *prefix) {
  if (journal_named(prefix)) return SQLITE_OK;
  struct journal *journal = NULL;
  for (int i = 0; journal == NULL && i < FAULTY_LIMIT; i++) {
    if (journals[i].prefix == NULL) journal = &journals[i];
  }
  if (journal == NULL) return SQLITE_FULL;
  journal->prefix = owned(strdup(prefix));
  int code = SQLITE_OK;
  for (int i = 0; i < SUFFIXES; i++) {
    forget(&journal->images[i]);
    if (code == SQLITE_OK) code = load(&journal->images[i], prefix, suffixes[i]);
  }
  if (code) end_journal(journal);
  return code;
}

int faulty_vfs_journal(const char *prefix, int on) {
  char *path = resolved(prefix);
  if (path == NULL) return SQLITE_MISUSE;
  int code = SQLITE_OK;
  pthread_mutex_lock(&mutex);
  struct journal *journal = journal_named(path);
  if (on) code = begin_journal(path);
  else if (journal) end_journal(journal);
  pthread_mutex_unlock(&mutex);
  free(path);
  return code;
}

// MARK: Power loss

/// SplitMix64. Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
static uint64_t next(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static size_t below_limit(uint64_t *state, size_t limit) { return (size_t)(next(state) % limit); }

/// Lets each sector of a write meet its fate.
static void scatter(struct content *left, const struct change *change, size_t kept_of_1000, uint64_t *state) {
  for (size_t start = 0; start < change->length;) {
    size_t offset = (size_t)change->offset + start;
    size_t length = SECTOR - offset % SECTOR;
    if (length > change->length - start) length = change->length - start;
    size_t arrived = length;
    if (below_limit(state, 1000) >= kept_of_1000) {
      bool is_torn = kept_of_1000 > 0 && below_limit(state, 4) == 0;
      arrived = is_torn ? below_limit(state, length) : 0;
    }
    put(left, offset, change->bytes + start, arrived);
    start += length;
  }
}

/// What a power failure leaves of a file. From one seed to the next nearly all or nearly nothing of the newest changes arrived,
/// since with the same share always, the middle of a long write-ahead log would never be reached.
static struct content remains(const struct image *image, uint64_t *state) {
  static const size_t shares[] = {0, 500, 900, 990, 1000};
  struct content left = {0};
  put(&left, 0, image->synced.bytes, image->synced.size);
  size_t kept_of_1000 = shares[below_limit(state, sizeof shares / sizeof *shares)];
  size_t unsynced = (size_t)(image->changes - image->applied);
  // In half of all cases the disk had not yet begun with the newest changes.
  size_t begun = below_limit(state, 2) ? unsynced : below_limit(state, unsynced + 1);
  for (const struct change *change = image->first; change && begun-- > 0; change = change->next) {
    if (change->bytes) scatter(&left, change, kept_of_1000, state);
    else if (below_limit(state, 1000) < kept_of_1000) resize(&left, (size_t)change->offset);
  }
  return left;
}

static int save(const struct content *content, const char *path) {
  FILE *stream = fopen(path, "wb");
  if (stream == NULL) return SQLITE_IOERR_WRITE;
  size_t written = content->size ? fwrite(content->bytes, 1, content->size, stream) : 0;
  bool is_closed = fclose(stream) == 0;
  return is_closed && written == content->size ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int faulty_vfs_power_loss(const char *prefix, const char *copy_prefix, unsigned seed) {
  char *path = resolved(prefix);
  uint64_t state = seed;
  pthread_mutex_lock(&mutex);
  const struct journal *journal = journal_named(path);
  int code = journal && copy_prefix ? SQLITE_OK : SQLITE_MISUSE;
  for (int i = 0; code == SQLITE_OK && i < SUFFIXES; i++) {
    const struct image *image = &journal->images[i];
    char *copy = owned(sqlite3_mprintf("%s%s", copy_prefix, suffixes[i]));
    unlink(copy);
    if (image->exists && (image->is_synced || below_limit(&state, 2))) {
      struct content left = remains(image, &state);
      code = save(&left, copy);
      free(left.bytes);
    }
    sqlite3_free(copy);
  }
  pthread_mutex_unlock(&mutex);
  free(path);
  return code;
}

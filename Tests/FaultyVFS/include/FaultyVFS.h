#ifndef FAULTYVFS_H
#define FAULTYVFS_H

#include <sqlite3.h>

// A SQLite VFS that makes chosen operations on the files of chosen databases fail, and that knows what a power failure could
// leave of them. "How SQLite Is Tested", https://www.sqlite.org/testing.html, sections 3.2 and 3.3, shows what for.
//
// A prefix is the path of a database, which stands for its -wal, -shm and -journal too. It is resolved as SQLite resolves
// paths, so a symbolic link in it does no harm. /a/b does not stand for /a/bc.
//
// All functions may be called on any thread at any time.

// Kinds of operations. Those that SQLite takes to succeed always (unlocking, closing) are not among them.
enum {
  FAULTY_OPEN = 1 << 0,
  FAULTY_READ = 1 << 1,
  FAULTY_WRITE = 1 << 2,
  FAULTY_SYNC = 1 << 3,
  FAULTY_TRUNCATE = 1 << 4,
  // Locks of the file and of the -shm, and the question whether somebody is about to write.
  FAULTY_LOCK = 1 << 5,
  FAULTY_SHM_MAP = 1 << 6,
  FAULTY_DELETE = 1 << 7,
  FAULTY_FILE_SIZE = 1 << 8,
  FAULTY_ACCESS = 1 << 9,
};

// A code for writes alone: the first half is written, and SQLITE_IOERR_WRITE returned.
#define FAULTY_SHORT_WRITE (-1)

// How many plans, and how many journals, there can be at a time.
#define FAULTY_LIMIT 256

/// Puts the VFS before the present default one and makes it the default. Once it is there it stays, and a second call does
/// nothing.
///
/// Databases that were opened before go past it. Returns what SQLite says.
int faulty_vfs_install(void);

/// Has the nth (1: the next) of the operations on the database's files return `code`, and all after it where `repeats` is not
/// 0.
///
/// Replaces the plan that the prefix has. While a database has a plan or a journal, its files are not really synced, which is
/// slow and changes nothing that a test could see.
///
/// A thread that was told SQLITE_BUSY does not wait before it tries again, until a lock of it succeeds: nobody holds what it
/// waits for, and a sweep would spend its time in busy timeouts. So a plan for SQLITE_BUSY is no stand-in for a lock that ends
/// in time.
///
/// Returns SQLITE_OK, SQLITE_MISUSE for arguments without sense or without the VFS, or SQLITE_FULL for too many plans.
int faulty_vfs_plan(const char *prefix, unsigned operations, int nth, int repeats, int code);

/// How many matching operations there were since the plan was made, those that failed included. -1: there is no plan.
int faulty_vfs_count(const char *prefix);

/// How often the plan has struck. -1: there is no plan.
int faulty_vfs_struck(const char *prefix);

/// Writes for each matching operation since the plan was made the number of its run, no more than `limit` of them: a run ends with any operation of
/// another kind, whether it matches or not, or on another of the database's files. So all writes of one transaction to its log are one run.
///
/// Returns how many matching operations there were. -1: there is no plan.
int faulty_vfs_runs(const char *prefix, int *runs, int limit);

/// Ends the plan of the prefix, if there is one.
void faulty_vfs_clear(const char *prefix);

/// Begins (1) to remember what is written to the database and not yet synced, or ends (0) it and forgets.
///
/// Begin while nobody has the database open: what the files hold is read then, counts as synced, and closing them would drop the
/// locks of this process. They are kept in memory, so they should be small. Writes of other processes or of databases opened
/// before the VFS are not seen, and neither is a file that is renamed to the path.
///
/// Returns SQLITE_OK, SQLITE_MISUSE without the VFS, SQLITE_FULL for too many journals, or SQLITE_CANTOPEN or SQLITE_IOERR_READ
/// for files that cannot be read.
int faulty_vfs_journal(const char *prefix, int on);

/// Writes what a power failure at this moment could leave of a database with a journal: copies at `copy_prefix`, with -wal and
/// -journal. The same seed after the same operations gives the same copies.
///
/// All that was synced is there. Of what was written since, each sector of 512 bytes of each write is there, or not, or only
/// its beginning, whatever was written before or after it; a change of size has happened or not; a file that was never synced
/// may be missing. Sectors do not turn into garbage, and bytes beside those written stay: SQLite counts on the latter
/// (SQLITE_IOCAP_POWERSAFE_OVERWRITE). A deleted file stays deleted.
///
/// To cut the power in the middle of an operation, first let a plan fail every write, sync, truncation and deletion from there
/// on.
///
/// Returns SQLITE_OK, SQLITE_MISUSE without a journal, or SQLITE_IOERR_WRITE.
int faulty_vfs_power_loss(const char *prefix, const char *copy_prefix, unsigned seed);

#endif

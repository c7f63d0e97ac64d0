#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>
#include <sys/types.h>

/// The revision that this was built from.
const char *calcmon_revision(void);

/// Gives this process the name, at most 15 bytes, that `ps` and `/proc/<pid>/comm` show.
void calcmon_set_process_name(const char *name);

/// The calling thread, as in `/proc/self/task`.
pid_t calcmon_thread_id(void);

/// Writes the processors that the calling thread is scheduled on, one bit each, into `bytes` bytes. Returns 0, or the errno: EINVAL if
/// the kernel's mask is longer.
int calcmon_affinity(void *mask, size_t bytes);

/// A descriptor that becomes readable when a timer of CLOCK_MONOTONIC expires; closed on exec. -1 where there is none.
int calcmon_timer_create(void);

/// Has the timer expire once at the instant, in nanoseconds; any earlier instant is forgotten. 0: never.
int calcmon_timer_set(int descriptor, int64_t nanoseconds);

/// When the file at a path was made, in nanoseconds since the Unix epoch; 0 where the file system does not know, or there is none.
int64_t calcmon_file_birth(const char *path);

/// An empty file in memory, for reading and writing; closed on exec. -1 where there is none.
int calcmon_memory_file(void);

/// Starts a program, in a process group of its own if `new_group` is not 0.
///
/// `standard[0...2]` become its standard input, output and error; it inherits no other descriptor, and no signal that is
/// ignored or blocked here. The kernel kills it (SIGKILL, PR_SET_PDEATHSIG) when **the calling thread** ends, so call this from a
/// thread that lives as long as the process.
///
/// Returns 0 and the pid, or the errno of what failed, exec included.
int calcmon_spawn(const char *path, char *const argv[], char *const envp[], const int standard[3], int new_group, pid_t *pid);

#endif

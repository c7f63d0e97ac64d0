#ifndef CLINUX_TARGETS_H
#define CLINUX_TARGETS_H

#include <sys/types.h>

/// As whom something is done.
typedef struct {
  uid_t user;
  gid_t group;
  const gid_t *groups;
  size_t count;
} calcmon_user;

/// Has a system call of another process's thread that can be interrupted, such as epoll_wait, return as it does after a signal, which there is none of.
/// The thread alone pauses, for some microseconds; its parent sees nothing, and if this process is killed meanwhile, the kernel lets go of it.
///
/// Waits until it is done, `milliseconds` at most. Returns 0, or the errno: EPERM, if another process traces it; ETIMEDOUT, if it could not be paused.
int calcmon_interrupt_thread(pid_t thread, int milliseconds);

/// Calls `body` on a thread of its own whose root is the folder at a path (NULL: that of this process), and which has the rights of a user (NULL: those
/// of this process). No link in there leads out of it. Nothing else of this process changes. Waits until it is done.
///
/// Returns 0, or the errno with which the thread could not become so; then nothing was called.
int calcmon_call_elsewhere(const char *root, const calcmon_user *user, void (*body)(void *), void *context);

#endif

#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// The limit of open files before it was raised; children are given it back.
static struct rlimit original_limit;
static int limit_is_raised = 0;

void calcmon_raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
  struct rlimit raised = {.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
  if (setrlimit(RLIMIT_NOFILE, &raised) != 0) return;
  original_limit = limit;
  limit_is_raised = 1;
}

void calcmon_restore_descriptor_limit(void) {
  if (limit_is_raised) setrlimit(RLIMIT_NOFILE, &original_limit);
}

// What follows, up to `become`, runs between vfork and exec, on the parent's memory: only system calls, and nothing that a signal handler could
// see.

struct entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

/// -1 if it is no number.
static int number(const char *name) {
  int value = 0;
  if (*name == 0) return -1;
  for (; *name != 0; name++) {
    if (*name < '0' || *name > '9') return -1;
    value = 10 * value + (*name - '0');
  }
  return value;
}

/// Closes what the kernel lists. Returns 0 if it lists nothing.
static int close_listed(void) {
  int folder = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return 0;
  _Alignas(struct entry) char entries[2048];
  long size;
  while ((size = syscall(SYS_getdents64, folder, entries, sizeof entries)) > 0) {
    for (long at = 0; at < size;) {
      const struct entry *entry = (const struct entry *)(entries + at);
      int descriptor = number(entry->name);
      if (descriptor > 2 && descriptor != folder) close(descriptor);
      at += entry->length;
    }
  }
  close(folder);
  return size == 0;
}

/// Those of calcmon itself are closed on exec anyway: this is for what it has inherited.
static void close_others(void) {
  const int most = 1 << 16;
  // Linux 5.9; older container runtimes forbid what they do not know.
  if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0 || close_listed()) return;
  struct rlimit limit;
  int end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < (rlim_t)most ? (int)limit.rlim_cur : most;
  for (int descriptor = 3; descriptor < end; descriptor++) close(descriptor);
}

static const char *place_standard(const int standard[3]) {
  // Out of the way first: one of the three may be 0, 1 or 2 itself.
  int moved[3];
  for (int i = 0; i < 3; i++) {
    moved[i] = standard[i] > 2 ? standard[i] : fcntl(standard[i], F_DUPFD, 3);
    if (moved[i] < 0) return "fcntl(F_DUPFD)";
  }
  for (int i = 0; i < 3; i++) {
    if (dup2(moved[i], i) < 0) return "dup2";
  }
  return NULL;
}

/// Returns the system call that has failed, with its `errno`.
static const char *become(const char *path, char *const argv[], char *const envp[], const int standard[3], int new_group,
                          const calcmon_place *place, pid_t parent) {
  // Without it, a child lives a little longer than a parent that was killed.
  int dies_with_parent = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
  if (getppid() != parent) {
    errno = ESRCH;
    return "getppid";
  }

  // The thread that starts it may be favoured above the first one, by which a process is judged: libdispatch does so where it has the right.
  setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, (id_t)parent));
  if (place->bytes > 0) sched_setaffinity(0, place->bytes, place->processors);
  // One that has neither a group of its own nor a parent's end to die with must stay in its group, which is killed as a whole.
  if (place->way != 0) calcmon_give_way(place->way, new_group || dies_with_parent);
  // The leader of a session leads a group of its own already.
  if (new_group && getpgrp() != getpid() && setpgid(0, 0) != 0) return "setpgid";

  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);

  const char *failed = place_standard(standard);
  if (failed != NULL) return failed;
  close_others();
  calcmon_restore_descriptor_limit();

  execve(path, argv, envp);
  return "execve";
}

calcmon_failure calcmon_spawn(const char *path, char *const argv[], char *const envp[], const int standard[3],
                              int new_group, const calcmon_place *place, pid_t *pid) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);

  const char *volatile call = NULL;
  volatile int error = 0;
  pid_t parent = getpid();
  pid_t child = vfork();
  if (child == 0) {
    call = become(path, argv, envp, standard, new_group, place, parent);
    error = errno;
    _exit(127);
  }
  if (child < 0) {
    call = "vfork";
    error = errno;
  }
  // One that could not become the program is nobody's child but ours.
  if (child > 0 && call != NULL) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
  }

  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (call == NULL) *pid = child;
  return (calcmon_failure){.call = call, .error = error};
}

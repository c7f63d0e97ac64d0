#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

const char *calcmon_revision(void) { return CALCMON_REVISION; }

void calcmon_set_process_name(const char *name) { prctl(PR_SET_NAME, name); }

pid_t calcmon_thread_id(void) { return (pid_t)syscall(SYS_gettid); }

int calcmon_affinity(void *mask, size_t bytes) { return sched_getaffinity(0, bytes, mask) == 0 ? 0 : errno; }

int calcmon_timer_create(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC); }

int calcmon_timer_set(int descriptor, int64_t nanoseconds) {
  struct itimerspec when = {.it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
  return timerfd_settime(descriptor, TFD_TIMER_ABSTIME, &when, NULL);
}

int calcmon_memory_file(void) { return memfd_create("calcmon", MFD_CLOEXEC); }

/// Runs between vfork and exec, on the parent's memory: only system calls, and nothing that a signal handler could see.
static int become(const char *path, char *const argv[], char *const envp[], const int standard[3], int new_group,
                  pid_t parent) {
  if (new_group && setpgid(0, 0) != 0) return errno;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  if (getppid() != parent) return ESRCH;

  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);

  // Out of the way first: one of the three may be 0, 1 or 2 itself.
  int moved[3];
  for (int i = 0; i < 3; i++) {
    moved[i] = fcntl(standard[i], F_DUPFD, 3);
    if (moved[i] < 0) return errno;
  }
  for (int i = 0; i < 3; i++) {
    if (dup2(moved[i], i) < 0) return errno;
  }
  if (close_range(3, ~0U, 0) != 0) return errno;

  execve(path, argv, envp);
  return errno;
}

int calcmon_spawn(const char *path, char *const argv[], char *const envp[], const int standard[3], int new_group,
                  pid_t *pid) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);

  volatile int failure = 0;
  pid_t parent = getpid();
  pid_t child = vfork();
  if (child == 0) {
    failure = become(path, argv, envp, standard, new_group, parent);
    _exit(127);
  }
  int error = child < 0 ? errno : failure;
  // One that could not become the program is nobody's child but ours.
  if (child > 0 && error != 0) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
  }

  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error != 0) return error;
  *pid = child;
  return 0;
}

int64_t calcmon_file_birth(const char *path) {
  struct statx status;
  if (statx(AT_FDCWD, path, 0, STATX_BTIME, &status) != 0 || !(status.stx_mask & STATX_BTIME)) return 0;
  return (int64_t)status.stx_btime.tv_sec * 1000000000 + status.stx_btime.tv_nsec;
}

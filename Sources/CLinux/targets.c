#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// Runs something on a thread of its own to its end. Returns 0, or the errno of what has failed.
static int on_own_thread(void *(*body)(void *), void *context) {
  pthread_t thread;
  int error = pthread_create(&thread, NULL, body, context);
  return error != 0 ? error : pthread_join(thread, NULL);
}

struct interruption {
  pid_t thread;
  int milliseconds;
  int error;
};

/// The kernel lets go of what a thread traces when the thread ends: so does this one, if it cannot do it itself.
static void *interrupt(void *argument) {
  struct interruption *this = argument;
  const struct timespec pause = {.tv_nsec = 100000};
  if (ptrace(PTRACE_SEIZE, this->thread, NULL, NULL) != 0 || ptrace(PTRACE_INTERRUPT, this->thread, NULL, NULL) != 0) {
    this->error = errno;
    return NULL;
  }
  for (int waited = 0; waited < this->milliseconds * 10; waited++) {
    int status = 0;
    pid_t found = waitpid(this->thread, &status, __WALL | WNOHANG);
    if (found < 0 && errno != EINTR) {
      this->error = errno;
      return NULL;
    }
    if (found == this->thread) {
      // A signal that came at this moment goes on to it.
      int number = WIFSTOPPED(status) && status >> 16 != PTRACE_EVENT_STOP ? WSTOPSIG(status) : 0;
      if (WIFSTOPPED(status)) ptrace(PTRACE_DETACH, this->thread, NULL, (void *)(long)number);
      else this->error = ESRCH;
      return NULL;
    }
    nanosleep(&pause, NULL);
  }
  this->error = ETIMEDOUT;
  return NULL;
}

int calcmon_interrupt_thread(pid_t thread, int milliseconds) {
  struct interruption this = {.thread = thread, .milliseconds = milliseconds};
  int error = on_own_thread(interrupt, &this);
  return error != 0 ? error : this.error;
}

struct elsewhere {
  const char *root;
  const calcmon_user *user;
  void (*body)(void *);
  void *context;
  int error;
};

/// The system calls themselves, which change this thread: the functions of the C library would change all of them.
static int become(const calcmon_user *user) {
  if (syscall(SYS_setgroups, user->count, user->groups) != 0) return errno;
  if (syscall(SYS_setresgid, user->group, user->group, user->group) != 0) return errno;
  return syscall(SYS_setresuid, user->user, user->user, user->user) == 0 ? 0 : errno;
}

static int enter(const char *root) {
  if (unshare(CLONE_FS) != 0 || chdir(root) != 0 || chroot(".") != 0) return errno;
  return chdir("/") == 0 ? 0 : errno;
}

static void *elsewhere(void *argument) {
  struct elsewhere *this = argument;
  if (this->root != NULL) this->error = enter(this->root);
  if (this->error == 0 && this->user != NULL) this->error = become(this->user);
  if (this->error == 0) this->body(this->context);
  return NULL;
}

int calcmon_call_elsewhere(const char *root, const calcmon_user *user, void (*body)(void *), void *context) {
  struct elsewhere this = {.root = root, .user = user, .body = body, .context = context};
  int error = on_own_thread(elsewhere, &this);
  return error != 0 ? error : this.error;
}

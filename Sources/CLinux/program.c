#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/// Signals that were ignored when this process began, as `nohup` has it, and those that were blocked.
static sigset_t ignored_at_start, blocked_at_start;
static int ignored_is_known = 0;

void calcmon_note_ignored_signals(void) {
  sigemptyset(&ignored_at_start);
  sigprocmask(SIG_SETMASK, NULL, &blocked_at_start);
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN) sigaddset(&ignored_at_start, number);
  }
  ignored_is_known = 1;
}

/// Where signals are passed on to: the child, 0 as long as there is none.
static volatile pid_t receiver = 0;
/// Those that came before.
static volatile sig_atomic_t waiting[NSIG];

static void pass_on(int number, siginfo_t *info, void *context) {
  (void)context;
  // What the terminal sends, it sends to the whole group, and the child has it already.
  if (info->si_code > 0) return;
  int error = errno;
  if (receiver > 0) {
    kill(receiver, number);
  } else if (number > 0 && number < NSIG) {
    waiting[number] = 1;
  }
  errno = error;
}

void calcmon_pass_signals_on(const int *signals, int count) {
  for (int i = 0; i < count; i++) {
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};
    action.sa_sigaction = pass_on;
    sigfillset(&action.sa_mask);
    sigaction(signals[i], &action, NULL);
  }
}

void calcmon_pass_signals_to(pid_t child) {
  receiver = child;
  for (int number = 1; number < NSIG; number++) {
    if (child > 0 && waiting[number]) {
      waiting[number] = 0;
      kill(child, number);
    }
  }
}

/// Between vfork and exec: only system calls.
static void become_as_it_was(const char *path, char *const argv[], char *const envp[], char *listener) {
  for (int number = 1; number < NSIG; number++) {
    signal(number, ignored_is_known && sigismember(&ignored_at_start, number) ? SIG_IGN : SIG_DFL);
  }
  sigset_t blocked;
  sigemptyset(&blocked);
  if (ignored_is_known) blocked = blocked_at_start;
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  if (listener != NULL) {
    // systemd hands sockets to the process of this number.
    char digits[16];
    int length = 0;
    for (pid_t rest = getpid(); rest > 0 && length < 15; rest /= 10) digits[length++] = (char)('0' + rest % 10);
    for (int i = 0; i < length; i++) listener[i] = digits[length - 1 - i];
    listener[length] = 0;
  }
  execve(path, argv, envp);
}

int calcmon_start_program(const char *path, char *const argv[], char *const envp[], char *listener, pid_t *pid) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  volatile int error = 0;
  pid_t child = vfork();
  if (child == 0) {
    calcmon_restore_descriptor_limit();
    become_as_it_was(path, argv, envp, listener);
    error = errno;
    _exit(127);
  }
  if (child < 0) error = errno;
  if (child > 0 && error != 0) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  *pid = child;
  return error;
}

void calcmon_end_as_signalled(int number) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(number, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  kill(getpid(), number);
}

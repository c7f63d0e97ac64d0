#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int calcmon_inherits_orphans(void) {
  int is_subreaper = 0;
  return getpid() == 1 || (prctl(PR_GET_CHILD_SUBREAPER, &is_subreaper) == 0 && is_subreaper);
}

pid_t calcmon_ended_child(void) {
  siginfo_t info = {0};
  while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    if (errno != EINTR) return 0;
  }
  return info.si_pid;
}

static sem_t ends;

static void note_end(int number) {
  (void)number;
  int before = errno;
  sem_post(&ends);
  errno = before;
}

static void mask_child_signal(int how) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  pthread_sigmask(how, &set, NULL);
}

void calcmon_note_child_ends(void) {
  sem_init(&ends, 0, 0);
  struct sigaction action = {.sa_handler = note_end, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
  sigemptyset(&action.sa_mask);
  sigaction(SIGCHLD, &action, NULL);
  // Threads that are begun from here on are not disturbed.
  mask_child_signal(SIG_BLOCK);
}

void calcmon_await_child_end(void) {
  mask_child_signal(SIG_UNBLOCK);
  while (sem_wait(&ends) != 0 && errno == EINTR) {
  }
}

static void leave(int number) { _exit(128 + number); }

void calcmon_obey_signals(void) {
  const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  for (int i = 0; i < 4; i++) {
    struct sigaction old;
    if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL) signal(numbers[i], leave);
  }
}

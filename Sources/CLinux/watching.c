#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>

int calcmon_timers_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int calcmon_timers_add(int timers, int timer) {
  // Told once an expiry: nothing has to be read, and a timer that has been set anew meanwhile is not told.
  struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data = {.fd = timer}};
  return epoll_ctl(timers, EPOLL_CTL_ADD, timer, &event) == 0 ? 0 : errno;
}

void calcmon_timers_remove(int timers, int timer) { epoll_ctl(timers, EPOLL_CTL_DEL, timer, NULL); }

int calcmon_timers_wait(int timers, int *expired, int most) {
  struct epoll_event events[64];
  if (most > 64) most = 64;
  int count = epoll_wait(timers, events, most, -1);
  if (count < 0) return errno == EINTR ? 0 : -1;
  for (int i = 0; i < count; i++) expired[i] = events[i].data.fd;
  return count;
}

void calcmon_begin_helper_thread(const char *name) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  pthread_setname_np(pthread_self(), name);
}

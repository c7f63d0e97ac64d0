#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static calcmon_failure failure(const char *call) { return (calcmon_failure){.call = call, .error = errno}; }

/// Fills in what an event loop has, -1 for what there is not.
static calcmon_failure open_loop(int loop[3]) {
  if ((loop[0] = epoll_create(128)) < 0) return failure("epoll_create");
  if ((loop[1] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0) return failure("eventfd2");
  if ((loop[2] = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)) < 0) return failure("timerfd_create");
  struct epoll_event event = {.events = EPOLLIN};
  for (int i = 1; i < 3; i++) {
    if (epoll_ctl(loop[0], EPOLL_CTL_ADD, loop[i], &event) != 0) return failure("epoll_ctl");
  }
  struct itimerspec soon = {.it_value = {.tv_nsec = 1}};
  if (timerfd_settime(loop[2], 0, &soon, NULL) != 0) return failure("timerfd_settime");
  if (epoll_wait(loop[0], &event, 1, 0) < 0 && errno != EINTR) return failure("epoll_wait");
  return (calcmon_failure){0};
}

static void close_all(const int *descriptors, int count) {
  for (int i = 0; i < count; i++) {
    if (descriptors[i] >= 0) close(descriptors[i]);
  }
}

calcmon_failure calcmon_try_event_loops(int count) {
  enum { most = 1024 };
  int descriptors[3 * most];
  if (count > most) count = most;
  for (int i = 0; i < 3 * count; i++) descriptors[i] = -1;
  calcmon_failure found = {0};
  for (int i = 0; i < count && found.call == NULL; i++) found = open_loop(descriptors + 3 * i);
  close_all(descriptors, 3 * count);
  return found;
}

/// Ends when all are there.
static void *wait_for_all(void *all) {
  pthread_mutex_lock(all);
  pthread_mutex_unlock(all);
  return NULL;
}

calcmon_failure calcmon_try_threads(int count) {
  enum { most = 4096 };
  pthread_t threads[most];
  if (count > most) count = most;
  pthread_mutex_t all = PTHREAD_MUTEX_INITIALIZER;
  calcmon_failure found = {0};
  int made = 0;
  pthread_mutex_lock(&all);
  while (made < count && found.call == NULL) {
    int error = pthread_create(&threads[made], NULL, wait_for_all, &all);
    if (error == 0) {
      made++;
    } else {
      found = (calcmon_failure){.call = "pthread_create", .error = error};
    }
  }
  pthread_mutex_unlock(&all);
  for (int i = 0; i < made; i++) pthread_join(threads[i], NULL);
  return found;
}

calcmon_failure calcmon_try_signals(void) {
  // That library waits for ever if it gets no signalfd, and ends the process if it gets none of the others.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  const char *calls[] = {"epoll_create1", "eventfd2", "timerfd_create", "signalfd4", "signalfd4", "signalfd4"};
  int descriptors[] = {-1, -1, -1, -1, -1, -1};
  calcmon_failure found = {0};
  for (int i = 0; i < 6 && found.call == NULL; i++) {
    descriptors[i] = i == 0   ? epoll_create1(EPOLL_CLOEXEC)
                     : i == 1 ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)
                     : i == 2 ? timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK)
                              : signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptors[i] < 0) found = failure(calls[i]);
  }
  close_all(descriptors, 6);
  return found;
}

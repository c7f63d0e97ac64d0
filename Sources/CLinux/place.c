#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

// `calcmon_give_way` runs between vfork and exec as well: only system calls.

/// The kernel lets those without rights do this ten times a second, all of them together: one that comes too early is refused, and tries again.
static void weaken_session(const char *niceness) {
  const struct timespec pause = {.tv_nsec = 20000000};
  int file = open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  for (int i = 0; i < 20 && write(file, niceness, 2) < 0 && (errno == EAGAIN || errno == EINTR); i++) nanosleep(&pause, NULL);
  close(file);
}

int calcmon_give_way(int way, int own_session) {
  if (own_session && setsid() >= 0) weaken_session(way == calcmon_way_idle ? "19" : "10");
  if (way == calcmon_way_low) {
    // Ten more, and ten at least: this process may have been started with a niceness below 0.
    int own = getpriority(PRIO_PROCESS, 0);
    return setpriority(PRIO_PROCESS, 0, own < 0 ? 10 : own > 9 ? 19 : own + 10) == 0 ? 0 : errno;
  }
  const struct sched_param none = {0};
  return sched_setscheduler(0, SCHED_IDLE, &none) == 0 ? 0 : errno;
}

struct trial {
  const calcmon_place *place;
  calcmon_failure found;
};

static void *try_place(void *argument) {
  struct trial *trial = argument;
  const calcmon_place *place = trial->place;
  int error;
  if (place->bytes > 0 && sched_setaffinity(0, place->bytes, place->processors) != 0) {
    trial->found = (calcmon_failure){.call = "sched_setaffinity", .error = errno};
  } else if (place->way != 0 && (error = calcmon_give_way(place->way, 0)) != 0) {
    const char *call = place->way == calcmon_way_low ? "setpriority" : "sched_setscheduler";
    trial->found = (calcmon_failure){.call = call, .error = error};
  }
  return NULL;
}

calcmon_failure calcmon_try_place(const calcmon_place *place) {
  struct trial trial = {.place = place};
  pthread_t thread;
  int error = pthread_create(&thread, NULL, try_place, &trial);
  if (error != 0) return (calcmon_failure){.call = "pthread_create", .error = error};
  pthread_join(thread, NULL);
  return trial.found;
}

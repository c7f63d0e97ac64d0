/* What the kernel asks for a tick: epoll_wait on a timerfd that repeats, and a read of it.
 *
 *   ticker SECONDS INTERVAL
 *
 * Prints the CPU time of its start, how late every tick was, and a result, as calcmon's children do: a JSON object a
 * line. A tick that was swallowed by a late one counts too. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static struct timespec spec(int64_t ns) {
  return (struct timespec){.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
}

static double seconds_of(struct timeval t) { return t.tv_sec + t.tv_usec * 1e-6; }

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  double seconds = atof(argv[1]);
  int64_t interval = (int64_t)(atof(argv[2]) * 1e9), count = (int64_t)(seconds * 1e9) / interval;
  int64_t *lateness = calloc(count + 1, sizeof *lateness);
  int poll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, 0);
  struct epoll_event event = {.events = EPOLLIN};
  if (!lateness || poll < 0 || timer < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, timer, &event)) fail("timer");

  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"type\":\"started\",\"cpu_user_seconds\":%.6f,\"cpu_system_seconds\":%.6f}\n", seconds_of(usage.ru_utime),
         seconds_of(usage.ru_stime));
  int64_t due = now() + interval;
  struct itimerspec times = {.it_value = spec(due), .it_interval = spec(interval)};
  if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &times, NULL)) fail("timerfd_settime");
  for (int64_t ticks = 0; ticks < count;) {
    uint64_t expired;
    if (epoll_wait(poll, &event, 1, -1) != 1 || read(timer, &expired, sizeof expired) != sizeof expired) fail("wait");
    for (int64_t at = now(); expired-- && ticks < count; due += interval) lateness[ticks++] = at - due;
  }

  printf("{\"type\":\"histogram\",\"of\":\"event_loop_latency\",\"buckets\":[");
  for (int64_t i = 0; i < count; i++) printf("%s[%lld,1]", i ? "," : "", (long long)(lateness[i] / 1000));
  printf("]}\n{\"type\":\"result\",\"seconds\":%.9f,\"items_ok\":0}\n", seconds);
  return 0;
}

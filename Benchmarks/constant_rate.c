/* Requests to a server at a constant rate, whatever it does: constant_rate PORT CONNECTIONS RATE SECONDS
 *
 * Each connection has a request due every CONNECTIONS / RATE seconds, the connections one after the other. If an answer comes after the next
 * request was due, that one is sent at once; each is timed from when it was due, so that a server that stands still is not asked less.
 * An answer is over when it ends in "hello". Prints one line of JSON; times are microseconds. Linux only.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const char request[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
static const char ending[] = "hello";

struct connection {
  int descriptor, is_waiting;
  long sent, answered;
  char tail[5];
};

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "constant_rate: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int connected(int port) {
  int descriptor = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&address, sizeof address)) fail("connect");
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

/* Whether an answer is over; it may come in pieces. */
static int is_over(struct connection *one) {
  char bytes[4096];
  ssize_t count = recv(one->descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
  if (count <= 0) {
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    errno = count ? errno : ECONNRESET;
    fail("recv");
  }
  size_t kept = (size_t)count < sizeof one->tail ? (size_t)count : sizeof one->tail;
  memmove(one->tail, one->tail + kept, sizeof one->tail - kept);
  memcpy(one->tail + sizeof one->tail - kept, bytes + count - kept, kept);
  return !memcmp(one->tail, ending, sizeof one->tail);
}

static int by_length(const void *a, const void *b) {
  long one = *(const long *)a, other = *(const long *)b;
  return (one > other) - (one < other);
}

int main(int count, char **arguments) {
  if (count != 5) return fprintf(stderr, "usage: constant_rate PORT CONNECTIONS RATE SECONDS\n"), 2;
  int port = atoi(arguments[1]), connections = atoi(arguments[2]);
  double rate = atof(arguments[3]), seconds = atof(arguments[4]);
  if (connections < 1 || rate <= 0 || seconds <= 0) return fprintf(stderr, "constant_rate: bad numbers\n"), 2;
  prctl(PR_SET_TIMERSLACK, 1);
  long each = (long)(rate * seconds / connections), all = each * connections, done = 0, every = (long)(1e9 * connections / rate);
  if (each < 1) return fprintf(stderr, "constant_rate: too short\n"), 2;
  long *late = calloc(all, sizeof *late);
  struct connection *ones = calloc(connections, sizeof *ones);
  int poll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  if (!late || !ones || poll < 0 || timer < 0) fail("start");
  epoll_ctl(poll, EPOLL_CTL_ADD, timer, &(struct epoll_event){.events = EPOLLIN, .data.u32 = connections});
  for (int i = 0; i < connections; i++) {
    ones[i].descriptor = connected(port);
    epoll_ctl(poll, EPOLL_CTL_ADD, ones[i].descriptor, &(struct epoll_event){.events = EPOLLIN, .data.u32 = i});
  }
  long began = now() + 20000000;
  while (done < all) {
    long next = 0, instant = now();
    for (int i = 0; i < connections; i++) {
      struct connection *one = &ones[i];
      if (one->is_waiting || one->sent == each) continue;
      long due = began + i * every / connections + one->sent * every;
      if (due <= instant) {
        if (send(one->descriptor, request, sizeof request - 1, MSG_NOSIGNAL) != sizeof request - 1) fail("send");
        one->is_waiting = 1;
        one->sent++;
      } else if (!next || due < next) {
        next = due;
      }
    }
    struct itimerspec at = {.it_value = {next / 1000000000L, next % 1000000000L}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
    struct epoll_event events[64];
    int ready = epoll_wait(poll, events, 64, 10000);
    if (ready == 0) errno = ETIMEDOUT, fail("no answer");
    instant = now();
    for (int e = 0; e < ready; e++) {
      int i = events[e].data.u32;
      if (i == connections) continue;
      struct connection *one = &ones[i];
      if (!is_over(one)) continue;
      late[done++] = instant - (began + i * every / connections + one->answered++ * every);
      one->is_waiting = 0;
    }
  }
  qsort(late, all, sizeof *late, by_length);
  printf("{\"requests\":%ld,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}\n", all, late[all / 2] / 1e3, late[all * 99 / 100] / 1e3,
         late[all * 999 / 1000] / 1e3, late[all - 1] / 1e3);
  return 0;
}

/* What the kernel asks for handing an item to another process and getting the answer: messages of 64 bytes over a
 * socket pair, one write and one read for each on either side, nothing batched.
 *
 *   pingpong MESSAGES WINDOW
 *
 * The child answers every message; the parent keeps WINDOW of them under way. A tenth as many are sent first, to warm
 * up. Prints one line of JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 64 };

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void give(int socket) {
  static const char message[SIZE];
  if (write(socket, message, SIZE) != SIZE) fail("write");
}

/* 0 when the other side has closed. */
static int take(int socket) {
  char message[SIZE];
  ssize_t count = read(socket, message, SIZE);
  if (count != SIZE && count != 0) fail("read");
  return count != 0;
}

/* Seconds that this took. */
static double exchange(int socket, long messages, long window) {
  double began = now();
  long sent = 0;
  for (; sent < window && sent < messages; sent++) give(socket);
  for (long answered = 0; answered < messages; answered++) {
    if (!take(socket)) exit(1);
    if (sent < messages) {
      give(socket);
      sent++;
    }
  }
  return now() - began;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  long messages = atol(argv[1]), window = atol(argv[2]);
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets)) fail("socketpair");
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    close(sockets[0]);
    while (take(sockets[1])) give(sockets[1]);
    _exit(0);
  }
  close(sockets[1]);
  exchange(sockets[0], messages / 10, window);
  double seconds = exchange(sockets[0], messages, window);
  close(sockets[0]);
  printf("{\"type\":\"result\",\"seconds\":%.9f,\"items_ok\":%ld}\n", seconds, messages);
  return 0;
}

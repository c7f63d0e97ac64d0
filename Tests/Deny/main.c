// deny CALL=ERROR… -- PROGRAM ARGUMENTS…: runs a program to which the kernel answers these system calls with an error, as an old kernel or the
// seccomp filter of a container does.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct word {
  const char *name;
  int number;
};

static const struct word calls[] = {
    {"close_range", 436},
    {"epoll_create1", SYS_epoll_create1},
    {"eventfd2", SYS_eventfd2},
    {"memfd_create", SYS_memfd_create},
    {"pipe2", SYS_pipe2},
    {"prctl", SYS_prctl},
    {"setpgid", SYS_setpgid},
    {"signalfd4", SYS_signalfd4},
    {"statx", SYS_statx},
    {"timerfd_create", SYS_timerfd_create},
};

static const struct word errors[] = {{"EACCES", EACCES}, {"ENOSYS", ENOSYS}, {"EPERM", EPERM}};

static int number(const struct word *words, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(words[i].name, name) == 0) return words[i].number;
  }
  fprintf(stderr, "deny: unknown word '%s'\n", name);
  exit(99);
}

#define NUMBER(words, name) number(words, sizeof words / sizeof *words, name)

static void deny(char *rule) {
  const char *call = strtok(rule, "=");
  const char *error = strtok(NULL, "=");
  if (call == NULL || error == NULL) exit(99);
  unsigned refused = NUMBER(calls, call);
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)NUMBER(errors, error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
  // By its own call, which is not denied where prctl is.
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) {
    perror("deny: seccomp");
    exit(99);
  }
}

int main(int count, char **words) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  int at = 1;
  for (; at < count && strcmp(words[at], "--") != 0; at++) deny(words[at]);
  if (at + 1 >= count) return 99;
  execvp(words[at + 1], words + at + 1);
  perror("deny: exec");
  return 99;
}

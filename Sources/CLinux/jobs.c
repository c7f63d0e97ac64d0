#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <link.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// Runs a job of Swift's tasks: it is on the stack of each thread that does. Absent in a program without tasks.
extern void swift_job_run(void) __attribute__((weak));

/// No longer than that is the code of `swift_job_run`, and of its siblings behind it.
enum { code_of_job_run = 0x200, deepest_stack = 1 << 20 };

int calcmon_stack_has_job(int memory, uint64_t stack_pointer) {
  uintptr_t begin = (uintptr_t)&swift_job_run;
  if (begin == 0 || memory < 0) return -1;
  uintptr_t words[512];
  uint64_t page = sizeof words;
  stack_pointer &= ~(uint64_t)(sizeof(uintptr_t) - 1);
  for (uint64_t at = stack_pointer; at < stack_pointer + deepest_stack;) {
    size_t wanted = page - at % page;
    ssize_t count = pread(memory, words, wanted, (off_t)at);
    if (count <= 0) return at == stack_pointer ? -1 : 0;
    for (size_t i = 0; i < (size_t)count / sizeof(uintptr_t); i++) {
      if (words[i] > begin && words[i] < begin + code_of_job_run) return 1;
    }
    at += (uint64_t)count;
  }
  return 0;
}

/// A queue whose threads tasks run on. It lies in the data of its library, as does what these threads wait for work in.
extern void *dispatch_get_global_queue(intptr_t identifier, uintptr_t flags) __attribute__((weak));

struct data_of {
  uintptr_t address, begin, end;
};

/// Finds the data, of a library or of the program, that has an address in it.
static int find_data(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  struct data_of *data = context;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    uintptr_t begin = info->dlpi_addr + part->p_vaddr;
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_W) || data->address < begin || data->address >= begin + part->p_memsz) continue;
    data->begin = begin;
    data->end = begin + part->p_memsz;
    return 1;
  }
  return 0;
}

calcmon_span calcmon_data_of_queues(void) {
  struct data_of data = {0};
  if (dispatch_get_global_queue) data.address = (uintptr_t)dispatch_get_global_queue(0, 0);
  if (data.address) dl_iterate_phdr(find_data, &data);
  return (calcmon_span){data.begin, data.end};
}

static int64_t now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

/// Reads a file of a thread as a text; returns its length.
static ssize_t read_of_thread(pid_t thread, const char *file, char *text, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/%s", thread, file);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  ssize_t count = read(descriptor, text, size - 1);
  close(descriptor);
  text[count > 0 ? count : 0] = 0;
  return count;
}

/// When the scheduler charged a thread last, by the clock of its processor, in nanoseconds; -1: the kernel does not tell.
static int64_t last_charged(pid_t thread) {
  char text[512];
  if (read_of_thread(thread, "sched", text, sizeof text) <= 0) return -1;
  const char *field = strstr(text, "se.exec_start");
  const char *colon = field ? strchr(field, ':') : NULL;
  long long milliseconds = 0, nanoseconds = 0;
  if (!colon || sscanf(colon + 1, "%lld.%6lld", &milliseconds, &nanoseconds) != 2) return -1;
  return milliseconds * 1000000 + nanoseconds;
}

static int processor_of(pid_t thread) {
  char text[1024];
  if (read_of_thread(thread, "stat", text, sizeof text) <= 0) return -1;
  const char *rest = strrchr(text, ')');
  for (int field = 2; rest && field < 39; field++) rest = strchr(rest + 1, ' ');
  return rest ? atoi(rest + 1) : -1;
}

/// What has to be added to the clock of the processor that this thread is on, for CLOCK_MONOTONIC; 0: it could not be found.
static int64_t shift_here(pid_t me) {
  for (int i = 0; i < 5; i++) {
    sched_yield(); // charges this thread, and again when it comes back
    int64_t back = now();
    int64_t charged = last_charged(me);
    if (charged < 0) return 0;
    if (now() - back < 300000) return back - charged;
  }
  return 0;
}

int64_t calcmon_fell_asleep(pid_t thread) {
  int64_t charged = last_charged(thread);
  int processor = processor_of(thread);
  if (charged < 0 || processor < 0 || processor >= CPU_SETSIZE) return 0;
  cpu_set_t own, there;
  if (sched_getaffinity(0, sizeof own, &own) != 0) return 0;
  CPU_ZERO(&there);
  CPU_SET(processor, &there);
  if (sched_setaffinity(0, sizeof there, &there) != 0) return 0;
  int64_t shift = shift_here((pid_t)syscall(SYS_gettid));
  sched_setaffinity(0, sizeof own, &own);
  return shift == 0 ? 0 : charged + shift;
}

#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/xattr.h>
#include <unistd.h>

const char *calcmon_revision(void) { return CALCMON_REVISION; }

void calcmon_set_process_name(const char *name) { prctl(PR_SET_NAME, name); }

static int given_count;
static char **given_arguments;

/// glibc hands them to what runs before `main`.
__attribute__((constructor)) static void keep_arguments(int count, char **arguments) {
  given_count = count;
  given_arguments = arguments;
}

char **calcmon_arguments(int *count) {
  *count = given_count;
  return given_arguments;
}

void calcmon_share_memory_areas(void) { mallopt(M_ARENA_MAX, 2); }

pid_t calcmon_thread_id(void) { return (pid_t)syscall(SYS_gettid); }

int calcmon_affinity(void *mask, size_t bytes) { return sched_getaffinity(0, bytes, mask) == 0 ? 0 : errno; }

int calcmon_timer_create(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC); }

int calcmon_timer_set(int descriptor, int64_t nanoseconds) {
  struct itimerspec when = {.it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
  return timerfd_settime(descriptor, TFD_TIMER_ABSTIME, &when, NULL);
}

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

void calcmon_copy_access_list(const char *path, int descriptor) {
  const char *name = "system.posix_acl_access";
  char list[4096];
  ssize_t size = getxattr(path, name, list, sizeof list);
  if (size > 0) fsetxattr(descriptor, name, list, (size_t)size, 0);
}

int calcmon_memory_file(void) {
  int file = memfd_create("calcmon", MFD_CLOEXEC);
  // If vm.memfd_noexec is 2, the kernel wants to hear that it will not be executed; before 6.3 it does not know the word.
  return file < 0 && errno == EACCES ? memfd_create("calcmon", MFD_CLOEXEC | MFD_NOEXEC_SEAL) : file;
}

int calcmon_nameless_file(char *path_template) {
  int file = mkostemp(path_template, O_CLOEXEC);
  if (file >= 0) unlink(path_template);
  return file;
}

int calcmon_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

uint32_t calcmon_file_system_type(const char *path) {
  struct statfs system;
  return statfs(path, &system) == 0 ? (uint32_t)system.f_type : 0;
}

int64_t calcmon_file_birth(const char *path) {
  struct statx status;
  if (statx(AT_FDCWD, path, 0, STATX_BTIME, &status) != 0 || !(status.stx_mask & STATX_BTIME)) return 0;
  return (int64_t)status.stx_btime.tv_sec * 1000000000 + status.stx_btime.tv_nsec;
}

#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int calcmon_tracepoint_open(uint64_t number, pid_t thread, uint64_t *identifier) {
  struct perf_event_attr wanted;
  memset(&wanted, 0, sizeof wanted);
  wanted.type = PERF_TYPE_TRACEPOINT;
  wanted.size = sizeof wanted;
  wanted.config = number;
  wanted.sample_period = 1;
  wanted.sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_TID | PERF_SAMPLE_TIME;
  wanted.disabled = 1;
  wanted.use_clockid = 1;
  wanted.clockid = CLOCK_MONOTONIC;
  // It is read at intervals, and never waited for.
  wanted.watermark = 1;
  wanted.wakeup_watermark = UINT32_MAX;
  int event = (int)syscall(SYS_perf_event_open, &wanted, thread, -1, -1, PERF_FLAG_FD_CLOEXEC);
  if (event < 0) return -errno;
  if (ioctl(event, PERF_EVENT_IOC_ID, identifier) != 0) {
    int error = errno;
    close(event);
    return -error;
  }
  return event;
}

void *calcmon_ring_map(int event, size_t pages) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  void *ring = mmap(NULL, (pages + 1) * page, PROT_READ | PROT_WRITE, MAP_SHARED, event, 0);
  return ring == MAP_FAILED ? NULL : ring;
}

void calcmon_ring_unmap(void *ring, size_t pages) { munmap(ring, (pages + 1) * (size_t)sysconf(_SC_PAGESIZE)); }

int calcmon_ring_share(int event, int owner) {
  return ioctl(event, PERF_EVENT_IOC_SET_OUTPUT, owner) == 0 ? 0 : errno;
}

int calcmon_tracepoint_start(int event) { return ioctl(event, PERF_EVENT_IOC_ENABLE, 0) == 0 ? 0 : errno; }

size_t calcmon_ring_read(void *ring, size_t pages, void *into, size_t room) {
  struct perf_event_mmap_page *head_page = ring;
  size_t page = (size_t)sysconf(_SC_PAGESIZE), size = pages * page;
  const char *data = (const char *)ring + page;
  uint64_t head = __atomic_load_n(&head_page->data_head, __ATOMIC_ACQUIRE), tail = head_page->data_tail;
  uint64_t count = head - tail;
  // Never more than the ring: what does not fit is none of its content.
  if (count > size || count > room) count = size < room ? size : room;
  size_t start = (size_t)(tail % size), first = size - start < count ? size - start : (size_t)count;
  memcpy(into, data + start, first);
  memcpy((char *)into + first, data, (size_t)count - first);
  __atomic_store_n(&head_page->data_tail, head, __ATOMIC_RELEASE);
  return (size_t)count;
}

int calcmon_process_handle(pid_t process) {
#ifdef SYS_pidfd_open
  int handle = (int)syscall(SYS_pidfd_open, process, 0);
  return handle < 0 ? -errno : handle;
#else
  return -ENOSYS;
#endif
}

/* Counts what each thread of a process allocates; to be preloaded. Says the sums on standard error at the end of the process, a line
 * a thread: its name and the count. */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { THREADS = 256 };

static struct {
  char name[16];
  unsigned long count;
} threads[THREADS];
static atomic_int known;
static __thread int mine = -1;

static void count(void) {
  if (mine < 0) mine = atomic_fetch_add(&known, 1) % THREADS;
  /* A thread gets its name some time after its start. */
  if ((threads[mine].count++ & 15) == 0) prctl(PR_GET_NAME, threads[mine].name);
}

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) { return count(), __libc_malloc(size); }
void *calloc(size_t members, size_t size) { return count(), __libc_calloc(members, size); }
void *realloc(void *old, size_t size) { return count(), __libc_realloc(old, size); }
void *aligned_alloc(size_t alignment, size_t size) { return count(), __libc_memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
  *result = aligned_alloc(alignment, size);
  return *result == NULL;
}

__attribute__((destructor)) static void say(void) {
  for (int i = 0; i < known && i < THREADS; i++) dprintf(2, "%s\t%lu\n", threads[i].name, threads[i].count);
}

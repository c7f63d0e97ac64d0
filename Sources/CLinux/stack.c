#define _GNU_SOURCE
#include "CLinux.h"
#include "stack.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// A thread that computes is asked for its registers by a signal. All that its handler does is to note three of them and to have the kernel copy the
// stack above: nothing is followed there, and what cannot be read is no fault but a short copy.

/// This process' own memory: read like this, an address that is not mapped is an error and no fault.
static int memory = -1;
/// Who has opened it: after a fork it would be the parent's.
static pid_t owner = 0;
/// Written to when the thread has answered.
static int bell = -1;
static int signal_number = 0;

enum { idle, asked, answering, answered };

static struct {
  atomic_int state;
  pid_t thread;
  calcmon_stack copy;
} request;

static int open_once(void) {
  if (owner == getpid()) return 0;
  if (memory >= 0) close(memory);
  if (bell >= 0) close(bell);
  memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (memory < 0 || bell < 0) return errno;
  atomic_store(&request.state, idle);
  owner = getpid();
  return 0;
}

/// Copies what is there from the stack pointer on.
static void copy_content(calcmon_stack *copy) {
  ssize_t count = pread(memory, copy->content, sizeof copy->content, (off_t)copy->sp);
  copy->size = count < 0 ? 0 : (size_t)count;
}

int calcmon_read_own_memory(uint64_t address, uint64_t *word) {
  *word = 0;
  return pread(memory, word, sizeof *word, (off_t)address) == sizeof *word;
}

static void answer(int number, siginfo_t *info, void *context) {
  (void)number;
  (void)info;
  int before = errno, expected = asked;
  if (request.thread == (pid_t)syscall(SYS_gettid) &&
      atomic_compare_exchange_strong(&request.state, &expected, answering)) {
    const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
    calcmon_stack *copy = &request.copy;
#if defined(__x86_64__)
    copy->pc = (uint64_t)machine->gregs[REG_RIP];
    copy->sp = (uint64_t)machine->gregs[REG_RSP];
    copy->fp = (uint64_t)machine->gregs[REG_RBP];
    copy->link = 0;
#elif defined(__aarch64__)
    copy->pc = machine->pc;
    copy->sp = machine->sp;
    copy->fp = machine->regs[29];
    copy->link = machine->regs[30];
#endif
    copy->knows_registers = 1;
    copy_content(copy);
    atomic_store(&request.state, answered);
    uint64_t one = 1;
    ssize_t written = write(bell, &one, sizeof one);
    (void)written;
  }
  errno = before;
}

/// Whether the signal is still this handler's.
static int is_ours(int number) {
  struct sigaction now;
  return sigaction(number, NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) && now.sa_sigaction == answer;
}

/// Takes a real-time signal that nobody uses. Returns 0 if there is none.
static int take_signal(void) {
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
  action.sa_sigaction = answer;
  sigfillset(&action.sa_mask);
  for (int number = SIGRTMAX - 3; number > SIGRTMIN; number--) {
    struct sigaction old;
    if (sigaction(number, NULL, &old) != 0 || old.sa_handler != SIG_DFL) continue;
    if (sigaction(number, &action, &old) != 0) continue;
    if (old.sa_handler == SIG_DFL) return number;
    // Another thread has been quicker by a moment.
    sigaction(number, &old, NULL);
  }
  return 0;
}

int calcmon_stack_signal(void) {
  static pthread_mutex_t taking = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&taking);
  // Who has taken it away has it: there is no second try.
  if (signal_number == 0) signal_number = take_signal();
  int number = signal_number != 0 && is_ours(signal_number) ? signal_number : 0;
  pthread_mutex_unlock(&taking);
  return number;
}

int calcmon_admit_stack_signal(void) {
  int number = calcmon_stack_signal();
  if (number == 0) return 0;
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  return pthread_sigmask(SIG_UNBLOCK, &only, NULL) == 0 ? number : 0;
}

/// Waits for the answer. What is being given is waited for, too, for as long again.
static int await_answer(int milliseconds) {
  struct pollfd ring = {.fd = bell, .events = POLLIN};
  for (int turn = 0; turn < 2; turn++) {
    while (poll(&ring, 1, milliseconds) < 0 && errno == EINTR) {
    }
    if (atomic_load(&request.state) == answered) return 0;
    int expected = asked;
    if (atomic_compare_exchange_strong(&request.state, &expected, idle)) return ETIMEDOUT;
  }
  return atomic_load(&request.state) == answered ? 0 : ETIMEDOUT;
}

int calcmon_ask_stack(pid_t thread, int milliseconds, const calcmon_stack **stack) {
#if !defined(__x86_64__) && !defined(__aarch64__)
  return ENOSYS;
#endif
  int error = open_once();
  if (error != 0) return error;
  int number = calcmon_stack_signal();
  int state = atomic_load(&request.state);
  if (number == 0 || state == answering) return EBUSY;
  uint64_t rings;
  while (read(bell, &rings, sizeof rings) > 0) {
  }
  request.thread = thread;
  atomic_store(&request.state, asked);
  if (syscall(SYS_tgkill, getpid(), thread, number) != 0) {
    error = errno;
    atomic_store(&request.state, idle);
    return error;
  }
  *stack = &request.copy;
  return await_answer(milliseconds);
}

int calcmon_sleeping_stack(uint64_t pc, uint64_t sp, const calcmon_stack **stack) {
  static calcmon_stack copy;
  int error = open_once();
  if (error != 0) return error;
  copy.pc = pc;
  copy.sp = sp;
  copy_content(&copy);
  *stack = &copy;
  return 0;
}

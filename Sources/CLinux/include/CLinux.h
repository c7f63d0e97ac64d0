#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>
#include <sys/types.h>

#include "Targets.h"

/// The revision that this was built from.
const char *calcmon_revision(void);

/// Gives the calling thread, and with the first thread this process, the name, at most 15 bytes, that `ps` and `/proc/<pid>/comm` show.
void calcmon_set_process_name(const char *name);

/// The arguments that this process was started with, its own name first, and their count.
char **calcmon_arguments(int *count);

/// Has all threads allocate from two memory areas, where each would reserve 64 MiB of address space for itself. To be called before there are
/// threads.
void calcmon_share_memory_areas(void);

/// The calling thread, as in `/proc/self/task`.
pid_t calcmon_thread_id(void);

/// Writes the processors that the calling thread is scheduled on, one bit each, into `bytes` bytes. Returns 0, or the errno: EINVAL if
/// the kernel's mask is longer.
int calcmon_affinity(void *mask, size_t bytes);

/// Whether a thread of this process that sleeps runs a job of Swift's tasks: 1, 0, or -1 if that cannot be known. `memory` is this process's
/// `/proc/self/mem`, `stack_pointer` what the kernel says of the thread. Nothing that the thread does meanwhile can do harm.
int calcmon_stack_has_job(int memory, uint64_t stack_pointer);

/// Addresses from one up to another.
typedef struct {
  uint64_t begin;
  uint64_t end;
} calcmon_span;

/// The data of the library of queues, in which their threads wait for work; of a program that has it built in, its own data. Empty if there is
/// none.
calcmon_span calcmon_data_of_queues(void);

/// When a thread of this process that sleeps fell asleep, in nanoseconds of CLOCK_MONOTONIC; 0 if the kernel does not tell. What a hypervisor
/// took from its processor since then is missing. The calling thread visits that processor.
int64_t calcmon_fell_asleep(pid_t thread);

/// A descriptor that becomes readable when a timer of CLOCK_MONOTONIC expires; closed on exec. -1 where there is none.
int calcmon_timer_create(void);

/// Has the timer expire once at the instant, in nanoseconds; any earlier instant is forgotten. 0: never.
int calcmon_timer_set(int descriptor, int64_t nanoseconds);

/// A descriptor over many timers, to wait for all of them at once; closed on exec. -1 if there is none.
int calcmon_timers_create(void);

/// Has a timer waited for. Returns 0, or the errno.
int calcmon_timers_add(int timers, int timer);

/// No longer has a timer waited for.
void calcmon_timers_remove(int timers, int timer);

/// Waits until timers expire, and writes which, at most 64. Returns their number, 0 after a signal, -1 if it cannot wait.
int calcmon_timers_wait(int timers, int *expired, int most);

/// Gives the calling thread a name of at most 15 bytes, and has all signals that are for the process go to other threads.
void calcmon_begin_helper_thread(const char *name);

/// A thread's registers and its stack from the stack pointer on, as they were at one instant.
typedef struct calcmon_stack calcmon_stack;

/// The real-time signal by which threads are asked for their stacks; with the first call it is chosen among those that nobody uses, and its handler
/// installed. 0 if there is none, or another has taken it since.
int calcmon_stack_signal(void);

/// Lets that signal reach the calling thread: threads that are started by Dispatch's have all signals blocked. Returns it, or 0 if there is none.
int calcmon_admit_stack_signal(void);

/// Asks a thread of this process for its stack by that signal, and waits for the answer. Returns 0, or an errno: ESRCH if there is no such thread,
/// ETIMEDOUT if it does not answer, EBUSY if there is no signal. For one caller at a time, the stack included.
int calcmon_ask_stack(pid_t thread, int milliseconds, const calcmon_stack **stack);

/// Copies the stack of a thread that sleeps in the kernel, which tells these two registers. Returns 0, or an errno. For one caller at a time, the
/// stack included.
int calcmon_sleeping_stack(uint64_t pc, uint64_t sp, const calcmon_stack **stack);

/// Where a thread is and where its calls were made, innermost first. For one caller at a time. Returns their number.
int calcmon_walk_stack(const calcmon_stack *stack, uint64_t *addresses, int most);

/// Addresses in code, and what is there.
typedef struct calcmon_symbols calcmon_symbols;

/// Looks up addresses, at most 64, in the symbol tables of the files that the code is from. Reads those tables once, and keeps nothing of them. NULL
/// if there is no memory for it.
calcmon_symbols *calcmon_symbols_find(const uint64_t *addresses, int count);

/// The function's name, as the linker knows it; empty if it is not known.
const char *calcmon_symbols_name(const calcmon_symbols *symbols, int index);

/// The path of the object that the address is in; empty if it is in none.
const char *calcmon_symbols_object(const calcmon_symbols *symbols, int index);

/// Where in the object.
uint64_t calcmon_symbols_offset(const calcmon_symbols *symbols, int index);

/// Whether the object is the program itself.
int calcmon_symbols_in_program(const calcmon_symbols *symbols, int index);

/// Whether the object's file tells the names of all its functions.
int calcmon_symbols_are_complete(const calcmon_symbols *symbols, int index);

void calcmon_symbols_free(calcmon_symbols *symbols);

/// The runtime's own: makes a Swift name readable, in memory that is to be freed. NULL if it is none.
char *swift_demangle(const char *name, size_t length, char *output, size_t *size, uint32_t flags);

/// When the file at a path was made, in nanoseconds since the Unix epoch; 0 where the file system does not know, or there is none.
int64_t calcmon_file_birth(const char *path);

/// The kind of file system that a path is on, as `linux/magic.h` numbers them; 0 if there is none.
uint32_t calcmon_file_system_type(const char *path);

/// Gives a file the access list (acl(5)) of another, if that has one and it can be given.
void calcmon_copy_access_list(const char *path, int descriptor);

/// An empty file in memory, for reading and writing; closed on exec. -1 where there is none.
int calcmon_memory_file(void);

/// An empty file that was made and unlinked at once, for reading and writing; closed on exec. -1 where there can be none. The template ends with
/// `XXXXXX`.
int calcmon_nameless_file(char *path_template);

/// As `pipe(2)`, closed on exec from the beginning.
int calcmon_pipe(int ends[2]);

/// A system call that has failed, and its errno; `call` is NULL if none has.
typedef struct {
  const char *call;
  int error;
} calcmon_failure;

/// Raises the limit of open files as far as this process may. Children are given the limit from before. To be called before there are threads.
void calcmon_raise_descriptor_limit(void);

/// The processors of a program, and whether it gives way to others.
typedef struct {
  /// The processors that it may use, one bit each, in so many bytes; 0 bytes: those of the calling thread.
  const void *processors;
  size_t bytes;
  /// See `calcmon_give_way`; 0: not at all.
  int way;
} calcmon_place;

enum {
  /// A niceness of 10 more, and of 10 at least: it yields at once to what is ordinary, and where that never rests it gets a tenth of the processor.
  calcmon_way_low = 1,
  /// The scheduling class for idle work: it gets what is left.
  calcmon_way_idle = 2,
};

/// Has the calling thread, and what it starts from here on, give way to what is ordinary.
///
/// Niceness and class count among the threads of a group. With autogroups, Linux' default, processors are shared among sessions first: so
/// `own_session` gives this process a session of its own, and that the niceness. Needs no rights. Returns 0, or the errno of what has failed; for the
/// session nothing can, since there may be no autogroups.
int calcmon_give_way(int way, int own_session);

/// Tries on a thread of its own whether it may be put there, and then whether it may give way.
calcmon_failure calcmon_try_place(const calcmon_place *place);

/// Gives this process the limit back. In a child between vfork and exec as well.
void calcmon_restore_descriptor_limit(void);

/// Notes which signals are ignored, so that a program that is started as if it had been started directly ignores them, too. To be called first
/// thing.
void calcmon_note_ignored_signals(void);

/// From here on these signals, if a process sends them to this one, are sent to the program instead. What a terminal sends, the program gets
/// by itself. Those that come before there is a program are kept for it.
void calcmon_pass_signals_on(const int *signals, int count);

/// Names the program that signals are passed on to; 0: it has ended.
void calcmon_pass_signals_to(pid_t child);

/// Starts a program as a shell would: in this process group, with all descriptors and what signals were when this process began.
///
/// `listener` is where in the environment the digits of LISTEN_PID stand, at least 16 bytes, or NULL. Returns 0, or the errno.
int calcmon_start_program(const char *path, char *const argv[], char *const envp[], char *listener, pid_t *pid);

/// Becomes a program, as if it had been started in the place of this one: with this pid. Returns the errno if it does not.
int calcmon_become_program(const char *path, char *const argv[], char *const envp[]);

/// Ends this process by a signal, as a program was ended by it; leaves no second dump.
void calcmon_end_as_signalled(int number);

/// Starts a program, in a process group of its own if `new_group` is not 0.
///
/// What its place asks for and the kernel refuses is left out. One that gives way has a session of its own, if it is sure to be killed with
/// this process all the same.
///
/// `standard[0...2]` become its standard input, output and error; it inherits no other descriptor, and no signal that is
/// ignored or blocked here. The kernel kills it (SIGKILL, PR_SET_PDEATHSIG) when **the calling thread** ends, so call this from a
/// thread that lives as long as the process.
///
/// Sets the pid, or returns what has failed, execve included.
calcmon_failure calcmon_spawn(const char *path, char *const argv[], char *const envp[], const int standard[3], int new_group,
                              const calcmon_place *place, pid_t *pid);

/// Does for so many event loops at once what each of them does at its start, and lets go of them.
calcmon_failure calcmon_try_event_loops(int count);

/// Makes so many threads at once, and ends them.
calcmon_failure calcmon_try_threads(int count);

/// Does what the library that listens to signals and keeps timers does at its start, and lets go of it.
calcmon_failure calcmon_try_signals(void);

/// Whether processes whose parent has ended become children of this one: it is the first of its namespace (PID 1), or its parent has made it
/// a subreaper.
int calcmon_inherits_orphans(void);

/// The pid of a child that has ended and was not reaped, whoever started it; 0 if there is none.
pid_t calcmon_ended_child(void);

/// From here on, it is noted when a child ends, for `calcmon_await_child_end`. To be called before there are threads.
void calcmon_note_child_ends(void);

/// Returns when a child has ended since the last return; once for each. For one thread, which is the one that the signal disturbs.
void calcmon_await_child_end(void);

/// Has SIGHUP, SIGINT, SIGQUIT and SIGTERM end this process with status 128 + signal, unless somebody has said what they do: the kernel
/// keeps them from the first process of a namespace otherwise.
void calcmon_obey_signals(void);

/// A tracepoint of the kernel, by its number in tracefs, at one thread: each time it is passed, a record with its `identifier`, thread and
/// CLOCK_MONOTONIC is written to its ring. It does not run yet. Returns its descriptor, closed on exec, or the errno below 0.
int calcmon_tracepoint_open(uint64_t number, pid_t thread, uint64_t *identifier);

/// The ring of a tracepoint, so many pages long: a power of two. NULL where there can be none.
void *calcmon_ring_map(int event, size_t pages);

/// Lets go of a ring.
void calcmon_ring_unmap(void *ring, size_t pages);

/// Has a tracepoint write to the ring of another at the same thread. Returns 0, or the errno.
int calcmon_ring_share(int event, int owner);

/// Has a tracepoint write from now on. Returns 0, or the errno.
int calcmon_tracepoint_start(int event);

/// Takes all records out of a ring that were written until now; there should be as much room as the ring has bytes. Returns their length.
size_t calcmon_ring_read(void *ring, size_t pages, void *into, size_t room);

/// A descriptor that becomes readable when a process ends; closed on exec. The errno below 0 where there is none.
int calcmon_process_handle(pid_t process);

#endif

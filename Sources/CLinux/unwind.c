#define _GNU_SOURCE
#include "CLinux.h"
#include "frame_rules.h"
#include "stack.h"

#include <elf.h>
#include <link.h>
#include <string.h>

// Functions of Swift keep a chain of frame pointers, those of the C library do not: there the rules for exceptions are followed. Of a thread that
// sleeps in the kernel only the stack pointer is known: where its frame pointer would be needed before it was found on the stack, the frame is
// looked for.

/// Where code is, and the rules for its frames; NULL if there are none.
typedef struct {
  uint64_t start, end;
  const uint8_t *rules;
} code_range;

enum { most_ranges = 512 };

typedef struct {
  const calcmon_stack *stack;
  code_range ranges[most_ranges];
  int range_count;
  uint64_t *addresses;
  int most, count;
} walk;

/// What is known of a frame's registers.
typedef struct {
  uint64_t pc, sp, fp, link;
  int knows_fp, knows_link;
  /// Whether `pc` is where it goes on after a call.
  int is_caller;
} frame;

/// Functions that are asynchronous mark their frame pointers by this bit.
static const uint64_t async_mark = (uint64_t)1 << 60;

static uint64_t plain_address(uint64_t value) {
#if defined(__aarch64__)
  return value & 0x0000ffffffffffff;
#else
  return value & ~async_mark;
#endif
}

static int add_ranges(struct dl_phdr_info *object, size_t size, void *context) {
  (void)size;
  walk *w = context;
  const uint8_t *rules = NULL;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    if (object->dlpi_phdr[i].p_type == PT_GNU_EH_FRAME) rules = (const uint8_t *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
  }
  for (int i = 0; i < object->dlpi_phnum && w->range_count < most_ranges; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || !(segment->p_flags & PF_R)) continue;
    uint64_t start = object->dlpi_addr + segment->p_vaddr;
    w->ranges[w->range_count++] = (code_range){.start = start, .end = start + segment->p_memsz, .rules = rules};
  }
  return 0;
}

static const code_range *range_of(const walk *w, uint64_t address) {
  for (int i = 0; i < w->range_count; i++) {
    if (w->ranges[i].start <= address && address < w->ranges[i].end) return &w->ranges[i];
  }
  return NULL;
}

/// A word of the stack. Returns 0 if it was not copied.
static int word_at(const walk *w, uint64_t address, uint64_t *word) {
  uint64_t offset = address - w->stack->sp;
  if (address < w->stack->sp || address % 8 != 0 || offset + 8 > w->stack->size) return 0;
  memcpy(word, w->stack->content + offset, 8);
  return 1;
}

/// Where a jump at an address leads to, as linkers put one between a call and its function; 0 if there is none.
static uint64_t jump_at(const walk *w, uint64_t address) {
  const code_range *range = range_of(w, address);
  if (range == NULL || range->end - address < 16) return 0;
#if defined(__x86_64__)
  const uint8_t *code = (const uint8_t *)address;
  static const uint8_t landing[] = {0xf3, 0x0f, 0x1e, 0xfa};
  if (memcmp(code, landing, 4) == 0) code += 4;
  if (*code == 0xf2) code++;
  int32_t distance;
  uint64_t target = 0;
  if (code[0] == 0xe9) return memcpy(&distance, code + 1, 4), (uint64_t)code + 5 + (uint64_t)(int64_t)distance;
  if (code[0] == 0xff && code[1] == 0x25) {
    memcpy(&distance, code + 2, 4);
    calcmon_read_own_memory((uint64_t)code + 6 + (uint64_t)(int64_t)distance, &target);
  }
  return target;
#else
  return 0;
#endif
}

/// Whether a call would come back to an address. Tells which function the call names, or 0.
static int follows_call(const walk *w, uint64_t address, uint64_t *called) {
  *called = 0;
  const code_range *range = range_of(w, address);
  if (range == NULL || address - range->start < 8) return 0;
  const uint8_t *code = (const uint8_t *)address;
#if defined(__aarch64__)
  uint32_t word;
  memcpy(&word, code - 4, 4);
  if ((word & 0xfc000000) == 0x94000000) {
    *called = address - 4 + (uint64_t)((int64_t)((int32_t)(word << 6) >> 6) * 4);
    return 1;
  }
  return (word & 0xfffffc1f) == 0xd63f0000 || (word & 0xfefff800) == 0xd63f0800;
#else
  int32_t distance;
  memcpy(&distance, code - 4, 4);
  if (code[-6] == 0xff && code[-5] == 0x15) return calcmon_read_own_memory(address + (uint64_t)(int64_t)distance, called), 1;
  if (code[-5] == 0xe8 && range_of(w, address + (uint64_t)(int64_t)distance) != NULL) {
    *called = address + (uint64_t)(int64_t)distance;
    return 1;
  }
  for (int back = 2; back <= 7; back++) {
    if (code[-back] == 0xff && (code[-back + 1] >> 3 & 7) == 2) return 1;
  }
  return 0;
#endif
}

/// Where the function begins that an address is in, if a call names it: the begin may be unknown before (0). Else 0.
static uint64_t leads_to(const walk *w, uint64_t called, uint64_t address, uint64_t begin) {
  for (int jumps = 0; called != 0 && jumps < 4; jumps++, called = jump_at(w, called)) {
    if (begin != 0 ? called == begin : called <= address && address - called < 0x10000 && range_of(w, called) == range_of(w, address)) return called;
  }
  return 0;
}

/// A caller's frame pointer, and where it goes on after the call, as functions with frame pointers leave them.
typedef struct {
  uint64_t fp, pc, called;
} frame_record;

static int record_at(const walk *w, uint64_t address, frame_record *record) {
  uint64_t fp, pc;
  if (!word_at(w, address, &fp) || !word_at(w, address + 8, &pc)) return 0;
  record->fp = plain_address(fp);
  record->pc = plain_address(pc);
  int is_last = record->fp == 0;
  if (!is_last && (record->fp <= address || record->fp % 8 != 0 || record->fp - address > (1 << 23))) return 0;
  return follows_call(w, record->pc, &record->called);
}

/// How many records follow one another, at most four. Those beyond what was copied are believed in.
static int chain_length(const walk *w, uint64_t address) {
  int length = 0;
  frame_record record;
  while (length < 4 && record_at(w, address, &record)) {
    length++;
    if (record.fp == 0 || record.fp - w->stack->sp + 16 > w->stack->size) return length + 1;
    address = record.fp;
  }
  return length;
}

/// The begin of the function that an address is in; 0 if unknown.
static uint64_t function_of(const walk *w, uint64_t address) {
  const code_range *range = range_of(w, address);
  frame_rules rules;
  uint64_t begin = 0;
  if (range != NULL && range->rules != NULL) calcmon_frame_rules(range->rules, address, &rules, &begin);
  return begin;
}

#if defined(__x86_64__)
/// How far above its stack pointer a function's frame record is, as its first instructions say; -1 if they do not.
static int64_t depth_of(const uint8_t *code) {
  static const uint8_t landing[] = {0xf3, 0x0f, 0x1e, 0xfa}, mark[] = {0x48, 0x0f, 0xba, 0xed, 0x3c}, take[] = {0x48, 0x89, 0xe5},
                       lift[] = {0x48, 0x8d, 0x6c, 0x24}, down8[] = {0x48, 0x83, 0xec}, down32[] = {0x48, 0x81, 0xec};
  int64_t pushed = -8;
  for (const uint8_t *at = code; at < code + 48;) {
    int32_t more;
    if (memcmp(at, landing, 4) == 0) at += 4;
    else if (memcmp(at, mark, 5) == 0) at += 5;
    else if (memcmp(at, take, 3) == 0) at += 3;
    else if (memcmp(at, lift, 4) == 0) at += 5;
    else if (*at == 0x41 && at[1] >> 3 == 0x50 >> 3) pushed += 8, at += 2;
    else if (*at >> 3 == 0x50 >> 3) pushed += 8, at += 1;
    else if (memcmp(at, down8, 3) == 0) return pushed < 0 ? -1 : pushed + (int8_t)at[3];
    else if (memcmp(at, down32, 3) == 0) return memcpy(&more, at + 3, 4), pushed < 0 ? -1 : pushed + more;
    else return pushed;
  }
  return -1;
}
#endif

/// The frame record that a function's first instructions promise; 0 if there is none there.
static uint64_t promised_record(const walk *w, uint64_t begin, uint64_t sp) {
#if defined(__x86_64__)
  uint64_t pc, called;
  const code_range *range = range_of(w, begin);
  int64_t depth = range == NULL || range->end - begin < 64 ? -1 : depth_of((const uint8_t *)begin);
  if (depth >= 0 && word_at(w, sp + (uint64_t)depth + 8, &pc) && follows_call(w, pc, &called)) return sp + (uint64_t)depth;
#else
  (void)w, (void)begin, (void)sp;
#endif
  return 0;
}

/// Where a return address is of a call that names the function at `address`, and where that begins; 0 if there is none.
static uint64_t proven_return(const walk *w, uint64_t address, uint64_t *begin, uint64_t sp) {
  enum { farthest = 16384 };
  uint64_t pc, called, found;
  for (uint64_t at = sp; at - sp < farthest && word_at(w, at, &pc); at += 8) {
    if (!follows_call(w, plain_address(pc), &called) || (found = leads_to(w, called, address, *begin)) == 0) continue;
    *begin = found;
    return at;
  }
  return 0;
}

/// Whether the frame pointer is the first that a function puts on the stack.
static int saves_fp_first(const walk *w, uint64_t begin) {
#if defined(__x86_64__)
  static const uint8_t landing[] = {0xf3, 0x0f, 0x1e, 0xfa}, mark[] = {0x48, 0x0f, 0xba, 0xed, 0x3c};
  const code_range *range = range_of(w, begin);
  if (range == NULL || range->end - begin < 16) return 0;
  const uint8_t *code = (const uint8_t *)begin;
  if (memcmp(code, landing, 4) == 0) code += 4;
  if (memcmp(code, mark, 5) == 0) code += 5;
  return *code == 0x55;
#else
  (void)w, (void)begin;
  return 1;
#endif
}

/// The first frame record from which a chain leads up. Below it there may be what functions that were called from here have left: they lead to it.
static uint64_t likely_record(const walk *w, uint64_t begin, uint64_t sp) {
  uint64_t first = 0;
  for (uint64_t at = sp; first == 0 && at - w->stack->sp + 16 <= w->stack->size; at += 8) {
    if (chain_length(w, at) >= 2) first = at;
  }
  uint64_t best = first;
  frame_record record;
  for (uint64_t at = first, i = 0; i < 6 && at != 0 && record_at(w, at, &record); i++, at = record.fp) {
    if (begin != 0 && record.fp != 0 && function_of(w, record.pc - 1) == begin) best = record.fp;
  }
  return best;
}

/// Goes to the caller whose return address is there. Before it there may be its frame pointer.
static int leave_by_return(const walk *w, frame *f, uint64_t at, int has_record) {
  uint64_t pc, fp = 0;
  if (!word_at(w, at, &pc)) return 0;
  int knows_fp = has_record && word_at(w, at - 8, &fp);
  fp = plain_address(fp);
  *f = (frame){.pc = plain_address(pc), .sp = at + 8, .fp = fp, .knows_fp = knows_fp && fp > at && fp % 8 == 0, .is_caller = 1};
  return f->pc != 0;
}

/// Goes to the caller from the first instructions of a function, or from a jump to it: the return address is where the stack pointer is.
static int leave_at_begin(const walk *w, frame *f, uint64_t address) {
  enum { nearest = 16 };
  uint64_t pc, called;
  if (f->is_caller || !word_at(w, f->sp, &pc)) return 0;
  pc = plain_address(pc);
  if (!follows_call(w, pc, &called) || called > address || address - called >= nearest) return 0;
  *f = (frame){.pc = pc, .sp = f->sp + 8, .fp = f->fp, .knows_fp = f->knows_fp, .is_caller = 1};
  return 1;
}

/// Goes to the caller where there are no rules, or they need the frame pointer and it is not known.
static int leave_by_record(const walk *w, frame *f, uint64_t begin) {
  uint64_t address = f->pc - (f->is_caller ? 1 : 0), at;
  frame_record record;
  if (leave_at_begin(w, f, address)) return 1;
  int has_record = f->knows_fp && f->fp >= f->sp && record_at(w, f->fp, &record);
  if (has_record && leads_to(w, record.called, address, begin)) return leave_by_return(w, f, f->fp + 8, 1);
  if (!f->knows_fp && (at = promised_record(w, begin, f->sp)) != 0) {
    return leave_by_return(w, f, at + 8, saves_fp_first(w, begin));
  }
  if ((at = proven_return(w, address, &begin, f->sp)) != 0) return leave_by_return(w, f, at, saves_fp_first(w, begin));
  if (has_record) return leave_by_return(w, f, f->fp + 8, 1);
  if ((at = likely_record(w, begin, f->sp)) != 0) return leave_by_return(w, f, at + 8, 1);
  return 0;
}

/// Goes to the caller by the rules. Returns 0 if there is none, -1 if the rules need a register that is not known.
static int leave_by_rules(const walk *w, frame *f, const frame_rules *rules) {
  int by_fp = rules->frame_register == number_of_fp;
  if (!by_fp && rules->frame_register != number_of_sp) return -1;
  if (by_fp && !f->knows_fp) return -1;
  uint64_t base = (by_fp ? f->fp : f->sp) + (uint64_t)rules->frame_offset;
  if (base < f->sp || (f->is_caller && base == f->sp)) return 0;
  frame caller = {.sp = base, .fp = f->fp, .knows_fp = f->knows_fp, .is_caller = 1};
  if (rules->link.kind == rule_undefined) return 0;
  if (rules->link.kind == rule_same && f->knows_link) caller.pc = f->link;
  else if (rules->link.kind != rule_saved || !word_at(w, base + (uint64_t)rules->link.offset, &caller.pc)) return -1;
  if (rules->fp.kind == rule_saved) caller.knows_fp = word_at(w, base + (uint64_t)rules->fp.offset, &caller.fp);
  else if (rules->fp.kind != rule_same) caller.knows_fp = 0;
  caller.pc = plain_address(caller.pc);
  caller.fp = plain_address(caller.fp);
  *f = caller;
  return caller.pc != 0;
}

/// Goes to the caller. Returns 0 if there is none, or it is not found.
static int leave(const walk *w, frame *f) {
  uint64_t address = f->pc - (f->is_caller ? 1 : 0), begin = 0;
  const code_range *range = range_of(w, address);
  frame_rules rules;
  if (range != NULL && range->rules != NULL && calcmon_frame_rules(range->rules, address, &rules, &begin)) {
    int left = leave_by_rules(w, f, &rules);
    if (left >= 0) return left;
    // Where linkers put jumps, the rules are one program for all of them.
    if (rules.frame_register < 0) begin = 0;
  }
  return leave_by_record(w, f, begin);
}

/// All of it during one visit: until it ends, no object goes away.
static int walk_up(struct dl_phdr_info *object, size_t size, void *context) {
  (void)object;
  (void)size;
  walk *w = context;
  const calcmon_stack *stack = w->stack;
  dl_iterate_phdr(add_ranges, w);
  frame f = {
      .pc = stack->pc, .sp = stack->sp, .fp = stack->fp, .link = stack->link, .knows_fp = stack->knows_registers,
      .knows_link = stack->knows_registers && stack->link != 0};
  do {
    w->addresses[w->count++] = f.pc - (f.is_caller ? 1 : 0);
  } while (w->count < w->most && leave(w, &f) && range_of(w, f.pc - 1) != NULL);
  return 1;
}

int calcmon_walk_stack(const calcmon_stack *stack, uint64_t *addresses, int most) {
  static walk w;
  w = (walk){.stack = stack, .addresses = addresses, .most = most};
  if (most > 0) dl_iterate_phdr(walk_up, &w);
  return w.count;
}

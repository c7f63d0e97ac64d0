#ifndef FRAME_RULES_H
#define FRAME_RULES_H

#include <stdint.h>

// How a function's frame is undone at an address, as the compiler has noted for exceptions.
//
// Sources: Linux Standard Base 5.0, 10.6 (Exception Frames, .eh_frame_hdr); DWARF 5, 6.4 (Call Frame Information).

#if defined(__aarch64__)
enum { number_of_fp = 29, number_of_sp = 31, number_of_return = 30 };
#else
enum { number_of_fp = 6, number_of_sp = 7, number_of_return = 16 };
#endif

/// Where the caller's value of a register is.
typedef struct {
  enum { rule_same, rule_saved, rule_undefined, rule_other } kind;
  /// From the frame's address, if it is saved.
  int64_t offset;
} register_rule;

typedef struct {
  /// The frame's address is this register and so much; -1: something else.
  int frame_register;
  int64_t frame_offset;
  register_rule fp, link;
} frame_rules;

/// Finds the rules for an address by a search table (.eh_frame_hdr), and where the function begins. Returns 0 if there are none that can be
/// followed; the begin is found if it is not 0 all the same.
int calcmon_frame_rules(const uint8_t *table, uint64_t address, frame_rules *rules, uint64_t *begin);

#endif

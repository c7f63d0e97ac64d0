#ifndef STACK_H
#define STACK_H

#include <stddef.h>
#include <stdint.h>

struct calcmon_stack {
  uint64_t pc, sp;
  /// Known if `knows_registers` is not 0.
  uint64_t fp, link;
  int knows_registers;
  /// How much of the stack was copied.
  size_t size;
  uint8_t content[65536];
};

/// Reads a word of this process' memory. Returns 0, and the word 0, if there is none.
int calcmon_read_own_memory(uint64_t address, uint64_t *word);

#endif

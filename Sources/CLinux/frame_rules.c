#include "frame_rules.h"

#include <string.h>

/// A place in what the compiler has noted, and its end.
typedef struct {
  const uint8_t *at, *end;
  int failed;
} reader;

static uint64_t fixed(reader *from, int size) {
  uint64_t value = 0;
  if (from->end - from->at < size) {
    from->failed = 1;
    from->at = from->end;
    return 0;
  }
  memcpy(&value, from->at, (size_t)size);
  from->at += size;
  return value;
}

static uint64_t unsigned_number(reader *from) {
  uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    uint64_t byte = fixed(from, 1);
    if (shift < 64) value |= (byte & 0x7f) << shift;
    if (!(byte & 0x80)) return value;
  }
}

static int64_t signed_number(reader *from) {
  uint64_t value = 0;
  for (int shift = 0;;) {
    uint64_t byte = fixed(from, 1);
    if (shift < 64) value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte & 0x80) continue;
    if ((byte & 0x40) && shift < 64) value |= ~(uint64_t)0 << shift;
    return (int64_t)value;
  }
}

/// A pointer in one of the encodings that compilers use.
static uint64_t pointer(reader *from, uint8_t encoding) {
  uint64_t place = (uint64_t)from->at, value;
  switch (encoding & 0x0f) {
  case 0x00:
  case 0x04:
  case 0x0c: value = fixed(from, 8); break;
  case 0x03: value = fixed(from, 4); break;
  case 0x0b: value = (uint64_t)(int64_t)(int32_t)fixed(from, 4); break;
  default: from->failed = 1; return 0;
  }
  switch (encoding & 0x70) {
  case 0x00: return value;
  case 0x10: return place + value;
  default: from->failed = 1; return 0;
  }
}

/// What is common to many functions.
typedef struct {
  uint64_t code_unit;
  int64_t data_unit;
  uint8_t encoding;
  int has_length;
  reader program;
} common;

static int read_common(const uint8_t *entry, common *into) {
  reader from = {.at = entry, .end = entry + 4};
  uint32_t length = (uint32_t)fixed(&from, 4);
  if (length == 0 || length == 0xffffffff) return 0;
  from.end = entry + 4 + length;
  if (fixed(&from, 4) != 0) return 0;
  uint64_t version = fixed(&from, 1);
  const char *words = (const char *)from.at;
  size_t count = strnlen(words, (size_t)(from.end - from.at));
  from.at += count;
  fixed(&from, 1);
  into->code_unit = unsigned_number(&from);
  into->data_unit = signed_number(&from);
  if (version == 1) fixed(&from, 1);
  else unsigned_number(&from);
  into->encoding = 0;
  into->has_length = words[0] == 'z';
  if (count > 0 && !into->has_length) return 0;
  reader extra = from;
  if (into->has_length) {
    uint64_t size = unsigned_number(&from);
    if (size > (uint64_t)(from.end - from.at)) return 0;
    extra = (reader){.at = from.at, .end = from.at + size};
    from.at += size;
  }
  for (size_t i = 1; i < count; i++) {
    if (words[i] == 'R') into->encoding = (uint8_t)fixed(&extra, 1);
    else if (words[i] == 'L') fixed(&extra, 1);
    else if (words[i] == 'P') pointer(&extra, (uint8_t)fixed(&extra, 1) & 0x0f);
    else if (words[i] != 'S' && words[i] != 'B') return 0;
  }
  into->program = from;
  return !from.failed && !extra.failed;
}

static void set(frame_rules *rules, uint64_t number, register_rule rule) {
  if (number == number_of_fp) rules->fp = rule;
  if (number == number_of_return) rules->link = rule;
}

static register_rule saved(int64_t offset) { return (register_rule){.kind = rule_saved, .offset = offset}; }

static void skip_block(reader *from) {
  uint64_t size = unsigned_number(from);
  if (size > (uint64_t)(from->end - from->at)) from->failed = 1, size = 0;
  from->at += size;
}

enum { kept_rows = 8 };

/// A program on its way.
typedef struct {
  const common *shared;
  frame_rules *rules;
  frame_rules initial, kept[kept_rows];
  int depth;
  uint64_t location;
} machine;

static void restore(machine *m, uint64_t number) {
  if (number == number_of_fp) m->rules->fp = m->initial.fp;
  if (number == number_of_return) m->rules->link = m->initial.link;
}

/// What has no operand in its first byte and does not move on.
static void follow(machine *m, reader *from, uint8_t word) {
  const int64_t unit = m->shared->data_unit;
  frame_rules *rules = m->rules;
  uint64_t number;
  switch (word) {
  case 0x00: break;
  case 0x05: number = unsigned_number(from); set(rules, number, saved((int64_t)unsigned_number(from) * unit)); break;
  case 0x06: restore(m, unsigned_number(from)); break;
  case 0x07: set(rules, unsigned_number(from), (register_rule){.kind = rule_undefined}); break;
  case 0x08: set(rules, unsigned_number(from), (register_rule){.kind = rule_same}); break;
  case 0x09:
    number = unsigned_number(from);
    unsigned_number(from);
    set(rules, number, (register_rule){.kind = rule_other});
    break;
  case 0x0a: if (m->depth < kept_rows) m->kept[m->depth++] = *rules; else from->failed = 1; break;
  case 0x0b: if (m->depth > 0) *rules = m->kept[--m->depth]; else from->failed = 1; break;
  case 0x0c: rules->frame_register = (int)unsigned_number(from); rules->frame_offset = (int64_t)unsigned_number(from); break;
  case 0x0d: rules->frame_register = (int)unsigned_number(from); break;
  case 0x0e: rules->frame_offset = (int64_t)unsigned_number(from); break;
  case 0x0f: skip_block(from); rules->frame_register = -1; break;
  case 0x10:
  case 0x16: number = unsigned_number(from); skip_block(from); set(rules, number, (register_rule){.kind = rule_other}); break;
  case 0x11: number = unsigned_number(from); set(rules, number, saved(signed_number(from) * unit)); break;
  case 0x12: rules->frame_register = (int)unsigned_number(from); rules->frame_offset = signed_number(from) * unit; break;
  case 0x13: rules->frame_offset = signed_number(from) * unit; break;
  case 0x14: number = unsigned_number(from); unsigned_number(from); set(rules, number, (register_rule){.kind = rule_other}); break;
  case 0x15: number = unsigned_number(from); signed_number(from); set(rules, number, (register_rule){.kind = rule_other}); break;
  case 0x2d: break;
  case 0x2e: unsigned_number(from); break;
  default: from->failed = 1;
  }
}

/// Follows a program up to an address. Returns 0 if it cannot be followed.
static int run(machine *m, reader from, uint64_t address) {
  while (from.at < from.end && !from.failed) {
    uint8_t word = (uint8_t)fixed(&from, 1), operand = word & 0x3f;
    uint64_t step = 0;
    if (word >> 6 == 1) step = operand;
    else if (word >> 6 == 2) set(m->rules, operand, saved((int64_t)unsigned_number(&from) * m->shared->data_unit));
    else if (word >> 6 == 3) restore(m, operand);
    else if (word == 0x01) m->location = pointer(&from, m->shared->encoding);
    else if (word == 0x02) step = fixed(&from, 1);
    else if (word == 0x03) step = fixed(&from, 2);
    else if (word == 0x04) step = fixed(&from, 4);
    else follow(m, &from, word);
    m->location += step * m->shared->code_unit;
    if (m->location > address) return !from.failed;
  }
  return !from.failed;
}

/// The entry of the function that begins last before an address.
static const uint8_t *entry_of(const uint8_t *table, uint64_t address) {
  // Version 1, a count of four bytes, pairs of four bytes relative to the table: what linkers write.
  if (table[0] != 1 || table[1] != 0x1b || table[2] != 0x03 || table[3] != 0x3b) return NULL;
  uint32_t count;
  memcpy(&count, table + 8, 4);
  const int32_t *pairs = (const int32_t *)(const void *)(table + 12);
  int64_t wanted = (int64_t)(address - (uint64_t)table);
  uint32_t low = 0, high = count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (pairs[2 * middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return low == 0 ? NULL : table + pairs[2 * (low - 1) + 1];
}

int calcmon_frame_rules(const uint8_t *table, uint64_t address, frame_rules *rules, uint64_t *begin) {
  *begin = 0;
  const uint8_t *entry = entry_of(table, address);
  if (entry == NULL) return 0;
  reader from = {.at = entry, .end = entry + 8};
  uint32_t length = (uint32_t)fixed(&from, 4);
  if (length == 0 || length == 0xffffffff) return 0;
  const uint8_t *back = from.at;
  uint32_t distance = (uint32_t)fixed(&from, 4);
  from.end = entry + 4 + length;
  common shared;
  if (distance == 0 || !read_common(back - distance, &shared)) return 0;
  uint64_t start = pointer(&from, shared.encoding), size = pointer(&from, shared.encoding & 0x0f);
  if (from.failed || address < start || address - start >= size) return 0;
  *begin = start;
  if (shared.has_length) skip_block(&from);
  *rules = (frame_rules){.frame_register = -1};
  machine m = {.shared = &shared, .rules = rules, .location = 0};
  if (!run(&m, shared.program, ~(uint64_t)0)) return 0;
  m.initial = *rules;
  m.location = start;
  return run(&m, from, address);
}

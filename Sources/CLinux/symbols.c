#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { most_symbols = 64, most_headers = 16, symbols_at_once = 2048 };

typedef struct {
  uint64_t address, offset;
  int is_program, has_table;
  char object[256], name[2048];
} symbol_found;

struct calcmon_symbols {
  int count;
  symbol_found found[];
};

/// An object that addresses are in.
typedef struct {
  uint64_t base;
  char path[256];
  int header_count;
  ElfW(Phdr) headers[most_headers];
} object;

typedef struct {
  calcmon_symbols *symbols;
  /// Of each address; -1 if it is in none.
  int object_of[most_symbols];
  object objects[most_symbols];
  int object_count;
} lookup;

static int holds(const struct dl_phdr_info *info, uint64_t address) {
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    uint64_t start = info->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && start <= address && address < start + segment->p_memsz) return 1;
  }
  return 0;
}

static void note_object(object *into, const struct dl_phdr_info *info, int is_program) {
  into->base = info->dlpi_addr;
  strncpy(into->path, is_program ? "/proc/self/exe" : info->dlpi_name, sizeof into->path - 1);
  into->header_count = info->dlpi_phnum < most_headers ? info->dlpi_phnum : most_headers;
  memcpy(into->headers, info->dlpi_phdr, (size_t)into->header_count * sizeof into->headers[0]);
}

static int visit(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  lookup *look = context;
  // The program itself has no name here.
  int is_program = info->dlpi_name == NULL || info->dlpi_name[0] == 0, index = -1;
  for (int i = 0; i < look->symbols->count; i++) {
    symbol_found *symbol = &look->symbols->found[i];
    if (look->object_of[i] >= 0 || !holds(info, symbol->address)) continue;
    if (index < 0) note_object(&look->objects[index = look->object_count++], info, is_program);
    look->object_of[i] = index;
    symbol->offset = symbol->address - info->dlpi_addr;
    symbol->is_program = is_program;
    memcpy(symbol->object, look->objects[index].path, sizeof symbol->object);
  }
  return 0;
}

static int read_at(int file, void *into, size_t size, uint64_t offset) {
  return pread(file, into, size, (off_t)offset) == (ssize_t)size;
}

/// Whether a file is still the one that was loaded: its program headers are those in memory.
static int is_loaded(int file, const object *of, const ElfW(Ehdr) *header) {
  ElfW(Phdr) headers[most_headers];
  size_t size = (size_t)of->header_count * sizeof headers[0];
  return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 && header->e_ident[EI_CLASS] == ELFCLASS64 &&
         header->e_phnum >= of->header_count && read_at(file, headers, size, header->e_phoff) &&
         memcmp(headers, of->headers, size) == 0;
}

/// Finds the table of all symbols, or else that of those that others may use, and the table of their names.
static int find_tables(int file, const ElfW(Ehdr) *header, ElfW(Shdr) *table, ElfW(Shdr) *names) {
  if (header->e_shentsize != sizeof(ElfW(Shdr)) || header->e_shnum == 0) return 0;
  size_t size = (size_t)header->e_shnum * sizeof(ElfW(Shdr));
  ElfW(Shdr) *sections = malloc(size);
  int found = 0;
  if (sections != NULL && read_at(file, sections, size, header->e_shoff)) {
    for (int i = 0; i < header->e_shnum && found != 2; i++) {
      int rank = sections[i].sh_type == SHT_SYMTAB ? 2 : sections[i].sh_type == SHT_DYNSYM ? 1 : 0;
      if (rank <= found || sections[i].sh_link >= header->e_shnum) continue;
      found = rank;
      *table = sections[i];
      *names = sections[sections[i].sh_link];
    }
  }
  free(sections);
  return found;
}

/// The best symbol for an address so far.
typedef struct {
  uint64_t offset, start;
  uint32_t name;
  int is_known;
} candidate;

static void consider(candidate *wanted, int count, const ElfW(Sym) *symbol) {
  unsigned char type = ELF64_ST_TYPE(symbol->st_info);
  if ((type != STT_FUNC && type != STT_GNU_IFUNC) || symbol->st_shndx == SHN_UNDEF) return;
  // One without a size, written in assembly, is believed to be short.
  uint64_t end = symbol->st_value + (symbol->st_size > 0 ? symbol->st_size : 256);
  for (int i = 0; i < count; i++) {
    candidate *best = &wanted[i];
    if (best->offset < symbol->st_value || best->offset >= end) continue;
    if (best->is_known && best->start >= symbol->st_value) continue;
    best->start = symbol->st_value;
    best->name = symbol->st_name;
    best->is_known = 1;
  }
}

static void read_table(int file, const ElfW(Shdr) *table, candidate *wanted, int count) {
  ElfW(Sym) *symbols = malloc(symbols_at_once * sizeof *symbols);
  uint64_t left = symbols == NULL ? 0 : table->sh_size / sizeof *symbols, offset = table->sh_offset;
  while (left > 0) {
    uint64_t now = left < symbols_at_once ? left : symbols_at_once;
    if (!read_at(file, symbols, now * sizeof *symbols, offset)) break;
    for (uint64_t i = 0; i < now; i++) consider(wanted, count, &symbols[i]);
    left -= now;
    offset += now * sizeof *symbols;
  }
  free(symbols);
}

static void read_name(int file, const ElfW(Shdr) *names, const candidate *found, symbol_found *symbol) {
  if (!found->is_known || found->name >= names->sh_size) return;
  ssize_t count = pread(file, symbol->name, sizeof symbol->name, (off_t)(names->sh_offset + found->name));
  // What is longer is no name that a reader could use.
  if (count <= 0 || memchr(symbol->name, 0, (size_t)count) == NULL) symbol->name[0] = 0;
}

static void look_into(lookup *look, int index) {
  const object *of = &look->objects[index];
  int file = open(of->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return;
  ElfW(Ehdr) header;
  ElfW(Shdr) table, names;
  candidate wanted[most_symbols];
  int places[most_symbols], count = 0, rank = 0;
  for (int i = 0; i < look->symbols->count; i++) {
    if (look->object_of[i] != index) continue;
    wanted[count] = (candidate){.offset = look->symbols->found[i].offset};
    places[count++] = i;
  }
  if (read_at(file, &header, sizeof header, 0) && is_loaded(file, of, &header)) rank = find_tables(file, &header, &table, &names);
  if (rank > 0) {
    read_table(file, &table, wanted, count);
    for (int i = 0; i < count; i++) {
      look->symbols->found[places[i]].has_table = rank == 2;
      read_name(file, &names, &wanted[i], &look->symbols->found[places[i]]);
    }
  }
  close(file);
}

calcmon_symbols *calcmon_symbols_find(const uint64_t *addresses, int count) {
  if (count > most_symbols) count = most_symbols;
  lookup *look = calloc(1, sizeof *look);
  calcmon_symbols *symbols = calloc(1, sizeof *symbols + (size_t)count * sizeof symbols->found[0]);
  if (look == NULL || symbols == NULL) {
    free(look);
    free(symbols);
    return NULL;
  }
  symbols->count = count;
  look->symbols = symbols;
  for (int i = 0; i < count; i++) {
    symbols->found[i].address = addresses[i];
    look->object_of[i] = -1;
  }
  dl_iterate_phdr(visit, look);
  for (int i = 0; i < look->object_count; i++) look_into(look, i);
  free(look);
  return symbols;
}

const char *calcmon_symbols_name(const calcmon_symbols *symbols, int index) { return symbols->found[index].name; }

const char *calcmon_symbols_object(const calcmon_symbols *symbols, int index) { return symbols->found[index].object; }

uint64_t calcmon_symbols_offset(const calcmon_symbols *symbols, int index) { return symbols->found[index].offset; }

int calcmon_symbols_in_program(const calcmon_symbols *symbols, int index) { return symbols->found[index].is_program; }

int calcmon_symbols_are_complete(const calcmon_symbols *symbols, int index) { return symbols->found[index].has_table; }

void calcmon_symbols_free(calcmon_symbols *symbols) { free(symbols); }

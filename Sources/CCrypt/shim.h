#ifndef CALCMON_CCRYPT_H
#define CALCMON_CCRYPT_H

#include <crypt.h>
#include <stdlib.h>
#include <string.h>

/// Hashes a password as a setting says, into `output`, whose last byte becomes 0. 0, or -1 where libcrypt does not know the setting.
///
/// What libcrypt works with, the password among it, is wiped before it is given back. May be called by several threads.
static inline int calcmon_crypt(const char *password, const char *setting, char *output, size_t size) {
  struct crypt_data *data = (struct crypt_data *)calloc(1, sizeof *data);
  if (data == NULL) return -1;
  const char *hash = crypt_r(password, setting, data);
  int known = hash != NULL && hash[0] != '*' && strlen(hash) < size;
  if (known) memcpy(output, hash, strlen(hash) + 1);
  explicit_bzero(data, sizeof *data);
  free(data);
  return known ? 0 : -1;
}

#endif

#ifndef CALCMON_CZLIB_H
#define CALCMON_CZLIB_H

#include <zlib.h>

/// Deflates without header and trailer, ending at the border of a byte, so that another part can follow.
///
/// `deflateInit2` is a macro, and zlib wants its state to stay where it is: hence C. Returns the bytes written; 0 where there was
/// no memory for the state or no room for the output.
static inline size_t calcmon_deflate_part(
    const unsigned char *input, uInt input_size, unsigned char *output, uInt output_size, int level) {
  z_stream stream = {0};
  if (deflateInit2(&stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (unsigned char *)input;
  stream.avail_in = input_size;
  stream.next_out = output;
  stream.avail_out = output_size;
  int result = deflate(&stream, Z_SYNC_FLUSH);
  size_t written = result == Z_OK && stream.avail_in == 0 && stream.avail_out > 0 ? output_size - stream.avail_out : 0;
  deflateEnd(&stream);
  return written;
}

#endif

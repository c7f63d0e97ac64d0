#include "CLinux.h"
const char *calcmon_revision(void) { return CALCMON_REVISION; }

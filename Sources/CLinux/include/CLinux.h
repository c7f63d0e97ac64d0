const char *calcmon_revision(void);

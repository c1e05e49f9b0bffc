/* Lets the nth call of one system call fail, or each from the nth on: FAULT_CALL, FAULT_NTH, FAULT_ERRNO, FAULT_STAYS. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static atomic_int count;

static int fails(const char *call, const char *path) {
  const char *wanted = getenv("FAULT_CALL");
  if (wanted == NULL || strcmp(wanted, call) != 0) return 0;
  if (path != NULL && strstr(path, "shared.json") == NULL) return 0;
  int now = atomic_fetch_add(&count, 1) + 1;
  int nth = atoi(getenv("FAULT_NTH"));
  if (now != nth && !(now > nth && getenv("FAULT_STAYS") != NULL)) return 0;
  errno = atoi(getenv("FAULT_ERRNO"));
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int descriptor) { return fails("fsync", NULL) ? -1 : REAL(fsync)(descriptor); }
int rename(const char *from, const char *to) { return fails("rename", from) ? -1 : REAL(rename)(from, to); }
int link(const char *from, const char *to) { return fails("link", from) ? -1 : REAL(link)(from, to); }
int unlink(const char *path) { return fails("unlink", path) ? -1 : REAL(unlink)(path); }

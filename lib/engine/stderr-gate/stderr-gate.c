/*
 * Loading TensorFlow prints two notices before its logging can be configured (absl writes everything to stderr
 * until it is initialised). Node has no dup(2), so this addon points stderr at /dev/null for the time of the load.
 *
 * Node calls napi_register_module_v1 at every process.dlopen of the file: the first call closes the gate, the next
 * one opens it again. No other function of Node's is used, so no headers are needed to build it.
 */
#include <fcntl.h>
#include <unistd.h>

void *napi_register_module_v1(void *environment, void *exports) {
  static int saved = -1;
  (void)environment;
  if (saved < 0) {
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0) return exports;
    saved = fcntl(2, F_DUPFD_CLOEXEC, 3);
    if (saved >= 0) dup2(nowhere, 2);
    close(nowhere);
  } else {
    dup2(saved, 2);
    close(saved);
    saved = -1;
  }
  return exports;
}

// Loading this file as a Node.js module registers the operations of the other files with TensorFlow (static
// initialisers). It exports nothing; the symbol only keeps Node.js from refusing and unloading it.
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* /*env*/, void* exports) {
  return exports;
}

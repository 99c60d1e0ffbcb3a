// Node loads this library as it would an addon; its ops register themselves with TensorFlow while it is being loaded.
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void*, void* exports) { return exports; }

// Reads the arguments of a function that JavaScript calls: numbers, and typed arrays in place, without a copy.
#pragma once

#include <cstdint>
#include <string>

#include "node_api.h"

namespace holoscope {

/// Takes them in order. After the first that does not fit, `Failed` is true, a TypeError is pending, and the rest are empty.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    count_ = kMost;
    napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr);
  }

  bool Failed() const { return failed_; }

  double Number() {
    double value = 0;
    if (!Ready() || napi_get_value_double(env_, values_[next_ - 1], &value) != napi_ok) Fail("a number");
    return value;
  }
  int Integer() { return int(Number()); }

  /// At least `length` elements.
  double* Doubles(int64_t length) { return static_cast<double*>(Array(napi_float64_array, length, "a Float64Array")); }
  int32_t* Integers(int64_t length) { return static_cast<int32_t*>(Array(napi_int32_array, length, "an Int32Array")); }

 private:
  static constexpr size_t kMost = 20;

  bool Ready() { return !failed_ && next_++ < count_; }

  void Fail(const char* wanted) {
    if (failed_) return;
    failed_ = true;
    napi_throw_type_error(env_, nullptr, ("Argument " + std::to_string(next_) + " should be " + wanted + ", long enough.").c_str());
  }

  void* Array(napi_typedarray_type wanted, int64_t length, const char* name) {
    napi_typedarray_type type;
    size_t size = 0;
    void* data = nullptr;
    bool isArray = false;
    if (Ready() && napi_is_typedarray(env_, values_[next_ - 1], &isArray) == napi_ok && isArray &&
        napi_get_typedarray_info(env_, values_[next_ - 1], &type, &size, &data, nullptr, nullptr) == napi_ok && type == wanted &&
        int64_t(size) >= length) {
      return data;
    }
    Fail(name);
    return nullptr;
  }

  napi_env env_;
  napi_value values_[kMost] = {};
  size_t count_ = 0;
  size_t next_ = 0;
  bool failed_ = false;
};

}  // namespace holoscope

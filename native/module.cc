// Node loads this library as an addon. Its TensorFlow ops register themselves while it is being loaded; what works on typed arrays
// without TensorFlow is exported as functions.
#include "doubles.h"
#include "holographic-map.h"
#include "node-arguments.h"

namespace holoscope {
namespace {

MapBatch ReadMap(Arguments& arguments) {
  MapBatch map;
  map.threads = arguments.Integer();
  map.batch = arguments.Integer();
  map.numbers = arguments.Integer();
  map.sublayers = arguments.Integer();
  map.activation = arguments.Number() != 0;
  map.starts = arguments.Integers(map.sublayers + 1);
  map.sites = arguments.Failed() ? nullptr : arguments.Integers(map.starts[map.sublayers]);
  return map;
}

napi_value MapTapeLength(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const MapBatch map = ReadMap(arguments);
  napi_value length = nullptr;
  if (!arguments.Failed()) napi_create_int64(env, TapeLength(map), &length);
  return length;
}

/// Reads the map and then, by `call`, the arrays behind it: fields of `size` numbers in all, and `matrices` numbers of matrices.
template <class Call>
napi_value WithMap(napi_env env, napi_callback_info info, Call call) {
  Arguments arguments(env, info);
  const MapBatch map = ReadMap(arguments);
  if (!arguments.Failed()) call(arguments, map, int64_t(map.batch) * map.numbers, 16 * map.sublayers);
  return nullptr;
}

napi_value MapGenerate(napi_env env, napi_callback_info info) {
  return WithMap(env, info, [](Arguments& arguments, const MapBatch& map, int64_t size, int matrices) {
    const double* products = arguments.Doubles(matrices);
    const double* zeta = arguments.Doubles(size);
    double* phi = arguments.Doubles(size);
    double* logDet = arguments.Doubles(map.batch);
    double* tape = arguments.Doubles(TapeLength(map));
    if (!arguments.Failed()) GenerateFields(map, products, zeta, phi, logDet, tape);
  });
}

napi_value MapPullBack(napi_env env, napi_callback_info info) {
  return WithMap(env, info, [](Arguments& arguments, const MapBatch& map, int64_t size, int matrices) {
    const double* products = arguments.Doubles(matrices);
    const double* dPhi = arguments.Doubles(size);
    const double* dLogDet = arguments.Doubles(map.batch);
    const double* tape = arguments.Doubles(TapeLength(map));
    double* dZeta = arguments.Doubles(size);
    double* outer = arguments.Doubles(matrices);
    if (!arguments.Failed()) PullBackFields(map, products, dPhi, dLogDet, tape, dZeta, outer);
  });
}

napi_value MapCarryDensity(napi_env env, napi_callback_info info) {
  return WithMap(env, info, [](Arguments& arguments, const MapBatch& map, int64_t size, int matrices) {
    const double* inverses = arguments.Doubles(matrices);
    const double* dLogPrior = arguments.Doubles(size);
    const double* tape = arguments.Doubles(TapeLength(map));
    double* dLogDensity = arguments.Doubles(size);
    if (!arguments.Failed()) CarryDensity(map, inverses, dLogPrior, tape, dLogDensity);
  });
}

}  // namespace
}  // namespace holoscope

extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  using namespace holoscope;
  const auto property = [](const char* name, napi_callback method) {
    return napi_property_descriptor{name, nullptr, method, nullptr, nullptr, nullptr, napi_enumerable, nullptr};
  };
  const napi_property_descriptor functions[] = {
      property("mapTapeLength", MapTapeLength),
      property("mapGenerate", MapGenerate),
      property("mapPullBack", MapPullBack),
      property("mapCarryDensity", MapCarryDensity),
  };
  napi_define_properties(env, exports, sizeof(functions) / sizeof(functions[0]), functions);
  return exports;
}

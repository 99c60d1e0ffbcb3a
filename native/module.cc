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

napi_value MapGenerate(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const MapBatch map = ReadMap(arguments);
  if (arguments.Failed()) return nullptr;
  const int64_t size = int64_t(map.batch) * map.numbers;
  const double* matrices = arguments.Doubles(16 * map.sublayers);
  const double* zeta = arguments.Doubles(size);
  double* phi = arguments.Doubles(size);
  double* logDet = arguments.Doubles(map.batch);
  double* tape = arguments.Doubles(TapeLength(map));
  if (!arguments.Failed()) GenerateFields(map, matrices, zeta, phi, logDet, tape);
  return nullptr;
}

napi_value MapPullBack(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const MapBatch map = ReadMap(arguments);
  if (arguments.Failed()) return nullptr;
  const int64_t size = int64_t(map.batch) * map.numbers;
  const double* matrices = arguments.Doubles(16 * map.sublayers);
  const double* dPhi = arguments.Doubles(size);
  const double* dLogDet = arguments.Doubles(map.batch);
  const double* tape = arguments.Doubles(TapeLength(map));
  double* dZeta = arguments.Doubles(size);
  double* outer = arguments.Doubles(16 * map.sublayers);
  if (!arguments.Failed()) PullBackFields(map, matrices, dPhi, dLogDet, tape, dZeta, outer);
  return nullptr;
}

napi_value MapCarryDensity(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  const MapBatch map = ReadMap(arguments);
  if (arguments.Failed()) return nullptr;
  const int64_t size = int64_t(map.batch) * map.numbers;
  const double* inverses = arguments.Doubles(16 * map.sublayers);
  const double* dLogPrior = arguments.Doubles(size);
  const double* tape = arguments.Doubles(TapeLength(map));
  double* dLogDensity = arguments.Doubles(size);
  if (!arguments.Failed()) CarryDensity(map, inverses, dLogPrior, tape, dLogDensity);
  return nullptr;
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

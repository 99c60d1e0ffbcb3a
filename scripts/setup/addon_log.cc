// TensorFlow logs its notes on the processor to standard error, where the command line shows progress; its variable
// TF_CPP_MIN_LOG_LEVEL no longer reaches them. Compiled into the addon, this lets warnings and errors pass, and
// everything where the variable is set to 0.
#include <cstdlib>
#include <cstring>

#include "absl/base/log_severity.h"
#include "absl/log/globals.h"

namespace {
const bool quietened = [] {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  if (level == nullptr || std::strcmp(level, "0") != 0) {
    absl::SetMinLogLevel(absl::LogSeverityAtLeast::kWarning);
  }
  return true;
}();
}  // namespace

// The C surface between C# and libtorch: tensors travel as owning TensorImpl pointers, arguments and results in slots.
#pragma once
#include <cstdint>

#define TORCH_EXPORT extern "C" __attribute__((visibility("default")))

struct Slot {
  enum Kind : int32_t {
    Omitted, None, Tensor, Int, Double, Bool, Ints, Doubles, Tensors, String, Device, Generator, Bools, Complex
  };
  int32_t kind;
  int32_t count;  // of a list; the device type of a device; 1 for a number that is a Scalar's
  union {
    int64_t i;    // the device index of a device
    double d;
    void* p;      // a tensor, a list's first element, UTF-8 text
  };
  double imaginary;
};

enum Status : int32_t { Ok = 0, Failed = 1, MissingArgument = 2 };

namespace dispatch {
Status fail(const char* message, Status status = Failed) noexcept;

// How often this thread came over the border. Initial-exec: one addition, no look-up of the thread's memory.
extern thread_local int64_t calls __attribute__((tls_model("initial-exec")));
// And with how many numbers for which the package would make a Scalar.
extern thread_local int64_t scalars __attribute__((tls_model("initial-exec")));
}

// Stands first in every exported function, so that nothing crosses uncounted.
#define CALLED dispatch::calls++

// Runs body; any C++ exception becomes a status and a message for last_error(), without the C++ backtrace.
#define TORCH_GUARDED(...)                                    \
  try {                                                       \
    __VA_ARGS__;                                              \
    return Ok;                                                \
  } catch (const c10::Error& e) {                             \
    return dispatch::fail(e.what_without_backtrace());        \
  } catch (const std::exception& e) {                         \
    return dispatch::fail(e.what());                          \
  } catch (...) {                                             \
    return dispatch::fail("unknown error in libtorch");       \
  }

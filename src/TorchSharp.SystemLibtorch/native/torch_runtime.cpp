// What is no operator: memory, sizes, device, gradients, modes, seeds, threads.
#include "torch_dispatch.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>

namespace {

at::TensorImpl* impl(void* tensor) { return static_cast<at::TensorImpl*>(tensor); }

// A view of the caller's handle that neither takes nor releases a reference.
struct Borrowed {
  at::Tensor tensor;
  explicit Borrowed(void* handle) : tensor(c10::intrusive_ptr<at::TensorImpl>::reclaim(impl(handle))) {}
  ~Borrowed() { tensor.unsafeReleaseTensorImpl(); }
  const at::Tensor* operator->() const { return &tensor; }
};

at::Tensor shared(void* handle) {
  if (handle == nullptr) return {};
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl>::unsafe_reclaim_from_nonowning(impl(handle)));
}

void* release(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

std::vector<at::Tensor> shared_list(void* const* handles, int32_t count) {
  std::vector<at::Tensor> list;
  list.reserve(count);
  for (int i = 0; i < count; i++) list.push_back(shared(handles[i]));
  return list;
}

thread_local std::string text;

}  // namespace

TORCH_EXPORT const char* libtorch_version() { CALLED; return TORCH_VERSION; }
TORCH_EXPORT const char* libtorch_configuration() { CALLED; text = at::show_config(); return text.c_str(); }

// ---- memory -------------------------------------------------------------------------------------------------------

TORCH_EXPORT void tensor_free(void* handle) { CALLED; c10::intrusive_ptr<at::TensorImpl>::reclaim(impl(handle)); }
TORCH_EXPORT void* tensor_share(void* handle) { CALLED; return release(shared(handle)); }

TORCH_EXPORT Status tensor_data(void* handle, void** data) {
  CALLED;
  TORCH_GUARDED(Borrowed t(handle); *data = t->data_ptr())
}

/// A tensor over the caller's memory; release(context) is called when the last view is gone.
TORCH_EXPORT Status tensor_from_memory(void* data, const int64_t* sizes, int32_t rank, int8_t dtype, void (*free)(void*), void* context, void** result) {
  CALLED;
  TORCH_GUARDED({
    auto options = at::TensorOptions(static_cast<at::ScalarType>(dtype));
    *result = release(at::from_blob(data, at::IntArrayRef(sizes, rank), [free, context](void*) { free(context); }, options));
  })
}

// ---- what a tensor is ---------------------------------------------------------------------------------------------

TORCH_EXPORT int64_t tensor_rank(void* handle) { CALLED; return impl(handle)->dim(); }
TORCH_EXPORT int64_t tensor_numel(void* handle) { CALLED; return impl(handle)->numel(); }
TORCH_EXPORT int64_t tensor_storage_offset(void* handle) { CALLED; return impl(handle)->storage_offset(); }
TORCH_EXPORT void tensor_sizes(void* handle, int64_t* out) { CALLED; auto s = impl(handle)->sizes(); std::copy(s.begin(), s.end(), out); }
TORCH_EXPORT Status tensor_strides(void* handle, int64_t* out) {
  CALLED;
  TORCH_GUARDED(auto s = impl(handle)->strides(); std::copy(s.begin(), s.end(), out))
}
TORCH_EXPORT int8_t tensor_dtype(void* handle) { CALLED; return static_cast<int8_t>(c10::typeMetaToScalarType(impl(handle)->dtype())); }
TORCH_EXPORT int64_t tensor_element_size(void* handle) { CALLED; return static_cast<int64_t>(impl(handle)->dtype().itemsize()); }
TORCH_EXPORT void tensor_device(void* handle, int32_t* type, int32_t* index) {
  CALLED;
  auto device = impl(handle)->device();
  *type = static_cast<int32_t>(device.type());
  *index = device.index();
}
TORCH_EXPORT int8_t tensor_is_contiguous(void* handle) { CALLED; return impl(handle)->is_contiguous(); }
TORCH_EXPORT int8_t tensor_is_sparse(void* handle) { CALLED; return impl(handle)->is_sparse(); }

// ---- gradients ----------------------------------------------------------------------------------------------------

TORCH_EXPORT int8_t tensor_requires_grad(void* handle) { CALLED; return impl(handle)->requires_grad(); }
TORCH_EXPORT Status tensor_set_requires_grad(void* handle, int8_t value) {
  CALLED;
  TORCH_GUARDED(Borrowed t(handle); t->requires_grad_(value != 0))
}
TORCH_EXPORT int8_t tensor_is_leaf(void* handle) { CALLED; Borrowed t(handle); return t->is_leaf(); }
TORCH_EXPORT Status tensor_retain_grad(void* handle) { CALLED; TORCH_GUARDED(Borrowed t(handle); t->retain_grad()) }
TORCH_EXPORT Status tensor_grad(void* handle, void** grad) { CALLED; TORCH_GUARDED(*grad = release(impl(handle)->mutable_grad())) }
TORCH_EXPORT Status tensor_set_grad(void* handle, void* grad) {
  CALLED;
  TORCH_GUARDED({
    Borrowed t(handle);
    auto g = shared(grad);
    if (g.defined()) {
      TORCH_CHECK(g.sizes() == t->sizes(), "the gradient's shape ", g.sizes(), " differs from the tensor's ", t->sizes());
      TORCH_CHECK(g.scalar_type() == t->scalar_type(), "the gradient's dtype ", g.scalar_type(), " differs from the tensor's ", t->scalar_type());
      TORCH_CHECK(g.device() == t->device(), "the gradient's device ", g.device(), " differs from the tensor's ", t->device());
    }
    impl(handle)->mutable_grad() = std::move(g);
  })
}

TORCH_EXPORT Status autograd_backward(void* const* tensors, int32_t count, void* const* seeds, int32_t seed_count,
                                      int8_t retain_graph, int8_t create_graph, void* const* inputs, int32_t input_count) {
  CALLED;
  TORCH_GUARDED(torch::autograd::backward(shared_list(tensors, count), shared_list(seeds, seed_count), retain_graph != 0,
                                          create_graph != 0, shared_list(inputs, input_count)))
}

TORCH_EXPORT Status autograd_grad(void* const* outputs, int32_t count, void* const* inputs, int32_t input_count, void* const* seeds,
                                  int32_t seed_count, int8_t retain_graph, int8_t create_graph, int8_t allow_unused, void** grads) {
  CALLED;
  TORCH_GUARDED({
    auto result = torch::autograd::grad(shared_list(outputs, count), shared_list(inputs, input_count), shared_list(seeds, seed_count),
                                        retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (size_t i = 0; i < result.size(); i++) grads[i] = release(result[i]);
  })
}

TORCH_EXPORT int8_t grad_mode() { CALLED; return c10::GradMode::is_enabled(); }
TORCH_EXPORT void set_grad_mode(int8_t enabled) { CALLED; c10::GradMode::set_enabled(enabled != 0); }
TORCH_EXPORT int8_t inference_mode() { CALLED; return c10::InferenceMode::is_enabled(); }
TORCH_EXPORT void* enter_inference_mode(int8_t enabled) { CALLED; return new c10::InferenceMode(enabled != 0); }
TORCH_EXPORT void leave_inference_mode(void* guard) { CALLED; delete static_cast<c10::InferenceMode*>(guard); }

// ---- random numbers -----------------------------------------------------------------------------------------------

namespace {
at::Generator shared_generator(void* handle) {
  return at::Generator(c10::intrusive_ptr<at::GeneratorImpl>::unsafe_reclaim_from_nonowning(static_cast<at::GeneratorImpl*>(handle)));
}
at::Device device_of(int32_t type, int32_t index) { return {static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index)}; }
}  // namespace

TORCH_EXPORT Status manual_seed(int64_t seed) { CALLED; TORCH_GUARDED(at::manual_seed(static_cast<uint64_t>(seed))) }
TORCH_EXPORT Status generator_default(int32_t type, int32_t index, void** result) {
  CALLED;
  TORCH_GUARDED(auto g = at::globalContext().defaultGenerator(device_of(type, index)); *result = g.unsafeReleaseGeneratorImpl())
}
TORCH_EXPORT Status generator_new(int32_t type, int32_t index, int64_t seed, void** result) {
  CALLED;
  TORCH_GUARDED({
    auto g = at::globalContext().defaultGenerator(device_of(type, index)).clone();
    g.set_current_seed(static_cast<uint64_t>(seed));
    *result = g.unsafeReleaseGeneratorImpl();
  })
}
TORCH_EXPORT void generator_free(void* handle) { CALLED; c10::intrusive_ptr<at::GeneratorImpl>::reclaim(static_cast<at::GeneratorImpl*>(handle)); }
TORCH_EXPORT Status generator_set_seed(void* handle, int64_t seed) {
  CALLED;
  TORCH_GUARDED(auto g = shared_generator(handle); std::lock_guard<std::mutex> lock(g.mutex()); g.set_current_seed(static_cast<uint64_t>(seed)))
}
TORCH_EXPORT int64_t generator_seed(void* handle) { CALLED; return static_cast<int64_t>(shared_generator(handle).current_seed()); }
TORCH_EXPORT int64_t generator_reseed(void* handle) {
  CALLED;
  auto g = shared_generator(handle);
  std::lock_guard<std::mutex> lock(g.mutex());
  return static_cast<int64_t>(g.seed());
}
TORCH_EXPORT Status generator_state(void* handle, void** state) { CALLED; TORCH_GUARDED(*state = release(shared_generator(handle).get_state())) }
TORCH_EXPORT Status generator_set_state(void* handle, void* state) {
  CALLED;
  TORCH_GUARDED(auto g = shared_generator(handle); std::lock_guard<std::mutex> lock(g.mutex()); g.set_state(shared(state)))
}

// ---- threads and devices ------------------------------------------------------------------------------------------

TORCH_EXPORT int32_t num_threads() { CALLED; return at::get_num_threads(); }
TORCH_EXPORT Status set_num_threads(int32_t n) { CALLED; TORCH_GUARDED(TORCH_CHECK(n > 0, "the number of threads must be positive, given ", n); at::set_num_threads(n)) }
TORCH_EXPORT int32_t num_interop_threads() { CALLED; return at::get_num_interop_threads(); }
TORCH_EXPORT Status set_num_interop_threads(int32_t n) {
  CALLED;
  TORCH_GUARDED(TORCH_CHECK(n > 0, "the number of threads must be positive, given ", n); at::set_num_interop_threads(n))
}
// By the device guard, whose name stayed while the hooks' changed between libtorch 2 versions.
TORCH_EXPORT int32_t cuda_device_count() {
  CALLED;
  if (!c10::impl::hasDeviceGuardImpl(c10::DeviceType::CUDA)) return 0;
  try { return c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA)->deviceCount(); } catch (...) { return 0; }
}
TORCH_EXPORT int8_t has_cuda() { CALLED; return at::hasCUDA(); }
TORCH_EXPORT int8_t has_cudnn() { CALLED; try { return at::detail::getCUDAHooks().hasCuDNN(); } catch (...) { return 0; } }
TORCH_EXPORT Status cuda_synchronize(int64_t index) {
  CALLED;
  TORCH_GUARDED(at::detail::getCUDAHooks().deviceSynchronize(static_cast<at::DeviceIndex>(index)))
}

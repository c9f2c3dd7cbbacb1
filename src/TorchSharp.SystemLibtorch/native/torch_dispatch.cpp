// Any ATen operator by its schema's name, through the dispatcher's boxed calling convention. Knows no operator.
#include "torch_dispatch.h"

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace {

using c10::IValue;
using c10::TypeKind;

thread_local std::string message;

struct Operator {
  c10::OperatorHandle handle;
};

at::Tensor borrow(void* impl) {
  if (impl == nullptr) return {};
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl>::unsafe_reclaim_from_nonowning(static_cast<at::TensorImpl*>(impl)));
}

void* release(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

c10::TypeKind kind_of(const c10::TypePtr& type) {
  return type->kind() == TypeKind::OptionalType ? type->castRaw<c10::OptionalType>()->getElementType()->kind() : type->kind();
}

c10::TypePtr element_of(const c10::TypePtr& type) {
  auto inner = type->kind() == TypeKind::OptionalType ? type->castRaw<c10::OptionalType>()->getElementType() : type;
  return inner->castRaw<c10::ListType>()->getElementType();
}

IValue tensors(const Slot& slot, const c10::TypePtr& type) {
  auto handles = static_cast<void* const*>(slot.p);
  auto element = element_of(type);
  if (element->kind() == TypeKind::OptionalType) {
    c10::impl::GenericList list(element);
    for (int i = 0; i < slot.count; i++) list.push_back(handles[i] == nullptr ? IValue() : IValue(borrow(handles[i])));
    return list;
  }
  c10::List<at::Tensor> list;
  for (int i = 0; i < slot.count; i++) list.push_back(borrow(handles[i]));
  return list;
}

IValue integer(int64_t value, TypeKind wanted) {
  if (wanted == TypeKind::FloatType) return static_cast<double>(value);
  if (wanted == TypeKind::BoolType) return value != 0;
  if (wanted == TypeKind::ListType) return c10::List<int64_t>({value});
  return value;
}

template <class T> IValue list_of(const Slot& slot) {
  auto first = static_cast<const T*>(slot.p);
  c10::List<T> list;
  list.reserve(slot.count);
  for (int i = 0; i < slot.count; i++) list.push_back(first[i]);
  return list;
}

IValue value_of(const Slot& slot, const c10::TypePtr& type) {
  switch (slot.kind) {
    case Slot::Tensor: return borrow(slot.p);
    case Slot::Int: return integer(slot.i, kind_of(type));
    case Slot::Double:
      if (kind_of(type) == TypeKind::ListType) return c10::List<double>({slot.d});
      return slot.d;
    case Slot::Bool: return slot.i != 0;
    case Slot::Ints: return list_of<int64_t>(slot);
    case Slot::Doubles: return list_of<double>(slot);
    case Slot::Tensors: return tensors(slot, type);
    case Slot::String: return std::string(static_cast<const char*>(slot.p), slot.count);
    case Slot::Device: return c10::Device(static_cast<c10::DeviceType>(slot.count), static_cast<c10::DeviceIndex>(slot.i));
    case Slot::Generator:
      return at::Generator(c10::intrusive_ptr<at::GeneratorImpl>::unsafe_reclaim_from_nonowning(static_cast<at::GeneratorImpl*>(slot.p)));
    case Slot::Bools: {
      c10::List<bool> list;
      for (int i = 0; i < slot.count; i++) list.push_back(static_cast<const int64_t*>(slot.p)[i] != 0);
      return list;
    }
    case Slot::Complex: return c10::complex<double>(slot.d, slot.imaginary);
    default: return {};
  }
}

bool has_null(const Slot& list) {
  auto first = static_cast<void* const*>(list.p);
  return std::find(first, first + list.count, nullptr) != first + list.count;
}

bool lacks_value(const Slot& slot, const c10::Argument& argument) {
  if (slot.kind == Slot::Tensors) return element_of(argument.type())->kind() != TypeKind::OptionalType && has_null(slot);
  auto kind = argument.type()->kind();
  return slot.kind == Slot::None && (kind == TypeKind::TensorType || kind == TypeKind::NumberType || kind == TypeKind::IntType
    || kind == TypeKind::FloatType || kind == TypeKind::ListType || kind == TypeKind::StringType);
}

void* copy_tensors(const c10::List<at::Tensor>& list) {
  auto handles = static_cast<void**>(std::malloc(sizeof(void*) * (list.size() + 1)));
  for (size_t i = 0; i < list.size(); i++) handles[i] = release(list.get(i));
  return handles;
}

Slot slot_of(IValue&& value) {
  Slot slot{};
  slot.kind = Slot::None;
  if (value.isTensor()) { slot.kind = Slot::Tensor; slot.p = release(std::move(value).toTensor()); }
  else if (value.isInt()) { slot.kind = Slot::Int; slot.i = value.toInt(); }
  else if (value.isDouble()) { slot.kind = Slot::Double; slot.d = value.toDouble(); }
  else if (value.isBool()) { slot.kind = Slot::Bool; slot.i = value.toBool(); }
  else if (value.isComplexDouble()) { slot.kind = Slot::Complex; slot.d = value.toComplexDouble().real(); slot.imaginary = value.toComplexDouble().imag(); }
  else if (value.isTensorList()) {
    auto list = value.toTensorList();
    slot.kind = Slot::Tensors; slot.count = static_cast<int32_t>(list.size()); slot.p = copy_tensors(list);
  }
  return slot;
}

// Whether the package makes a Scalar for this argument: for a number where the schema has a Scalar, and for the alpha of sums that
// nobody gave. A Scalar that the caller keeps is made once, and counted there.
bool needs_scalar(const Slot& slot, bool given, const c10::Argument& argument) {
  if (!given) return argument.type()->kind() == TypeKind::NumberType && argument.name() == "alpha";
  return (slot.kind == Slot::Int || slot.kind == Slot::Double) && slot.count == 0 && kind_of(argument.type()) == TypeKind::NumberType;
}

Status push(torch::jit::Stack& stack, const c10::FunctionSchema& schema, const Slot* slots, int count) {
  const auto& arguments = schema.arguments();
  if (count > static_cast<int>(arguments.size()))
    return dispatch::fail((schema.name() + " takes " + std::to_string(arguments.size()) + " arguments, given " + std::to_string(count)).c_str());
  stack.reserve(arguments.size());
  for (size_t i = 0; i < arguments.size(); i++) {
    const bool given = static_cast<int>(i) < count && slots[i].kind != Slot::Omitted;
    if (needs_scalar(slots[i], given, arguments[i])) dispatch::scalars++;
    if (!given) {
      if (!arguments[i].default_value().has_value()) return dispatch::fail(arguments[i].name().c_str(), MissingArgument);
      stack.push_back(*arguments[i].default_value());
      continue;
    }
    if (lacks_value(slots[i], arguments[i])) return dispatch::fail(arguments[i].name().c_str(), MissingArgument);
    stack.push_back(value_of(slots[i], arguments[i].type()));
  }
  return Ok;
}

}  // namespace

namespace dispatch {
thread_local int64_t calls = 0, scalars = 0;

Status fail(const char* text, Status status) noexcept {
  try { message = text; } catch (...) { message.clear(); }
  return status;
}
}  // namespace dispatch

/// How many calls this thread has made; this one is not among them.
TORCH_EXPORT int64_t calls_made() { return dispatch::calls; }
TORCH_EXPORT int64_t scalars_passed() { return dispatch::scalars; }
TORCH_EXPORT const char* last_error() { CALLED; return message.c_str(); }

/// The operator's handle, or null where this libtorch has none of that name.
TORCH_EXPORT void* find_operator(const char* name, const char* overload) {
  CALLED;
  try {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    return found.has_value() ? new Operator{*found} : nullptr;
  } catch (...) {
    return nullptr;
  }
}

/// Calls it. Arguments not given take the schema's defaults. With capacity 0 the results are dropped (in-place operators).
TORCH_EXPORT Status call_operator(void* op, const Slot* arguments, int32_t count, Slot* results, int32_t capacity, int32_t* written) {
  CALLED;
  TORCH_GUARDED({
    const auto& handle = static_cast<Operator*>(op)->handle;
    torch::jit::Stack stack;
    auto status = push(stack, handle.schema(), arguments, count);
    if (status != Ok) return status;
    handle.callBoxed(&stack);
    int n = 0;
    for (auto& value : stack) {
      if (n == capacity) break;
      results[n++] = slot_of(std::move(value));
    }
    if (written != nullptr) *written = n;
  })
}

TORCH_EXPORT void free_list(void* list) { CALLED; std::free(list); }

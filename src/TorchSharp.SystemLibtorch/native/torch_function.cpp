// torch.autograd.Function: a node of the autograd graph whose backward is a callback into C#.
#include "torch_dispatch.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <string>

namespace {

using torch::autograd::Node;
using torch::autograd::SavedVariable;
using torch::autograd::variable_list;

// Takes owned gradient handles (null: none), fills owned ones, one per tensor input; returns null or an error message in UTF-8.
using Backward = const char* (*)(void* context, void** gradients, int32_t count, void** results, int32_t result_count);
using Free = void (*)(void* context);

at::Tensor shared(void* handle) {
  if (handle == nullptr) return {};
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl>::unsafe_reclaim_from_nonowning(static_cast<at::TensorImpl*>(handle)));
}

at::Tensor owned(void* handle) {
  if (handle == nullptr) return {};
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl>::reclaim(static_cast<at::TensorImpl*>(handle)));
}

void* release(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

struct CallbackNode : Node {
  std::string title;
  Backward backward;
  Free free;
  void* context;
  bool materialize = true;
  std::vector<SavedVariable> saved;

  CallbackNode(const char* name, Backward b, Free f, void* c) : title(name), backward(b), free(f), context(c) {}
  ~CallbackNode() override { free(context); }

  std::string name() const override { return title; }
  void release_variables() override { for (auto& variable : saved) variable.reset_data(); }

  variable_list apply(variable_list&& gradients) override {
    std::vector<void*> handles(gradients.size() + 1), results(num_outputs() + 1);
    for (size_t i = 0; i < gradients.size(); i++) {
      if (!gradients[i].defined() && materialize) gradients[i] = input_metadata(i).zeros_like();
      handles[i] = release(std::move(gradients[i]));
    }
    auto error = backward(context, handles.data(), static_cast<int32_t>(gradients.size()), results.data(), static_cast<int32_t>(num_outputs()));
    variable_list list;
    for (size_t i = 0; i < num_outputs(); i++) list.push_back(owned(results[i]));
    TORCH_CHECK(error == nullptr, error);
    return list;
  }
};

CallbackNode* node_of(void* box) { return static_cast<CallbackNode*>(static_cast<std::shared_ptr<Node>*>(box)->get()); }

}  // namespace

/// A node over the given tensor inputs, as a box that function_free_box deletes; the graph keeps the node itself alive.
TORCH_EXPORT Status function_new(const char* name, Backward backward, Free free, void* context, void* const* inputs, int32_t count, void** box) {
  CALLED;
  TORCH_GUARDED({
    auto node = std::shared_ptr<Node>(new CallbackNode(name, backward, free, context), torch::autograd::deleteNode);
    torch::autograd::edge_list edges;
    for (int i = 0; i < count; i++) edges.push_back(torch::autograd::impl::gradient_edge(shared(inputs[i])));
    node->set_next_edges(std::move(edges));
    *box = new std::shared_ptr<Node>(std::move(node));
  })
}

TORCH_EXPORT void function_free_box(void* box) { CALLED; delete static_cast<std::shared_ptr<Node>*>(box); }
TORCH_EXPORT void function_set_materialize(void* box, int8_t value) { CALLED; node_of(box)->materialize = value != 0; }
/// For a callback: the node itself, which lives at least as long as its context.
TORCH_EXPORT void* function_node(void* box) { CALLED; return node_of(box); }

TORCH_EXPORT Status function_save(void* box, void* const* tensors, const int8_t* is_output, int32_t count) {
  CALLED;
  TORCH_GUARDED(for (int i = 0; i < count; i++) node_of(box)->saved.emplace_back(shared(tensors[i]), is_output[i] != 0))
}

TORCH_EXPORT Status function_saved(void* node, void** tensors) {
  CALLED;
  TORCH_GUARDED({
    auto callback = static_cast<CallbackNode*>(node);
    for (size_t i = 0; i < callback->saved.size(); i++) tensors[i] = release(callback->saved[i].unpack(callback->shared_from_this()));
  })
}

/// Makes the output a result of the node; a dirty one was an input that forward changed in place.
TORCH_EXPORT Status function_set_output(void* box, void* output, int8_t is_dirty, int8_t is_differentiable) {
  CALLED;
  TORCH_GUARDED({
    auto& node = *static_cast<std::shared_ptr<Node>*>(box);
    auto tensor = shared(output);
    TORCH_CHECK(is_dirty == 0 || !tensor.is_leaf() || !tensor.requires_grad(),
                "a leaf Variable that requires grad is being used in an in-place operation.");
    auto index = node->add_input_metadata(tensor);
    if (is_differentiable == 0 || !(tensor.is_floating_point() || tensor.is_complex())) return Ok;
    torch::autograd::Edge edge(node, index);
    if (is_dirty != 0) torch::autograd::impl::rebase_history(tensor, std::move(edge));
    else torch::autograd::impl::set_gradient_edge(tensor, std::move(edge));
  })
}
